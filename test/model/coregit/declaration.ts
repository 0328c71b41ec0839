import fc from "fast-check";
import type { Properties } from "../../../provider/contract";
import { tokenText } from "../token";

/** How a connection's token is declared: written out, referred to, or not at all (adopted, its own kept). */
export type TokenStyle = "literal" | "reference" | "kept";

/** What a program declares of one connection. Tokens are counted, not named: each rotation is a new number. */
export interface Declaration extends Fields {
  readonly provider: "github" | "gitlab";
  readonly style: TokenStyle;
  /** Which token; the numbers are never used twice in a run. */
  readonly token: number;
  readonly version: number | undefined;
  readonly adopt: string | undefined;
  /** Whether another connection may look the same. */
  readonly allowDuplicate: boolean;
}

/** What an update can change, but for the token. */
export interface Fields {
  readonly label: string;
  readonly verify: boolean;
  readonly deletionProtection: boolean;
}

/** Labels are few, so that connections share them. */
export const anyLabel = fc.constantFrom("Payments", "Ledger");

/** Any fields. */
export const anyFields: fc.Arbitrary<Fields> = fc.record({
  label: anyLabel,
  verify: fc.boolean(),
  deletionProtection: fc.constantFrom(false, false, true),
});

/** The arguments of the resource. `variable` is the environment variable that a reference names. */
export function argumentsOf(declaration: Declaration, variable: string): Properties {
  const { provider, label, verify, deletionProtection, style, token, version, adopt } = declaration;
  const { allowDuplicate } = declaration;
  return {
    ...{ provider, label, verify, deletionProtection },
    ...(style === "literal" ? { accessToken: tokenText(token) } : {}),
    ...(style === "reference" ? { accessTokenFrom: { env: variable } } : {}),
    ...(version === undefined ? {} : { accessTokenVersion: version }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(allowDuplicate ? { allowDuplicate } : {}),
  };
}
