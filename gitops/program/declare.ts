import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../provider/contract";
import { visibleLines } from "../../provider/text/visible";
import {
  connectionsOf,
  type Declarations,
  PRUNE,
  partOf,
  RENAMES,
  renamesFromText,
  stackFor,
  TARGETS,
  targetsFromText,
  unmetNeeds,
} from "../file";
import type { HostOf } from "../kinds/resource";
import { RESOURCES } from "../kinds/resources";
import { Arguments } from "./arguments";

/**
 * Declares every connection of the running stack's file to Pulumi.
 *
 * @param hostOf who is to manage each connection.
 * @param place of the program: what it is told besides the files stands in its environment.
 * @throws RunError where something that is needed is missing or wrong; nothing is declared then.
 */
export function declareConnections(declarations: Declarations, hostOf: HostOf, place: Place): void {
  const { environment } = place;
  const chosen = stackFor(declarations, pulumi.getStack(), environment[PRUNE] === "true");
  if (chosen.problem !== undefined) throw refusal(chosen.problem);
  if (chosen.stack === undefined) return;
  // What the engine leaves alone is not declared, and nothing of it read: neither a secret nor its service's settings.
  const stack = partOf(chosen.stack, targetsFromText(environment[TARGETS]));
  const args = new Arguments(declarations.folder, stack.project, place);
  const unmet = unmetNeeds(stack, args);
  if (unmet !== undefined) throw refusal(unmet);
  const renames = renamesFromText(environment[RENAMES]);
  for (const { kind, name, declared } of connectionsOf(stack)) {
    const former = declared.renamedFrom ?? renames[kind][name];
    const names = former === undefined ? [name] : [name, former];
    const options = { ...UNVERSIONED, ...formerly(former) };
    RESOURCES[kind].declare(name, declared, args, { host: hostOf(kind, names), options });
  }
}

/**
 * Whichever plugin there is fits the program, since both are of one package. The engine would make another provider of
 * each version, and refuses to do that for some of a stack's connections only.
 */
const UNVERSIONED = { version: "" };

/** Pulumi shows a `RunError` without a stack trace, which would only hide what is wrong. */
export function refusal(message: string): Error {
  return new pulumi.RunError(visibleLines(message).join("\n"));
}

/** By an alias, a connection goes on with what was recorded under another name. */
function formerly(name: string | undefined): pulumi.CustomResourceOptions | undefined {
  return name === undefined ? undefined : { aliases: [{ name }] };
}
