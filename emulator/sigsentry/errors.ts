import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import { Refusal } from "../refusal";

/** What was wrong with one field; never what was found in it. */
export interface FieldError {
  /** `serviceMappings[0].repo`, or the empty text for the body as a whole. */
  readonly field: string;
  readonly message: string;
}

/** What is wrong, by the field; `body` stands for the body as a whole. */
type Details = Readonly<Record<string, string>>;

/** An error of the SigSentry API, to be answered in its envelope. */
export class ApiError extends Refusal {
  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    more: { details?: Details; headers?: Record<string, string> } = {},
  ) {
    super(status, message, failureBody(code, message, more.details), more.headers);
    this.name = "ApiError";
  }
}

/** The envelope of a failure. */
export function failureBody(code: string, message: string, details?: Details): object {
  return { success: false, error: { code, message, ...(details === undefined ? {} : { details }) } };
}

/** The error for a body or parameter that is not as it should be: 400 `VALIDATION_ERROR`. */
export function validationError(...details: FieldError[]): ApiError {
  const byField = Object.fromEntries(details.map(({ field, message }) => [field || "body", message]));
  return new ApiError(400, "VALIDATION_ERROR", "Validation failed", { details: byField });
}

/** The same from what zod found. Its messages name what is allowed, not what was given. */
export function validationErrorOf(error: z.ZodError): ApiError {
  return validationError(
    ...error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), message: "Not accepted here" }))
        : [{ field: fieldName(issue.path), message: issue.message }],
    ),
  );
}

function fieldName(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`));
  return parts.join("").replace(/^\./, "");
}
