import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { visibleLines } from "../provider/text/visible";
import type { Redactor } from "./redact";
import type { EmulatorEnv, Service } from "./service";

/** Why a service does not do what it is asked: an error that carries its answer, in the service's own envelope. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    body: object,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Answers what a route threw: a refusal as it stands, anything else as the service's 500, with a word to the console. */
export function answerError(
  error: Error,
  c: Context<EmulatorEnv>,
  failure: Service["failure"],
  redactor: Redactor,
): Response {
  if (!(error instanceof Refusal)) {
    console.error(
      visibleLines(`The emulator failed: ${redactor.text(error.stack ?? error.message)}`).join("\n"),
    );
    return c.json(failure("INTERNAL_ERROR", "Something went wrong."), 500);
  }
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  return c.json(error.body, error.status);
}
