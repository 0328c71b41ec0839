import { z } from "zod";
import { declaredId } from "../core/connectionId";
import type { InputShape } from "../core/problems";
import { CredentialProperties } from "../secrets/credentialProperties";
import { recordedSource, secretSource } from "../secrets/source";
import { tokenOf } from "../secrets/token";
import { refuseName } from "../text/foreign";

/** The code hosts that Coregit connects to. */
export const PROVIDERS = ["github", "gitlab"] as const;

/** A code host that Coregit connects to. */
export type Provider = (typeof PROVIDERS)[number];

const VERSION = "must be a whole number from 1";

/** Half a character could not be sent, and what the service made of it would differ for ever. */
const label = z
  .string()
  .min(1, "is empty")
  .refine((text) => !/\p{Cs}/u.test(text), "holds half of a character")
  .refine((text) => !text.includes("\u0000"), "holds U+0000, which Coregit cannot store")
  .superRefine(refuseName);

/**
 * What may be declared.
 *
 * @param provider the code host, as far as it is known: a token that looks like another host's is refused.
 */
export const declarationSchema = (provider: Provider | undefined) =>
  z.strictObject({
    provider: z.enum(PROVIDERS),
    label,
    accessToken: tokenOf(provider).optional(),
    accessTokenFrom: secretSource.optional(),
    accessTokenVersion: z.number(VERSION).int(VERSION).min(1, VERSION).optional(),
    adopt: declaredId("Coregit").optional(),
    allowDuplicate: z.boolean().optional(),
    verify: z.boolean().optional(),
    deletionProtection: z.boolean().optional(),
  });

/** What stands for a field that is not declared. */
export const DEFAULTS = { accessTokenVersion: 1, verify: false, deletionProtection: false } as const;

const recorded = {
  provider: z.enum(PROVIDERS),
  label: z.string(),
  /** Absent when it is referred to, and for an adopted connection that keeps what the service holds. */
  accessToken: z.string().exactOptional(),
  /** Where the token is read: everything of it that is recorded then, but its fingerprint. */
  accessTokenFrom: recordedSource.exactOptional(),
  /** Of the token that `accessTokenFrom` gave. */
  accessTokenFingerprint: z.string().exactOptional(),
  /** Counts the changes of the token, from 1, unless it is declared: all that a preview can show of a rotation. */
  accessTokenVersion: z.number().default(DEFAULTS.accessTokenVersion),
  verify: z.boolean().default(DEFAULTS.verify),
  deletionProtection: z.boolean().default(DEFAULTS.deletionProtection),
};

/** A connection's inputs once checked and normalised. */
export const inputsSchema = z.object({
  ...recorded,
  /** The id of the connection to take over, instead of creating one. */
  adopt: z.string().exactOptional(),
  /** Whether a creation goes on beside a connection that looks the same; only a creation looks at it. */
  allowDuplicate: z.boolean().exactOptional(),
});

/** What a test of the stored token has shown. */
const status = z.object({
  /** `false` is ambiguous: the code host may have been down. */
  valid: z.boolean(),
  /** Whose token it is; absent where the service does not tell. */
  username: z.string().exactOptional(),
  /** Why it is not valid, in the service's words, without secrets. */
  error: z.string().exactOptional(),
  /** ISO 8601. */
  checkedAt: z.string(),
});

/** What is recorded of a connection. */
export const stateSchema = z.object({
  ...recorded,
  /** Whose token it is at the code host; absent where the service does not tell. */
  externalUsername: z.string().exactOptional(),
  /** ISO 8601; absent when the service did not list the connection yet after it was written. */
  createdAt: z.string().exactOptional(),
  /** ISO 8601; absent like `createdAt`. */
  updatedAt: z.string().exactOptional(),
  /** ISO 8601; absent when it never was. */
  lastSyncedAt: z.string().exactOptional(),
  /**
   * When this provider last sent the token and the service took it, by the service's clock, ISO 8601. While an update
   * is unconfirmed it is still the time of the one before. Absent for an adopted connection that keeps what it has, and
   * in what earlier versions have recorded.
   */
  accessTokenChangedAt: z.string().exactOptional(),
  /** With `verify` only. */
  status: status.exactOptional(),
  /** The API keys that have seen the connection, the last one first; see `ownership.ts`. */
  seenByKeys: z.array(z.string()).exactOptional(),
  /** When the last update was sent, by the service's clock, ISO 8601; set as long as the service did not list it. */
  writtenAt: z.string().exactOptional(),
  /** The fields of an update of which it is not known whether it was carried out; the next one sends them again. */
  unconfirmed: z.array(z.string()).exactOptional(),
});

/** By which of them the token is declared and recorded. */
export const CREDENTIAL_PROPERTIES = new CredentialProperties("accessToken");

/** {@link inputsSchema} as a type. */
export type Inputs = z.output<typeof inputsSchema>;

/** {@link stateSchema} as a type. */
export type State = z.output<typeof stateSchema>;

/** What a test of the stored token has shown. */
export type Status = z.output<typeof status>;

const FIELDS = Object.keys(declarationSchema(undefined).shape);

/** What messages about the inputs of a connection have to know. A token may stand where it does not belong. */
export const SHAPE: InputShape = {
  fieldsAt: (path) => (path.length === 0 ? FIELDS : ["env", "file"]),
  isSecret: ([field]) => CREDENTIAL_PROPERTIES.has(field),
  openNames: ([field]) => (CREDENTIAL_PROPERTIES.has(field) ? [] : undefined),
};
