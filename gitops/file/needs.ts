import { KINDS, type Kind } from "../../provider/kinds/names";
import { gitopsKind } from "../kinds";
import { connectionsOf, type DeclaredStack, hostOf, placeOf } from "./declarations";
import { listed } from "./problems/problems";
import type { Reference } from "./references";
import { renderPlace } from "./yaml/source";

/** Where a connection refers to a secret. */
export interface SecretUse {
  readonly kind: Kind;
  readonly name: string;
  /** In the connection: `credentials.token`. */
  readonly path: string;
  readonly reference: Reference;
  /** The code host whose the secret is. */
  readonly host: string;
}

/** Every secret that a stack refers to. */
export function secretUses(stack: DeclaredStack): SecretUse[] {
  return connectionsOf(stack).flatMap(({ kind, name, declared }) => {
    const secret = gitopsKind(kind).secretOf(declared);
    return secret
      ? [{ kind, name, path: secret.path, reference: secret.reference, host: hostOf(kind, declared) }]
      : [];
  });
}

/** Knows what is wrong with what a file needs from outside, and what to do; nothing where all is well. */
export interface Surroundings {
  /** Why a secret is not there, or none that its code host issues. */
  problemWith(reference: Reference, host: string): string | undefined;
  /** What is wrong with the settings of a service: its API key above all. */
  problemsWithSettings(kind: Kind): readonly string[];
}

/**
 * What to say of everything that a stack needs from outside and that is missing or wrong: each thing once, with the
 * connections that need it, and with its place where the file names it; `undefined` where all is there.
 */
export function unmetNeeds(stack: DeclaredStack, surroundings: Surroundings): string | undefined {
  const users = new Map<string, string[]>();
  const add = (problem: string, names: readonly string[]) =>
    users.set(problem, [...(users.get(problem) ?? []), ...names]);
  for (const kind of KINDS) {
    const names = Object.keys(stack.connections[kind]).map((name) => `${kind}.${name}`);
    const problems = names.length === 0 ? [] : surroundings.problemsWithSettings(kind);
    for (const problem of problems) add(problem, names);
  }
  for (const { kind, name, path, reference, host } of secretUses(stack)) {
    const problem = surroundings.problemWith(reference, host);
    if (problem === undefined) continue;
    add(`${renderPlace(placeOf(stack, kind, name, path))}: ${problem}`, [`${kind}.${name}`]);
  }
  if (users.size === 0) return undefined;
  const rendered = Array.from(users, ([problem, names]) => `${problem}\n  Needed by ${listed(names)}.`);
  return `Something that ${stack.file} needs is missing or wrong. Nothing was changed.\n\n${rendered.join("\n")}`;
}
