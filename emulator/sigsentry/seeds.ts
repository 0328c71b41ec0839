import { z } from "zod";
import { PLANS } from "./accounts";
import { credentialsSchemas, lookbackDaysSchema, platformSchema, serviceMappingsSchema } from "./fields";

const text = z.string().min(1);

/** A project to be made; its tenant is made with it unless an existing one is named. */
export const projectSeedSchema = z.strictObject({
  id: text.optional(),
  tenantId: text.optional(),
  plan: z.enum(PLANS).default("Enterprise"),
});
/** A project to be made. */
export type ProjectSeed = z.input<typeof projectSeedSchema>;

const keyFields = {
  permissions: z.array(z.enum(["config:read", "config:write"])),
  revoked: z.boolean(),
  expiresAt: z.iso.datetime().nullable(),
  /** Whether the key belongs to a dashboard session: 403 `DASHBOARD_ONLY`. */
  dashboardOnly: z.boolean(),
};

/** A key to be made; a key of kind `ss_org` is one of the tenant of the project named. */
export const keySeedSchema = z.strictObject({
  projectId: z.string(),
  kind: z.enum(["ss_secret", "ss_org", "ss_pub"]).default("ss_secret"),
  value: text.optional(),
  permissions: keyFields.permissions.default(["config:read", "config:write"]),
  revoked: keyFields.revoked.default(false),
  expiresAt: keyFields.expiresAt.default(null),
  dashboardOnly: keyFields.dashboardOnly.default(false),
});
/** A key to be made. */
export type KeySeed = z.input<typeof keySeedSchema>;

/** What can be changed of a key. */
export const keyChangeSchema = z.strictObject(keyFields).exactPartial();
/** What can be changed of a key. */
export type KeyChange = z.input<typeof keyChangeSchema>;

const credentials = z
  .union(
    [credentialsSchemas.github, credentialsSchemas.bitbucket],
    "must be { token, baseUrl }, { username, appPassword } or null",
  )
  .nullable();
const repositories = z.array(z.string());
/** Shown by the list in place of the record's own fields, whatever their form; see `Connection.listedAs`. */
const listedAs = z.record(z.string(), z.unknown());

/**
 * A connection as if made in the dashboard: with an OAuth grant unless credentials are given. Its fields need not
 * fit together as the API demands, so that a test can make what an older version of the service might have left.
 */
export const connectionSeedSchema = z.strictObject({
  projectId: z.string(),
  id: text.optional(),
  platform: platformSchema,
  repositories,
  credentials: credentials.default(null),
  serviceMappings: serviceMappingsSchema.default([]),
  lookbackDays: lookbackDaysSchema.default(30),
  isActive: z.boolean().default(true),
  listedAs: listedAs.default({}),
});
/** A connection as if made in the dashboard. */
export type ConnectionSeed = z.input<typeof connectionSeedSchema>;

/** A change as if made in the dashboard; `credentials: null` puts an OAuth grant in their place. */
export const connectionEditSchema = z
  .strictObject({
    credentials,
    repositories,
    serviceMappings: serviceMappingsSchema,
    lookbackDays: lookbackDaysSchema,
    isActive: z.boolean(),
    listedAs,
  })
  .exactPartial();
/** A change as if made in the dashboard. */
export type ConnectionEdit = z.input<typeof connectionEditSchema>;
