import { z } from "zod";
import { answeredId } from "../core/connectionId";
import { anyList } from "../core/listing";
import { timeOf } from "../text/foreign";

/** A successful answer; `data` is read by whoever knows the call. */
export const successEnvelope = z.object({ success: z.literal(true), data: z.unknown() });

/** A refusal. */
export const failureEnvelope = z.object({
  success: z.literal(false),
  error: z.object({ code: z.string(), message: z.string().optional(), details: z.unknown().optional() }),
});

const id = answeredId;

/** What a create answers; nothing but the id and the platform. */
export const createdData = z.object({ id, platform: z.string() });

/** A list is documented as a bare array; elsewhere in this API lists are pages, so both are understood. */
export const listData = z.union([
  anyList,
  z.object({
    items: anyList,
    pagination: z.object({
      total: z.int().nonnegative().optional(),
      totalPages: z.int().nonnegative().optional(),
      hasMore: z.boolean().optional(),
    }),
  }),
]);

/** The least that tells one record from another. */
export const identifiedRecord = z.object({ id });

const mapping = z.object({
  serviceName: z.string(),
  repo: z.string(),
  pathPrefix: z.string().nullish(),
  defaultBranch: z.string().nullish(),
});

/** ISO 8601; what is none is left out. */
const time = z.unknown().transform(timeOf).optional();

/** What a listed connection looks like, of whatever platform. */
export const listedLooks = z.object({
  id,
  platform: z.string(),
  repositories: z.array(z.string()),
  createdAt: time,
});

/** When a listed connection was made and last changed; ISO 8601. */
export const connectionTimes = z.object({ createdAt: time, updatedAt: time });

/** A listed connection; fields not named here are ignored. Credentials are never listed. */
export const connectionRecord = z.object({
  id,
  platform: z.enum(["github", "gitlab", "bitbucket"]),
  repositories: z.array(z.string()),
  serviceMappings: z.array(mapping).nullish(),
  lookbackDays: z.number().nullish(),
  isActive: z.boolean().nullish(),
  ...connectionTimes.shape,
});

/** Whether a list in pages ends with this one. */
export function isLastPage(
  pagination: { total?: number | undefined; totalPages?: number | undefined; hasMore?: boolean | undefined },
  page: number,
  collected: number,
): boolean {
  if (pagination.total !== undefined) return collected >= pagination.total;
  if (pagination.totalPages !== undefined) return page >= pagination.totalPages;
  return pagination.hasMore === false;
}
