import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { Declarations } from "../file";
import type { HostOf } from "../kinds/resource";
import { inlineProgram } from "../program/inline";
import { folderOfPlainProgram } from "../program/project";
import { type Attached, attachProviders } from "./attached";
import type { Operation } from "./operation";
import type { Recorded } from "./snapshot";
import { hasEnvironment } from "./stackFile";

/** What runs in this process for an operation of the engine. */
export interface InThisProcess {
  readonly program: PulumiFn;
  readonly attached: Attached;
  /** Connections that stay with whoever manages them; all others are the plugin's. */
  readonly recorded: readonly Recorded[];
}

/**
 * Has the program and the providers of an operation run in this process.
 *
 * @param recordedOf reads what the stack's state has.
 * @returns `undefined` where `pulumi` has to run them.
 */
export async function inThisProcess(
  declarations: Declarations,
  stack: string,
  { environment, targets = [], except = [] }: Operation,
  recordedOf: () => Promise<readonly Recorded[]>,
): Promise<InThisProcess | undefined> {
  const folder = folderOfPlainProgram(declarations.folder);
  if (folder === undefined || hasEnvironment(declarations.folder, stack)) return undefined;
  const place = { environment: { ...process.env, ...environment }, folder };
  // The engine hands no connection over to another provider while it leaves others alone.
  const recorded = targets.length + except.length > 0 ? await recordedOf() : [];
  const hostOf: HostOf = (kind, names) =>
    recorded.find((one) => one.kind === kind && names.includes(one.name))?.host ?? "plugin";
  const program = inlineProgram(declarations, hostOf, place);
  return { program, recorded, attached: await attachProviders(place) };
}
