import type { Kind } from "../kinds";
import { type DeclaredStack, placeOf } from "./declarations";
import type { Reference } from "./references";
import { renderPlace } from "./source";

/** Where a connection refers to a secret. */
export interface SecretUse {
  readonly kind: Kind;
  readonly name: string;
  /** In the connection: `credentials.token`. */
  readonly path: string;
  readonly reference: Reference;
}

/** Every secret that a stack refers to. */
export function secretUses({ sigsentry, coregit }: DeclaredStack): SecretUse[] {
  const ofSigsentry = Object.entries(sigsentry).flatMap(([name, { credentials }]): SecretUse[] => {
    if (credentials === undefined || credentials === "keep") return [];
    const [field, reference] =
      "token" in credentials ? ["token", credentials.token] : ["appPassword", credentials.appPassword];
    return [{ kind: "sigsentry", name, path: `credentials.${field}`, reference }];
  });
  const ofCoregit = Object.entries(coregit).flatMap(([name, { accessToken }]): SecretUse[] =>
    accessToken === undefined || accessToken === "keep"
      ? []
      : [{ kind: "coregit", name, path: "accessToken", reference: accessToken }],
  );
  return [...ofSigsentry, ...ofCoregit];
}

/**
 * What to say of the secrets of a stack that are not there: each reference once, with its place and the connections
 * that need it; `undefined` where all are there.
 *
 * @param missing why a secret is not there, and what to do; `undefined`: it is.
 */
export function missingSecrets(
  stack: DeclaredStack,
  missing: (reference: Reference) => string | undefined,
): string | undefined {
  const lines = new Map<string, string[]>();
  for (const { kind, name, path, reference } of secretUses(stack)) {
    const problem = missing(reference);
    if (problem === undefined) continue;
    const line = `${renderPlace(placeOf(stack, kind, name, path))}: ${problem}`;
    lines.set(line, [...(lines.get(line) ?? []), `${kind}.${name}`]);
  }
  if (lines.size === 0) return undefined;
  const rendered = Array.from(lines, ([line, users]) => `${line}\n  Needed by ${users.join(", ")}.`);
  return `Secrets that ${stack.file} refers to are not there. Nothing was sent.\n\n${rendered.join("\n")}`;
}
