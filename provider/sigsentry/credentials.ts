import { z } from "zod";
import type { Properties } from "../contract";
import {
  areSame,
  type Credentials,
  type ReadSecret,
  type References,
  referredValues,
} from "../secrets/credentials";
import type { Inputs } from "./schema";

/** `credentialsFrom` as what refers to credentials. */
export function referencesOf(credentialsFrom: Properties): References {
  return { from: credentialsFrom, pathOf: (field) => `credentialsFrom.${field}` };
}

/**
 * The credentials to be sent for checked inputs; `undefined` for an adopted connection that declares none.
 *
 * @throws Error when a reference gives no value any more, or another one than when it was checked.
 */
export function credentialsOf(inputs: Inputs, read: ReadSecret): Credentials | undefined {
  if (inputs.credentialsFrom === undefined) return inputs.credentials;
  return referredValues(referencesOf(inputs.credentialsFrom), inputs.credentialsFingerprint, read);
}

const held = z.object({
  credentials: z.record(z.string(), z.string()).optional(),
  credentialsFingerprint: z.string().optional(),
});

/** Whether two sets of inputs, or a state and inputs, stand for the same credentials, written out or referred to. */
export function haveSameCredentials(a: Properties, b: Properties): boolean {
  const before = held.safeParse(a).data;
  const after = held.safeParse(b).data;
  if (before === undefined || after === undefined) return false;
  return areSame(
    { values: before.credentials, fingerprint: before.credentialsFingerprint },
    { values: after.credentials, fingerprint: after.credentialsFingerprint },
  );
}

/** Whether inputs or a state have credentials at all; an adopted connection may go without. */
export function haveCredentials(properties: Properties): boolean {
  return properties.credentials !== undefined || properties.credentialsFrom !== undefined;
}
