import { z } from "zod";
import { byKind, KINDS, type Kind } from "../../provider/kinds/names";
import type { DeclaredStack } from "./declarations";

/** Tells the program which connections the engine leaves all others alone for; see {@link targetsToText}. */
export const TARGETS = "REPO_CONNECTIONS_TARGETS";

/** A connection that the engine is to do something about. */
export interface Target {
  readonly kind: Kind;
  readonly name: string;
}

const FORM = z.array(z.object({ kind: z.enum(KINDS), name: z.string() }));

/** Targets as the text of a variable. */
export function targetsToText(targets: readonly Target[]): string {
  return JSON.stringify(targets.map(({ kind, name }) => ({ kind, name })));
}

/** The targets in a variable; `undefined` where it is not set: everything is one. */
export function targetsFromText(text: string | undefined): readonly Target[] | undefined {
  return text === undefined ? undefined : FORM.parse(JSON.parse(text));
}

/** That part of a stack which is about the targets: what it needs from outside is needed, and nothing else is. */
export function partOf(stack: DeclaredStack, targets: readonly Target[] | undefined): DeclaredStack {
  if (targets === undefined) return stack;
  const isTarget = (kind: Kind, name: string) =>
    targets.some((target) => target.kind === kind && target.name === name);
  const targetsOf = (kind: Kind) =>
    Object.fromEntries(Object.entries(stack.connections[kind]).filter(([name]) => isTarget(kind, name)));
  return { ...stack, connections: byKind(targetsOf) };
}
