import { z } from "zod";
import type { Answer, Call } from "../http/call";
import { detailsInWords } from "../http/details";
import { adviceOnPlan } from "../http/plan";
import {
  adviceByStatus,
  foreignAnswer,
  MAX_MESSAGE_LENGTH,
  MAX_WORD_LENGTH,
  parseJson,
  ServiceError,
  type ServiceNames,
  trace,
  withDetails,
  wrongAddress,
} from "../http/serviceError";
import { quoted } from "../text/quote";
import { failureEnvelope } from "./wire";

/** How SigSentry is called in messages. */
export const NAMES: ServiceNames = {
  service: "SigSentry",
  apiKey: "sigsentry:apiKey",
  baseUrl: "sigsentry:baseUrl",
};

/** SigSentry refused a call, or answered with something that is no answer of its API. */
export class SigSentryError extends ServiceError {
  override readonly name = "SigSentryError";

  constructor(
    message: string,
    status: number,
    /** The service's error code; `undefined` when the answer was not SigSentry's. */
    readonly code: string | undefined,
    inDoubt: boolean,
  ) {
    super(message, status, status >= 400 && status < 500 && code !== undefined, inDoubt);
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

/** Whether it says that what a path names is no id of the service's, which documents UUIDs, and shows others too. */
export function isRefusedId(id: string, error: unknown): error is SigSentryError {
  return (
    error instanceof SigSentryError && error.code === "VALIDATION_ERROR" && !z.uuid().safeParse(id).success
  );
}

const NOT_FOUND =
  "It may have been deleted by hand, or the project or the address is another one: run `pulumi refresh`, and check projectId and sigsentry:baseUrl.";

/** The codes of a 404 that may be about a connection. */
const ABSENCES = new Set(["NOT_FOUND", "REPO_NOT_CONFIGURED"]);

/** A call of one connection; those of the collection name none that could be missing. */
const ONE_CONNECTION = /\/config\/repos\/[^/]/;

const NEW_KEY =
  "Make a new secret key (ss_secret_…) in SigSentry and set it: `pulumi config set --secret sigsentry:apiKey`, or SIGSENTRY_API_KEY.";

const KEY =
  "Check sigsentry:apiKey (or SIGSENTRY_API_KEY): the key is missing, wrong, expired or revoked. A new one is made in SigSentry.";

const PROJECT =
  "Set projectId on the resource, sigsentry:projectId or SIGSENTRY_PROJECT_ID: an organisation key needs one.";

const SLOWER = "Too many requests with this key: wait a minute, or lower `--parallel`.";

/** What to do, by the service's error code. */
const ADVICE: Readonly<Record<string, string>> = {
  VALIDATION_ERROR:
    "Correct what the service names; if nothing is wrong with it, please report it as a bug of this provider.",
  MISSING_PROJECT: PROJECT,
  MISSING_PROJECT_ID: PROJECT,
  UNAUTHORIZED: KEY,
  API_KEY_INVALID: KEY,
  API_KEY_REVOKED: NEW_KEY,
  API_KEY_EXPIRED: NEW_KEY,
  KEY_FORMAT_DEPRECATED: NEW_KEY,
  FORBIDDEN: "Give the key the permissions config:read and config:write, or use one that has them.",
  SECRET_KEY_REQUIRED: "Use a secret key (ss_secret_… or ss_org_…) as sigsentry:apiKey.",
  WRONG_PROJECT:
    "The key belongs to another project: use that project's key, an organisation key, or correct projectId.",
  TENANT_NOT_FOUND: "SigSentry knows no organisation for this key: use a key of one that exists.",
  DASHBOARD_ONLY: "Do this in SigSentry's dashboard: the API does not allow it.",
  QUOTA_EXCEEDED: "The plan allows no more repositories in this project: remove some, or raise the plan.",
  FEATURE_NOT_AVAILABLE: "SigSentry's plan does not include this, whatever the key: raise the plan.",
  ANALYSIS_QUOTA_EXCEEDED:
    "The analyses of SigSentry's plan are used up, whatever the key: wait for the next period, or raise the plan.",
  REPO_CONNECTION_FAILED:
    "SigSentry could not read the repositories: check the credentials, what they may read, their baseUrl, and the repositories' names. If all is right, the code host may be down: try again.",
  REPO_NOT_CONFIGURED: NOT_FOUND,
  NOT_FOUND,
  [KEY_CONFLICT]: "Something else was created under the same key again and again: try again later.",
  RATE_LIMITED: SLOWER,
  RATE_LIMIT_EXCEEDED: SLOWER,
  INTERNAL_ERROR:
    "The fault is SigSentry's: try again; if it stays, contact its support with the request id.",
};

/** The error for an answer that is not the success hoped for. `baseUrl` is the address as the user knows it. */
export function errorFrom(call: Call, answer: Answer, baseUrl: string): SigSentryError {
  const { status, inDoubt } = answer;
  const byStatus = adviceByStatus(NAMES, status, NOT_FOUND);
  const failure = failureEnvelope.safeParse(parseJson(answer.text));
  if (!failure.success) {
    const message = foreignAnswer(NAMES, call, answer, baseUrl, byStatus);
    return new SigSentryError(message, status, undefined, inDoubt);
  }
  const { code, message = "", details } = failure.data.error;
  const said = withDetails(quoted(message, MAX_MESSAGE_LENGTH), detailsInWords(details));
  const advice =
    status === 404 && isAboutAddress(call, code)
      ? adviceOnAddress(call, message, baseUrl)
      : (Object.hasOwn(ADVICE, code) && ADVICE[code]) || (adviceOnPlan(NAMES, status, code) ?? byStatus);
  return new SigSentryError(
    `SigSentry answered ${status} ${quoted(code, MAX_WORD_LENGTH)}${said === "" ? "." : `: ${said}`} ${advice} ${trace(call, answer)}`,
    status,
    code,
    inDoubt,
  );
}

/** What is missing may be the project; where the service's words do not say so, it may as well be the address. */
function adviceOnAddress(call: Call, said: string, baseUrl: string): string {
  if (/\bproject\b/i.test(said)) return "Check projectId; the API key may be another organisation's, too.";
  return `${wrongAddress(NAMES, call, baseUrl)} If it is right, there may be no such project: check projectId.`;
}

/** A code of its own for a 404, such as `TENANT_NOT_FOUND`, says what is missing. */
function isAboutAddress(call: Call, code: string): boolean {
  if (ABSENCES.has(code)) return !ONE_CONNECTION.test(call.path);
  return !Object.hasOwn(ADVICE, code);
}

/** The error of a call, if it is an expected one; any other is thrown on. */
export async function refusal<Expected>(
  call: Promise<unknown>,
  isExpected: (error: unknown) => error is Expected,
): Promise<Expected | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (isExpected(error)) return error;
    throw error;
  }
}
