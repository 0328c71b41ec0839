import { NetworkError } from "../http/errors";
import type { Answer, Call } from "../http/transport";
import { quoted } from "../quote";
import { failureEnvelope } from "./wire";

/** SigSentry refused a call, or answered with something that is no answer of its API. */
export class SigSentryError extends Error {
  override readonly name = "SigSentryError";

  constructor(
    message: string,
    readonly status: number,
    /** The service's error code; `undefined` when the answer was not SigSentry's. */
    readonly code: string | undefined,
    /** Whether an earlier attempt of the same call may have been carried out. */
    readonly inDoubt: boolean,
  ) {
    super(message);
  }
}

/** The code for an idempotency key that was used lately with another body. */
const KEY_CONFLICT = "IDEMPOTENCY_KEY_CONFLICT";

/** Whether an error says that something else was created under this idempotency key. */
export function isKeyConflict(error: unknown): error is SigSentryError {
  return error instanceof SigSentryError && error.code === KEY_CONFLICT;
}

/**
 * Whether an error says that there is no such connection. A path that is no connection's answers 404 too, but then
 * not with SigSentry's own code.
 */
export function isAbsence(error: unknown): error is SigSentryError {
  if (!(error instanceof SigSentryError)) return false;
  return (
    (error.status === 404 && error.code === "NOT_FOUND") || (error.status === 410 && error.code !== undefined)
  );
}

/**
 * Whether a write that failed so may have been carried out all the same: no answer came, or one that does not tell.
 */
export function mayHaveBeenDone(error: unknown): boolean {
  if (error instanceof NetworkError) return error.inDoubt;
  if (!(error instanceof SigSentryError)) return true;
  const isRefusal = error.status >= 400 && error.status < 500 && error.code !== undefined;
  return !isRefusal || error.inDoubt;
}

/** As much of the service's words as is shown, in characters: of a message, and of a code or type. */
const LONGEST_MESSAGE = 500;
const LONGEST_WORD = 64;

const NOT_FOUND =
  "It may have been deleted by hand, or the project is another one: run `pulumi refresh`, and check projectId.";

const NEW_KEY =
  "Make a new secret key (ss_secret_…) in SigSentry and set it: `pulumi config set --secret sigsentry:apiKey`, or SIGSENTRY_API_KEY.";

/** What to do, by the service's error code. */
const ADVICE: Readonly<Record<string, string>> = {
  VALIDATION_ERROR:
    "Correct what the service names; if nothing is wrong with it, please report it as a bug of this provider.",
  MISSING_PROJECT_ID:
    "Set projectId on the resource, sigsentry:projectId or SIGSENTRY_PROJECT_ID: an organisation key needs one.",
  UNAUTHORIZED: "Check sigsentry:apiKey (or SIGSENTRY_API_KEY): SigSentry does not know that key.",
  API_KEY_REVOKED: NEW_KEY,
  API_KEY_EXPIRED: NEW_KEY,
  KEY_FORMAT_DEPRECATED: NEW_KEY,
  FORBIDDEN: "Give the key the permissions config:read and config:write, or use one that has them.",
  SECRET_KEY_REQUIRED: "Use a secret key (ss_secret_… or ss_org_…) as sigsentry:apiKey.",
  WRONG_PROJECT:
    "The key belongs to another project: use that project's key, an organisation key, or correct projectId.",
  DASHBOARD_ONLY: "Do this in SigSentry's dashboard: the API does not allow it.",
  QUOTA_EXCEEDED: "The plan allows no more repositories in this project: remove some, or raise the plan.",
  NOT_FOUND,
  [KEY_CONFLICT]: "Something else was created under the same key again and again: try again later.",
  RATE_LIMITED: "Too many requests with this key: wait a minute, or lower `--parallel`.",
  INTERNAL_ERROR:
    "The fault is SigSentry's: try again; if it stays, contact its support with the request id.",
};

/** The error for an answer that is not the success hoped for. `baseUrl` is the address as the user knows it. */
export function errorFrom(call: Call, answer: Answer, baseUrl: string): SigSentryError {
  const failure = failureEnvelope.safeParse(parseJson(answer.text));
  if (!failure.success)
    return new SigSentryError(foreignAnswer(call, answer, baseUrl), answer.status, undefined, answer.inDoubt);
  const { code, message } = failure.data.error;
  const said = message === undefined ? "" : `: ${sentence(quoted(message, LONGEST_MESSAGE))}`;
  const advice = (Object.hasOwn(ADVICE, code) && ADVICE[code]) || adviceByStatus(answer.status);
  return new SigSentryError(
    `SigSentry answered ${answer.status} ${quoted(code, LONGEST_WORD)}${said || "."} ${advice} ${trace(call, answer)}`,
    answer.status,
    code,
    answer.inDoubt,
  );
}

/** A success whose content is not what the API documents. */
export class UnexpectedContent extends SigSentryError {
  constructor(call: Call, answer: Answer, what: string) {
    super(
      `SigSentry's answer could not be used: ${what}. Nothing was concluded from it and the state is unchanged; try again. ${trace(call, answer)}`,
      answer.status,
      undefined,
      answer.inDoubt,
    );
  }
}

function foreignAnswer(call: Call, answer: Answer, baseUrl: string): string {
  const kind = quoted(answer.contentType.split(";")[0] ?? "", LONGEST_WORD) || "no content type";
  const where = `${baseUrl} answered ${answer.status} with ${kind} that is no answer of SigSentry's API.`;
  return `${where} ${foreignAdvice(answer.status)} ${trace(call, answer)}`;
}

function foreignAdvice(status: number): string {
  if (status >= 300 && status < 400)
    return "Redirects are not followed with credentials: set sigsentry:baseUrl to the final address.";
  if (status === 404) return "Check sigsentry:baseUrl.";
  return `${adviceByStatus(status)} Check sigsentry:baseUrl and any proxy on the way.`;
}

function adviceByStatus(status: number): string {
  if (status === 401 || status === 403) return "Check sigsentry:apiKey and what it is allowed to do.";
  if (status === 404 || status === 410) return NOT_FOUND;
  if (status === 429) return "Too many requests: wait a minute and try again.";
  if (status >= 500) return "The service is in trouble: try again later.";
  return "The state is unchanged. Correct what the service names, or ask its support.";
}

/** What support will ask for. */
export function trace(call: Call, answer: Answer): string {
  const id = answer.requestId === undefined ? "" : `, request id ${answer.requestId}`;
  return `(${call.method} ${call.path}${id})`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The JSON value of a text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
