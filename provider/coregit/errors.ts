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
import { isUnreached, readableWords } from "./hostWords";
import { failureEnvelope } from "./wire";

/** How Coregit is called in messages. */
export const NAMES: ServiceNames = {
  service: "Coregit",
  apiKey: "coregit:apiKey",
  baseUrl: "coregit:baseUrl",
};

/** Coregit refused a call, or answered with something that is no answer of its API. */
export class CoregitError extends ServiceError {
  override readonly name = "CoregitError";

  constructor(
    message: string,
    status: number,
    /** What the service said, if it was Coregit that answered; not for showing. */
    readonly said: string | undefined,
    inDoubt: boolean,
  ) {
    super(message, status, status >= 400 && status < 500 && said !== undefined, inDoubt);
  }
}

/**
 * Whether an error says that there is no such connection. The other body of a 404, `Not found`, is about the
 * address, and tells nothing of the connection.
 */
export function isAbsence(error: unknown): error is CoregitError {
  return error instanceof CoregitError && error.status === 404 && saysAbsence(error.said);
}

function saysAbsence(said: string | undefined): boolean {
  return said !== undefined && /^connection not found\.?$/i.test(said);
}

const NOT_FOUND =
  "It may have been deleted by hand, or the API key is another organisation's: run `pulumi refresh`, and check coregit:apiKey.";

const BAD_TOKEN =
  "If the token is right, the code host may be down or take no more requests for now: Coregit answers alike, so try again. Nothing was changed.";

const INVALID =
  "Correct what the service names; if nothing is wrong with it, please report it as a bug of this provider. Nothing was changed.";

const UNREACHED = "The token was not looked at: try again in a while. Nothing was changed.";

/** What this provider calls the service's fields. */
const FIELDS = { access_token: "accessToken" };

/** The error for an answer that is not the success hoped for. `baseUrl` is the address as the user knows it. */
export function errorFrom(call: Call, answer: Answer, baseUrl: string): CoregitError {
  const { status, inDoubt } = answer;
  const failure = failureEnvelope.safeParse(parseJson(answer.text));
  if (!failure.success || status < 400) {
    const advice = adviceByStatus(NAMES, status, NOT_FOUND);
    return new CoregitError(foreignAnswer(NAMES, call, answer, baseUrl, advice), status, undefined, inDoubt);
  }
  const { code, error: said, details } = failure.data;
  const named = code ? ` ${quoted(code, MAX_WORD_LENGTH)}` : "";
  const reason = quoted(readableWords(said), MAX_MESSAGE_LENGTH);
  const advice =
    adviceOnPlan(NAMES, status, code ?? "", said.slice(0, MAX_MESSAGE_LENGTH)) ??
    adviceFor(call, status, said, baseUrl);
  const words = withDetails(reason, detailsInWords(details, FIELDS)) || "no reason given.";
  const message = `Coregit answered ${status}${named}: ${words} ${advice} ${trace(call, answer)}`;
  return new CoregitError(message, status, said, inDoubt);
}

/** The status decides: codes are not always there. */
function adviceFor(call: Call, status: number, said: string, baseUrl: string): string {
  switch (status) {
    case 400:
      if (isUnreached(said)) return UNREACHED;
      return sendsToken(call) && isAboutToken(said) ? BAD_TOKEN : INVALID;
    case 401:
      return "Check coregit:apiKey (or COREGIT_API_KEY): Coregit does not accept that key.";
    case 403:
      if (!/\bmaster\b/i.test(said)) return adviceByStatus(NAMES, status, NOT_FOUND);
      return "Use a master key (cgk_live_…) as coregit:apiKey: scoped keys (cgt_…) cannot manage connections.";
    case 404:
      return saysAbsence(said) ? NOT_FOUND : wrongAddress(NAMES, call, baseUrl);
    case 405:
    case 421:
      return wrongAddress(NAMES, call, baseUrl);
    case 409:
      return "Something else is changing the same connection: try again.";
    case 413:
      return "The label or the token is longer than Coregit takes: shorten it. Nothing was changed.";
    case 429:
      return "Too many requests with this key: wait a minute, or lower `--parallel`.";
    default:
      return adviceByStatus(NAMES, status, NOT_FOUND);
  }
}

/** `GitHub token validation failed: …` is Coregit's answer to a token that is not accepted; other words are about other fields. */
function isAboutToken(said: string): boolean {
  return /\btoken\b/i.test(said);
}

function sendsToken({ body }: Call): boolean {
  return typeof body === "object" && body !== null && "access_token" in body;
}
