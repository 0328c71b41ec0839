import { z } from "zod";
import type { Config } from "../../provider/contract";
import { kindOfType, providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import type { HostName } from "../kinds/resource";
import { isConfigMasked, recordedConfig } from "./recordedConfig";
import { nameOf, PULUMIS_OWN, type Side, typeOf } from "./steps";

/** A connection that the state has. */
export interface Recorded {
  readonly kind: Kind;
  readonly name: string;
  readonly urn: string;
  /** Who manages it. */
  readonly host: HostName;
  readonly id: string;
  /** What the state has of it. */
  readonly side: Side;
}

/** A creation in which a run was killed: what became of it is not recorded. */
export type Unfinished = Pick<Recorded, "kind" | "name"> & Pick<Side, "inputs">;

/** What the state has of a stack. */
export interface Snapshot {
  readonly recorded: readonly Recorded[];
  /** The names of other resources. */
  readonly others: readonly string[];
  readonly unfinished: readonly Unfinished[];
  /** The configuration that a refresh or a deletion goes by; `undefined`: none is recorded. */
  readonly config: Config | undefined;
  /** Whether a secret that is not shown is among that. */
  readonly isConfigMasked: boolean;
  /** When the state was written, in Unix milliseconds; `undefined`: it does not tell. */
  readonly savedAt: number | undefined;
  /** Whether Pulumi keeps in mind that a run was killed while it created something; it does so for ever. */
  readonly isCreationCutOff: boolean;
  /** Whether a run was killed while it deleted something: what is recorded may be gone. */
  readonly isDeletionCutOff: boolean;
}

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
  pendingReplacement: z.boolean().default(false),
});

const deployment = z.object({
  manifest: z.object({ time: z.string() }).partial().nullish(),
  pending_operations: z
    .array(z.object({ type: z.string(), resource }))
    .nullish()
    .transform((operations) => operations ?? []),
  resources: z.array(resource).default([]),
});

/** The type of the resource that stands for a stack itself. */
const STACK = "pulumi:pulumi:Stack";

type Deployment = z.output<typeof deployment>;

/** What an exported stack has. */
export function snapshotOf(exported: unknown): Snapshot {
  const state = deployment.parse(exported);
  const savedAt = Date.parse(state.manifest?.time ?? "");
  return {
    recorded: connectionsOf(state),
    others: othersIn(state),
    unfinished: unfinishedIn(state),
    config: recordedConfig(state.resources),
    isConfigMasked: isConfigMasked(state.resources),
    savedAt: Number.isNaN(savedAt) ? undefined : savedAt,
    isCreationCutOff: state.pending_operations.some(({ type }) => type === "creating"),
    isDeletionCutOff: state.pending_operations.some(({ type }) => type === "deleting"),
  };
}

function connectionsOf({ resources }: Deployment): Recorded[] {
  return resources.flatMap(({ urn, type, id, inputs, outputs }) => {
    const kind = kindOfType(type);
    if (kind === undefined || id === undefined) return [];
    const host = type === providerKind(kind).pluginType ? "plugin" : "dynamic";
    return [{ kind, name: nameOf(urn), urn, host, id, side: { id, inputs, outputs } }];
  });
}

/** Pulumi's own resources are nobody's. */
function othersIn({ resources }: Deployment): string[] {
  const others = resources.filter(({ type }) => kindOfType(type) === undefined && !PULUMIS_OWN.test(type));
  return others.map(({ urn }) => nameOf(urn));
}

/** The URN of a connection while it stays with whoever manages it. */
export function asRecorded(urn: string, recorded: readonly Recorded[]): string {
  const [kind, name] = [kindOfType(typeOf(urn)), nameOf(urn)];
  return recorded.find((one) => one.kind === kind && one.name === name)?.urn ?? urn;
}

/** The URN of the stack itself, as an exported stack has it; none while it is empty. */
export function stackItself(exported: unknown): string[] {
  const { resources } = deployment.parse(exported);
  return resources.filter(({ type }) => type === STACK).map(({ urn }) => urn);
}

/** The engine keeps a creation that was cut off, also once the next run has settled it. */
function unfinishedIn({ pending_operations: pending, resources }: Deployment): Unfinished[] {
  const settled = new Set(resources.filter((one) => !one.pendingReplacement).map(({ urn }) => urn));
  const begun = pending.filter(({ type, resource }) => type === "creating" && !settled.has(resource.urn));
  const byUrn = new Map(begun.map(({ resource }) => [resource.urn, resource]));
  return [...byUrn.values()].flatMap(({ type, urn, inputs }) => {
    const kind = kindOfType(type);
    return kind === undefined ? [] : [{ kind, name: nameOf(urn), inputs }];
  });
}
