import { z } from "zod";
import { answeredId } from "../core/connectionId";
import { anyList } from "../core/listing";
import { timeOf } from "../text/foreign";

/** A refusal. The code is not always there, and details are not documented. */
export const failureEnvelope = z.object({
  error: z.string(),
  code: z.string().nullish(),
  details: z.unknown().optional(),
});

const id = answeredId;

/** What a create answers. Its time can differ from the stored one, so times are taken from the list. */
export const createdAnswer = z.object({ id, external_username: z.string().nullish() });

/** What an update answers. */
export const updatedAnswer = z.object({ updated: z.literal(true) });

/** What a deletion answers, whatever the id. */
export const deletedAnswer = z.object({ deleted: z.literal(true) });

/** What a test answers. */
export const testAnswer = z.discriminatedUnion("valid", [
  z.object({ valid: z.literal(true), username: z.string().nullish() }),
  z.object({ valid: z.literal(false), error: z.string().nullish() }),
]);

/** All connections of the organisation, in one answer. */
export const listAnswer = z.object({ connections: anyList });

/** The least that tells one record from another. */
export const identifiedRecord = z.object({ id });

/** ISO 8601; what is none is left out. */
const time = z.unknown().transform(timeOf).optional();

/** What only the service knows of a listed connection. */
export const recordOutputs = z.object({
  external_username: z.string().nullish(),
  last_synced_at: time,
  created_at: time,
  updated_at: time,
});

/** A listed connection; fields not named here are ignored. The token is never listed. */
export const connectionRecord = z.object({
  id,
  provider: z.enum(["github", "gitlab"]),
  label: z.string(),
  ...recordOutputs.shape,
});

/** A listed connection as a type. */
export type ConnectionRecord = z.output<typeof connectionRecord>;
