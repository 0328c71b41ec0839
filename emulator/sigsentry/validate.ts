import { z } from "zod";
import { parseJson, type RequestBody } from "../body";
import { ApiError, validationError, validationErrorOf } from "./errors";
import {
  credentialsSchemas,
  lookbackDaysSchema,
  type Platform,
  platformSchema,
  repositoriesSchemas,
  type ServiceMapping,
  serviceMappingsSchema,
} from "./fields";

const createFields = {
  serviceMappings: serviceMappingsSchema.default([]),
  lookbackDays: lookbackDaysSchema.default(30),
};

/** The body of a create. `isActive` is not among its fields, and fields that are not are refused. */
const createSchema = z.discriminatedUnion("platform", [
  z.strictObject({
    platform: z.literal("github"),
    credentials: credentialsSchemas.github,
    repositories: repositoriesSchemas.github,
    ...createFields,
  }),
  z.strictObject({
    platform: z.literal("gitlab"),
    credentials: credentialsSchemas.gitlab,
    repositories: repositoriesSchemas.gitlab,
    ...createFields,
  }),
  z.strictObject({
    platform: z.literal("bitbucket"),
    credentials: credentialsSchemas.bitbucket,
    repositories: repositoriesSchemas.bitbucket,
    ...createFields,
  }),
]);

/** The body of an update of a connection on a platform; `platform` itself is not among the fields. */
function updateSchema(platform: Platform) {
  return z
    .strictObject({
      credentials: credentialsSchemas[platform],
      repositories: repositoriesSchemas[platform],
      serviceMappings: serviceMappingsSchema,
      lookbackDays: lookbackDaysSchema,
      isActive: z.boolean(),
    })
    .exactPartial();
}

/** A create, checked. */
export type CreateBody = z.output<typeof createSchema>;
/** An update, checked: the fields that were sent. */
export type UpdateBody = z.output<ReturnType<typeof updateSchema>>;

/** Checks the body of a create; 400 `VALIDATION_ERROR` naming the fields. */
export function parseCreate(body: unknown): CreateBody {
  const platform = z.object({ platform: platformSchema }).safeParse(body);
  if (!platform.success) throw validationErrorOf(platform.error);
  const parsed = createSchema.safeParse(body);
  if (!parsed.success) throw validationErrorOf(parsed.error);
  checkMappings(parsed.data.repositories, parsed.data.serviceMappings);
  return parsed.data;
}

/**
 * Checks the body of an update: mappings against what the connection will be afterwards. Undocumented, chosen: what is
 * stored and stays is not checked again.
 */
export function parseUpdate(
  body: unknown,
  stored: { platform: Platform; repositories: readonly string[]; serviceMappings: readonly ServiceMapping[] },
): UpdateBody {
  const parsed = updateSchema(stored.platform).safeParse(body);
  if (!parsed.success) throw validationErrorOf(parsed.error);
  const { repositories, serviceMappings } = parsed.data;
  if (repositories !== undefined || serviceMappings !== undefined)
    checkMappings(repositories ?? stored.repositories, serviceMappings ?? stored.serviceMappings);
  return parsed.data;
}

/** The JSON of a request; 413 when it is too large, 400 when it is none. */
export function jsonOf(body: RequestBody): unknown {
  // Undocumented, both the status and the code.
  if (body.kind === "tooLarge")
    throw new ApiError(413, "PAYLOAD_TOO_LARGE", "The request body is too large.");
  const json = parseJson(body.text);
  if (json === undefined) throw validationError({ field: "", message: "Must be JSON" });
  return json;
}

/** Undocumented, chosen: upper and lower case are one, as they are in the names of repositories at the code hosts. */
function checkMappings(repositories: readonly string[], mappings: readonly ServiceMapping[]): void {
  const names = new Set(repositories.map((name) => name.toLowerCase()));
  const details = mappings.flatMap(({ repo }, index) =>
    names.has(repo.toLowerCase())
      ? []
      : [{ field: `serviceMappings[${index}].repo`, message: "Must be one of repositories" }],
  );
  if (details.length > 0) throw validationError(...details);
}
