import { isDeepStrictEqual } from "node:util";
import { type Place, type Problem, type Properties, UNKNOWN } from "../contract";
import type { Redactor } from "../text/redact";
import { fingerprintOf, isFingerprintOf, saltOf } from "./fingerprint";
import { OF_PROCESS, readSecret, type SecretSource, SourceError, secretSource } from "./source";

/** Credentials as they are sent, by field. */
export type Credentials = Readonly<Record<string, string>>;

/** Reads the value that a source names for a field; throws {@link SourceError} when there is none. */
export type ReadSecret = (source: SecretSource, field: string) => string;

/**
 * Reads secrets that are referred to, and remembers them like those that are written out.
 *
 * @param open the fields that are no secret, though they may be referred to.
 * @param place where they are looked up.
 */
export function rememberingWith(
  redactor: Redactor,
  open: readonly string[] = [],
  place: Place = OF_PROCESS,
): ReadSecret {
  return (source, field) => {
    const value = readSecret(source, place);
    if (!open.includes(field)) redactor.add(value);
    return value;
  };
}

/** Where a declaration refers to credentials. */
export interface References {
  /** By field: a source, or a text that stands for itself. */
  readonly from: Properties;
  /** How a program names the reference of a field: `credentialsFrom.token`. */
  readonly pathOf: (field: string) => string;
}

/** What stood at the references of a declaration. */
export interface Referred {
  /** Incomplete where there are problems. */
  readonly values: Credentials;
  readonly problems: readonly Problem[];
}

/** Reads the values that a declaration refers to. */
export function readReferences({ from, pathOf }: References, read: ReadSecret): Referred {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [field, reference] of Object.entries(from)) {
    if (typeof reference === "string") values[field] = reference;
    const source = secretSource.safeParse(reference);
    if (!source.success) continue;
    try {
      values[field] = read(source.data, field);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      problems.push({ path: pathOf(field), message: error.message });
    }
  }
  return { values, problems };
}

/**
 * The values that checked inputs refer to, for sending.
 *
 * @param fingerprint of the values, as it was made when the inputs were checked.
 * @throws Error when a reference gives no value any more, or another one than when it was checked.
 */
export function referredValues(
  references: References,
  fingerprint: string | undefined,
  read: ReadSecret,
): Credentials {
  const { values, problems } = readReferences(references, read);
  const [problem] = problems;
  if (problem) throw new Error(`${problem.path}: ${problem.message}`);
  if (isFingerprintOf(values, fingerprint ?? "")) return values;
  const [field = ""] = Object.keys(references.from);
  throw new Error(
    `${references.pathOf(field).split(".")[0]}: the value changed while this command was running. Nothing was sent; run it again.`,
  );
}

/**
 * The fingerprint of values that were referred to. It changes with the values only: the salt stays the old one's.
 *
 * @param old the fingerprint that was recorded before, if any.
 * @param identity tells the resource from every other.
 */
export function fingerprintFor(values: Credentials, old: unknown, identity: string): string {
  const salt = typeof old === "string" ? saltOf(old) : "";
  return fingerprintOf(values, salt || identity);
}

/** What inputs or a state hold of credentials: the values when they are written out, else their fingerprint. */
export interface Held {
  readonly values?: Credentials | undefined;
  readonly fingerprint?: string | undefined;
}

/** Whether the same credentials are held, written out or referred to. */
export function areSame(before: Held, after: Held): boolean {
  if (before.values && after.fingerprint !== undefined)
    return isFingerprintOf(before.values, after.fingerprint);
  if (after.values && before.fingerprint !== undefined)
    return isFingerprintOf(after.values, before.fingerprint);
  return isDeepStrictEqual(before.values, after.values) && before.fingerprint === after.fingerprint;
}

/** What separates the credentials of two declarations. */
export interface Rotation {
  readonly had: boolean;
  readonly has: boolean;
  /** Whether those that are declared now are known already. */
  readonly isKnown: boolean;
  readonly isSame: boolean;
}

/**
 * The version of a resource's credentials. A preview shows every secret as `[secret]`, so a rotation would be an update
 * without a reason; this number is not secret and counts up whenever the credentials change.
 *
 * @param declared a version that is declared; it is taken as it is.
 * @param old what the last declaration came to; anything but a number: there was none.
 */
export function versionOf(declared: unknown, old: unknown, { had, has, isKnown, isSame }: Rotation): unknown {
  if (declared !== undefined) return declared;
  const version = typeof old === "number" ? old : 1;
  if (!had) return version;
  if (!isKnown) return UNKNOWN;
  return isSame || !has ? version : version + 1;
}
