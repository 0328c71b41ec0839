import { z } from "zod";
import { rateLimitSchema } from "../rateLimit";

const rateLimits = z.strictObject({ minute: rateLimitSchema, hour: rateLimitSchema });
/** `down` answers that it cannot, `unreachable` not at all. */
const hostHealth = z.enum(["up", "down", "unreachable", "rate-limited"]);
const hosts = z.strictObject({ github: hostHealth, gitlab: hostHealth });

const fields = {
  /** The list shows the connections as they were this many milliseconds ago, by the emulator's clock. */
  listLagMs: z.int().min(0),
  /** The same for how `test` and PATCH look a connection up; null: they lag as far as the list does. */
  lookupLagMs: z.int().min(0).nullable(),
  /** Requests per API key, counted in both windows. */
  rateLimits,
  /** Whether a code host can be asked about a token. */
  hosts,
  /** Whether the text on a token that could not be validated quotes the token. */
  quoteTokens: z.boolean(),
  /** What listed connections carry besides the documented fields. */
  extraFields: z.record(z.string(), z.json()),
};

/** Settings to be changed: those that are sent. */
export const settingsChangeSchema = z
  .strictObject({ ...fields, rateLimits: rateLimits.exactPartial(), hosts: hosts.exactPartial() })
  .exactPartial();

/** How the emulated service behaves where a setting or an outage decides. */
export type Settings = z.infer<z.ZodObject<typeof fields>>;
/** Settings to be changed. */
export type SettingsChange = z.input<typeof settingsChangeSchema>;

/** The settings at the start: limits that no ordinary use meets, reads that do not lag, code hosts that are up. */
export const DEFAULT_SETTINGS: Settings = {
  listLagMs: 0,
  lookupLagMs: null,
  rateLimits: {
    minute: { limit: 1_000_000, windowSeconds: 60 },
    hour: { limit: 20_000_000, windowSeconds: 3600 },
  },
  hosts: { github: "up", gitlab: "up" },
  quoteTokens: false,
  extraFields: {},
};
