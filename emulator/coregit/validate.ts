import { z } from "zod";
import { parseJson, type RequestBody } from "../body";
import { ApiError } from "./errors";
import { providerSchema } from "./fields";

/** Undocumented, chosen: all texts but `Nothing to update`, and that fields beside the documented ones are ignored. */
const NO_OBJECT = "Request body must be a JSON object";

const createSchema = z.object(
  {
    provider: providerSchema,
    label: label("label is required").pipe(nonEmpty("label")),
    access_token: nonEmpty("access_token"),
  },
  { error: NO_OBJECT },
);

const updateSchema = z
  .object(
    { label: label("label must be a string"), access_token: text("access_token") },
    { error: NO_OBJECT },
  )
  .exactPartial();

/** A create, checked. */
export type CreateBody = z.output<typeof createSchema>;
/** An update, checked: the fields that were sent and are not empty. */
export type UpdateBody = z.output<typeof updateSchema>;

/** Checks the body of a create; 400 naming the fields, never what was found in them. */
export function parseCreate(body: RequestBody): CreateBody {
  const create = parsed(createSchema, body);
  checkStorable(create.label);
  return create;
}

/** Checks the body of an update. An empty text is as good as none, and an update of nothing is 400. */
export function parseUpdate(body: RequestBody): UpdateBody {
  const { label, access_token } = parsed(updateSchema, body);
  checkStorable(label ?? "");
  if (!label && !access_token) throw new ApiError(400, "Nothing to update");
  return { ...(label ? { label } : {}), ...(access_token ? { access_token } : {}) };
}

function parsed<Output>(schema: z.ZodType<Output>, body: RequestBody): Output {
  const json = body.kind === "text" ? parseJson(body.text) : undefined;
  const result = schema.safeParse(json);
  if (!result.success) throw new ApiError(400, result.error.issues.map(({ message }) => message).join("; "));
  return result.data;
}

/** The running server answers 500 to a label that its database cannot hold. */
function checkStorable(label: string): void {
  if (label.includes("\u0000")) throw new ApiError(500, "Internal server error");
}

/** As the running server has it: a number is stored as a text. */
function label(error: string) {
  return z.union([z.string(), z.number(), z.boolean()], { error }).transform(String);
}

function text(field: string) {
  return z.string({ error: `${field} must be a string` });
}

function nonEmpty(field: string) {
  return z.string({ error: `${field} is required` }).min(1, { error: `${field} is required` });
}
