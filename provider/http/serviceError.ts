import { quoted, sentence } from "../text/quote";
import type { Answer, Call } from "./call";
import { NetworkError } from "./errors";
import { lackingInPlan } from "./plan";

/** How a service and what is configured for it are called in messages. */
export interface ServiceNames {
  readonly service: string;
  /** The configuration key of the API key. */
  readonly apiKey: string;
  /** The configuration key of the address. */
  readonly baseUrl: string;
}

/** A service refused a call, or something answered that is no answer of its API. */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";

  constructor(
    message: string,
    readonly status: number,
    /** Whether the service itself said no, in the form of its API: nothing was done then by this attempt. */
    readonly isRefusal: boolean,
    /** Whether an earlier attempt of the same call may have been carried out. */
    readonly inDoubt: boolean,
  ) {
    super(message);
  }
}

/** A success whose content is not what the API documents. */
export class UnexpectedContent extends ServiceError {
  /** @param address the base URL as the user knows it. */
  constructor(names: ServiceNames, call: Call, answer: Answer, address: string, what: string) {
    super(
      `${names.service}'s answer could not be used: ${what}. Nothing was concluded from it and the state is unchanged; try again, and check ${names.baseUrl} if it stays: ${address}${call.path} was asked. ${trace(call, answer)}`,
      answer.status,
      false,
      answer.inDoubt,
    );
  }
}

/**
 * Whether a write that failed so may have been carried out all the same: no answer came, or one that does not tell.
 */
export function mayHaveBeenDone(error: unknown): boolean {
  if (error instanceof NetworkError) return error.inDoubt;
  if (!(error instanceof ServiceError)) return true;
  return !error.isRefusal || error.inDoubt;
}

/** As much of a service's words as is shown, in characters: of a message, and of a code or type. */
export const MAX_MESSAGE_LENGTH = 500;
export const MAX_WORD_LENGTH = 64;

/**
 * The message for an answer that is not one of the service's API.
 *
 * @param baseUrl the address as the user knows it.
 * @param advice what to do, by the status.
 */
export function foreignAnswer(
  names: ServiceNames,
  call: Call,
  answer: Answer,
  baseUrl: string,
  advice: string,
): string {
  const kind = quoted(answer.contentType.split(";")[0] ?? "", MAX_WORD_LENGTH) || "no content type";
  const where = `${baseUrl}${call.path} answered ${answer.status} with ${kind} that is no answer of ${names.service}'s API.`;
  return `${where} ${foreignAdvice(names, answer.status, advice)} ${trace(call, answer)}`;
}

function foreignAdvice({ baseUrl }: ServiceNames, status: number, advice: string): string {
  if (status >= 300 && status < 400)
    return `Redirects are not followed with credentials: set ${baseUrl} to the final address.`;
  if (status === 404 || status === 405) return `Check ${baseUrl}, its path too.`;
  if (status < 300) return `Something else answers there. Check ${baseUrl} and any proxy on the way.`;
  return `${advice} Check ${baseUrl} and any proxy on the way.`;
}

/** What to do about an answer of which only the status tells anything; `notFound` for one that names no resource. */
export function adviceByStatus(names: ServiceNames, status: number, notFound: string): string {
  const { apiKey } = names;
  if (status === 401) return `Check ${apiKey}.`;
  if (status === 402) return lackingInPlan(names);
  if (status === 403) return `Check ${apiKey}, what it is allowed to do, and what the plan includes.`;
  if (status === 404 || status === 410) return notFound;
  if (status === 429) return "Too many requests: wait a minute and try again.";
  if (status >= 500) return "The service is in trouble: try again later.";
  return "The state is unchanged. Correct what the service names, or ask its support.";
}

/** What to do about a 404 or its like that is about the address asked, and not about any connection. */
export function wrongAddress({ baseUrl }: ServiceNames, call: Call, address: string): string {
  return `That is the answer for an address without such a call, ${address}${call.path}: check ${baseUrl}, its path too.`;
}

/** What support will ask for. */
export function trace(call: Call, answer: Answer): string {
  const id = answer.requestId === undefined ? "" : `, request id ${answer.requestId}`;
  return `(${call.method} ${call.path}${id})`;
}

/** A service's words on a refusal, with what it says of single fields behind them, as a sentence; empty without both. */
export function withDetails(words: string, details: string): string {
  if (details === "") return words === "" ? "" : sentence(words);
  return words === "" ? sentence(details) : `${words.replace(/[.:]$/, "")} (${details}).`;
}

/** The JSON value of a text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
