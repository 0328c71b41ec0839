import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { VERSION } from "../version";
import { NetworkError, networkError, tooLarge } from "./errors";
import { parseRetryAfter, retryDelayMs } from "./retry";

/** A call to a service. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path behind the base URL, with its parts already encoded; starts with `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether the call may be repeated when its answer was lost. */
  readonly repeatable: boolean;
}

/** A service's answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly requestId: string | undefined;
  readonly text: string;
}

/** Time for a connection to be made, in milliseconds. */
const CONNECT_MS = 10_000;
/** Time for one attempt, from its start to the end of its answer, in milliseconds. */
const ATTEMPT_MS = 30_000;
/** The largest answer that is read, in bytes. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** Sent with every call. */
const COMMON_HEADERS = {
  accept: "application/json",
  "user-agent": `pulumi-repo-connections/${VERSION} node/${process.versions.node}`,
};

/** The one way to a service: keep-alive, deadlines, retries, proxies from the environment, no redirects. */
export class Transport {
  readonly #baseUrl: string;
  #dispatcher: Promise<Dispatcher> | undefined;

  /** @param baseUrl scheme, host and any path prefix, without a slash at its end. */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /**
   * Sends a call, again where {@link retryDelayMs} says so, and returns the last answer.
   *
   * @throws NetworkError when no attempt brought an answer.
   */
  async send(call: Call): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(call);
      const waitMs = retryDelayMs(attempt, call.repeatable, result.outcome, Math.random());
      if (waitMs !== undefined) {
        await sleep(waitMs);
      } else if (result.answer instanceof NetworkError) {
        throw result.answer;
      } else {
        return result.answer;
      }
    }
  }

  async #attempt(call: Call) {
    try {
      const response = await this.#request(call);
      const retryAfterMs = parseRetryAfter(header(response, "retry-after"), Date.now());
      const answer: Answer = {
        status: response.statusCode,
        contentType: header(response, "content-type") ?? "",
        requestId: header(response, "x-request-id"),
        text: await this.#readText(response),
      };
      const outcome = { status: answer.status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
      return { answer, outcome };
    } catch (error) {
      return { answer: networkError(error, this.#baseUrl), outcome: { status: undefined } };
    }
  }

  async #request(call: Call): Promise<Dispatcher.ResponseData> {
    const { request } = await import("undici");
    this.#dispatcher ??= makeDispatcher();
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    return request(this.#baseUrl + call.path, {
      dispatcher: await this.#dispatcher,
      method: call.method,
      headers: {
        ...COMMON_HEADERS,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
      signal: AbortSignal.timeout(ATTEMPT_MS),
      ...(body === undefined ? {} : { body }),
    });
  }

  async #readText(response: Dispatcher.ResponseData): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > LARGEST_ANSWER) throw tooLarge(this.#baseUrl, LARGEST_ANSWER);
      chunks.push(bytes);
    }
    return Buffer.concat(chunks).toString("utf8");
  }
}

/** undici is loaded with the first request: a preview that sends nothing does not pay for it. */
async function makeDispatcher(): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import("undici");
  return new EnvHttpProxyAgent({ connect: { timeout: CONNECT_MS } });
}

function header(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
