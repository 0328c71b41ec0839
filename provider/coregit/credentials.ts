import type { Properties } from "../contract";
import { areSame, type Held, type ReadSecret, type References, referredValues } from "../secrets/credentials";
import type { Inputs } from "./schema";

/** The one field of a Coregit connection's credentials. */
const FIELD = "accessToken";

/** `accessTokenFrom` as what refers to credentials. */
export function referencesOf(accessTokenFrom: unknown): References {
  return { from: { [FIELD]: accessTokenFrom }, pathOf: () => "accessTokenFrom" };
}

/**
 * The token to be sent for checked inputs; `undefined` for an adopted connection that declares none.
 *
 * @throws Error when the reference gives no value any more, or another one than when it was checked.
 */
export function tokenToSend(inputs: Inputs, read: ReadSecret): string | undefined {
  const { accessToken, accessTokenFrom, accessTokenFingerprint } = inputs;
  if (accessTokenFrom === undefined) return accessToken;
  return referredValues(referencesOf(accessTokenFrom), accessTokenFingerprint, read)[FIELD];
}

/** Whether two sets of inputs, or a state and inputs, stand for the same token, written out or referred to. */
export function haveSameToken(a: Properties, b: Properties): boolean {
  return areSame(heldOf(a), heldOf(b));
}

function heldOf({ accessToken, accessTokenFingerprint: fingerprint }: Properties): Held {
  return {
    values: typeof accessToken === "string" ? { [FIELD]: accessToken } : undefined,
    fingerprint: typeof fingerprint === "string" ? fingerprint : undefined,
  };
}

/** Whether inputs or a state have a token at all; an adopted connection may go without. */
export function haveToken(properties: Properties): boolean {
  return properties.accessToken !== undefined || properties.accessTokenFrom !== undefined;
}

/** Whether the token of inputs is not known yet. */
export function isTokenUnknown({ accessToken, accessTokenFingerprint }: Properties): boolean {
  return typeof accessToken === "symbol" || typeof accessTokenFingerprint === "symbol";
}
