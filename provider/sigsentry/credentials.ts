import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Problem, Properties } from "../lifecycle";
import { fingerprintOf, isFingerprintOf, saltOf } from "../secrets/fingerprint";
import { type SecretSource, SourceError, secretSource } from "../secrets/source";
import type { Inputs } from "./schema";

/** Credentials as they are sent. */
export type Credentials = Readonly<Record<string, string>>;

/** Reads the value that a source names; throws {@link SourceError} when there is none. */
export type ReadSecret = (source: SecretSource) => string;

/** What stood at the references of a declaration. */
export interface Referred {
  /** Incomplete where there are problems. */
  readonly values: Credentials;
  readonly problems: readonly Problem[];
}

/** Reads the values of `credentialsFrom`; what is written out in it stands for itself. */
export function readReferences(from: Properties, read: ReadSecret): Referred {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [field, reference] of Object.entries(from)) {
    if (typeof reference === "string") values[field] = reference;
    const source = secretSource.safeParse(reference);
    if (!source.success) continue;
    try {
      values[field] = read(source.data);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      problems.push({ path: `credentialsFrom.${field}`, message: error.message });
    }
  }
  return { values, problems };
}

/**
 * The credentials to be sent for checked inputs; `undefined` for an adopted connection that declares none.
 *
 * @throws Error when a reference gives no value any more, or another one than when it was checked.
 */
export function credentialsOf(inputs: Inputs, read: ReadSecret): Credentials | undefined {
  if (inputs.credentialsFrom === undefined) return inputs.credentials;
  const { values, problems } = readReferences(inputs.credentialsFrom, read);
  const [problem] = problems;
  if (problem) throw new Error(`${problem.path}: ${problem.message}`);
  if (isFingerprintOf(values, inputs.credentialsFingerprint ?? "")) return values;
  throw new Error(
    "credentialsFrom: the value changed while this command was running. Nothing was sent; run it again.",
  );
}

/** The fingerprint of values that were referred to. It changes with the values only: the salt stays the old one's. */
export function fingerprintFor(values: Credentials, olds: Properties, identity: string): string {
  const old = olds.credentialsFingerprint;
  const salt = typeof old === "string" ? saltOf(old) : "";
  return fingerprintOf(values, salt || identity);
}

const held = z.object({
  credentials: z.record(z.string(), z.string()).optional(),
  credentialsFingerprint: z.string().optional(),
});

/** Whether two sets of inputs, or a state and inputs, stand for the same credentials, written out or referred to. */
export function haveSameCredentials(a: Properties, b: Properties): boolean {
  const first = held.safeParse(a);
  const second = held.safeParse(b);
  if (!first.success || !second.success) return false;
  const { credentials: before, credentialsFingerprint: fingerprintBefore } = first.data;
  const { credentials: after, credentialsFingerprint: fingerprintAfter } = second.data;
  if (before && fingerprintAfter !== undefined) return isFingerprintOf(before, fingerprintAfter);
  if (after && fingerprintBefore !== undefined) return isFingerprintOf(after, fingerprintBefore);
  return isDeepStrictEqual(before, after) && fingerprintBefore === fingerprintAfter;
}

/** Whether inputs or a state have credentials at all; an adopted connection may go without. */
export function haveCredentials(properties: Properties): boolean {
  return properties.credentials !== undefined || properties.credentialsFrom !== undefined;
}
