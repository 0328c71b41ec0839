import { z } from "zod";

/** "before": the request is not carried out. "after": it is carried out, and only its answer is lost. */
const when = z.enum(["before", "after"]).default("before");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const status = z.int().min(200).max(599);

const effect = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status,
    code: z.string().default("INTERNAL_ERROR"),
    message: z.string().default("A fault was asked for."),
    headers: z.record(z.string(), z.string()).default({}),
    when,
  }),
  z.strictObject({
    kind: z.literal("html"),
    status: status.default(502),
    html: z.string().default("<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"),
    headers: z.record(z.string(), z.string()).default({}),
    when,
  }),
  z.strictObject({ kind: z.literal("json"), status: status.default(200), body: z.json(), when }),
  z.strictObject({ kind: z.literal("delay"), ms: z.int().min(0), when }),
  z.strictObject({ kind: z.literal("drop"), when }),
  z.strictObject({ kind: z.literal("truncate") }),
  z.strictObject({
    kind: z.literal("redirect"),
    status: z.int().min(300).max(399).default(307),
    location: z.string(),
  }),
  z.strictObject({ kind: z.literal("stale"), writes: z.int().min(1).default(1) }),
]);

/**
 * A fault to be played. `match.path` is a pattern without the query: `*` stands for anything but a slash, `**` for
 * anything. The rule applies from the `nth` matching request on (default 1), `times` times (default 1).
 */
export const faultRuleSchema = z.strictObject({
  match: z
    .strictObject({
      method: z
        .string()
        .refine((name) => METHODS.includes(name.toUpperCase()), `must be one of ${METHODS.join(", ")}`)
        .optional(),
      path: z
        .string()
        .regex(/^[/*][^?]*$/, "must begin with / or *, and is the path without the query")
        .optional(),
      nth: z.int().min(1).default(1),
      times: z
        .union([z.int().min(1), z.literal("always")], "must be a whole number from 1, or always")
        .default(1),
    })
    .prefault({}),
  effect,
});

/** A fault rule as a test writes it. */
export type FaultRuleInput = z.input<typeof faultRuleSchema>;
/** A fault rule with its defaults filled in. */
export type FaultRule = z.output<typeof faultRuleSchema>;
/** What a fault does to a request. */
export type FaultEffect = FaultRule["effect"];
