import { UNKNOWN } from "../contract";

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
