import { z } from "zod";
import { rateLimitSchema } from "../rateLimit";

const rateLimits = z.strictObject({ reads: rateLimitSchema, mutations: rateLimitSchema });

const quota = z.int().min(0);
const quotas = z.strictObject({ Starter: quota, Pro: quota, Business: quota, Enterprise: quota });

const fields = {
  /** Repositories a project may have, by plan. The numbers are the emulator's own; projects are `Enterprise`. */
  quotas,
  /** Requests per API key and window. */
  rateLimits,
  /** `array` as documented, or `paginated` as other lists of this API are. */
  listShape: z.enum(["array", "paginated"]),
  /** Connections per page of a paginated list when the request does not say. */
  pageSize: z.int().min(1).max(100),
  /** The order in which a listed connection's repositories and mappings are answered. */
  listOrder: z.enum(["stored", "reversed", "sorted"]),
  /** What listed connections carry besides `tenantId`, `projectId` and the documented fields; null: only these. */
  extraFields: z.record(z.string(), z.json()).nullable(),
  /** How long an idempotency key is kept, in seconds. */
  idempotencyWindowSeconds: z.int().min(0),
};

/** Settings to be changed: those that are sent. */
export const settingsChangeSchema = z
  .strictObject({ ...fields, rateLimits: rateLimits.exactPartial(), quotas: quotas.exactPartial() })
  .exactPartial();

/** How the emulated service behaves where a plan, a setting or an undocumented choice decides. */
export type Settings = z.infer<z.ZodObject<typeof fields>>;
/** Settings to be changed. */
export type SettingsChange = z.input<typeof settingsChangeSchema>;

/** The settings at the start: limits that no ordinary use meets, and answers as documented. */
export const DEFAULT_SETTINGS: Settings = {
  quotas: { Starter: 5, Pro: 25, Business: 100, Enterprise: 10_000 },
  rateLimits: {
    reads: { limit: 1_000_000, windowSeconds: 60 },
    mutations: { limit: 500_000, windowSeconds: 60 },
  },
  listShape: "array",
  pageSize: 20,
  listOrder: "stored",
  extraFields: {},
  idempotencyWindowSeconds: 24 * 60 * 60,
};
