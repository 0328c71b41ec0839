import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Refusal } from "../refusal";

/** An error of the Coregit API, to be answered in its envelope. Most have no code, so that the status decides. */
export class ApiError extends Refusal {
  constructor(
    status: ContentfulStatusCode,
    message: string,
    more: { code?: string; headers?: Record<string, string> } = {},
  ) {
    super(status, message, errorBody(message, more.code), more.headers);
    this.name = "ApiError";
  }
}

/** The envelope of a failure that has a code. */
export function failureBody(code: string, message: string): object {
  return errorBody(message, code);
}

function errorBody(message: string, code?: string): object {
  return { error: message, ...(code === undefined ? {} : { code }) };
}
