import { z } from "zod";
import { providerSchema } from "./fields";

const text = z.string().min(1);
/** Refused in the words of the control surface, not of the service. */
const provider = z.enum(providerSchema.options);
const moment = z.iso.datetime().nullable();
/** Shown by the list in place of the record's own fields, whatever their form; see `Connection.listedAs`. */
const listedAs = z.record(z.string(), z.unknown());

/** An organisation to be made. */
export const organisationSeedSchema = z.strictObject({ id: text.optional() });
/** An organisation to be made. */
export type OrganisationSeed = z.input<typeof organisationSeedSchema>;

const keyFields = { revoked: z.boolean(), expiresAt: moment };

/** A key to be made: a master key (`cgk_live`) or a scoped token (`cgt`). */
export const keySeedSchema = z.strictObject({
  organisationId: text,
  kind: z.enum(["cgk_live", "cgt"]).default("cgk_live"),
  value: text.optional(),
  revoked: keyFields.revoked.default(false),
  expiresAt: keyFields.expiresAt.default(null),
});
/** A key to be made. */
export type KeySeed = z.input<typeof keySeedSchema>;

/** What can be changed of a key. */
export const keyChangeSchema = z.strictObject(keyFields).exactPartial();
/** What can be changed of a key. */
export type KeyChange = z.input<typeof keyChangeSchema>;

/**
 * A connection as if made in the dashboard, where nothing is validated. Without an access token it holds a grant of
 * its own, which its code host accepts; the user name is that of the token's account unless another is given.
 */
export const connectionSeedSchema = z.strictObject({
  organisationId: text,
  id: text.optional(),
  provider,
  label: z.string(),
  accessToken: text.optional(),
  externalUsername: z.string().nullable().optional(),
  lastSyncedAt: moment.default(null),
  listedAs: listedAs.default({}),
});
/** A connection as if made in the dashboard. */
export type ConnectionSeed = z.input<typeof connectionSeedSchema>;

/** A change as if made in the dashboard; with another token goes its account's user name, unless one is given. */
export const connectionEditSchema = z
  .strictObject({
    label: z.string(),
    accessToken: text,
    externalUsername: z.string().nullable(),
    lastSyncedAt: moment,
    listedAs,
  })
  .exactPartial();
/** A change as if made in the dashboard. */
export type ConnectionEdit = z.input<typeof connectionEditSchema>;

/** A sync configuration that uses a connection, to be made. */
export const syncConfigurationSeedSchema = z.strictObject({ connectionId: text });
/** A sync configuration to be made. */
export type SyncConfigurationSeed = z.input<typeof syncConfigurationSeedSchema>;

/** Whose a token is at its code host, null for nobody's, and whether it is accepted there. */
export const hostAccountSeedSchema = z.strictObject({
  provider,
  token: text,
  username: z.string().nullable(),
  valid: z.boolean().default(true),
});
/** Whose a token is at its code host, and whether it is accepted there. */
export type HostAccountSeed = z.input<typeof hostAccountSeedSchema>;
