import type { Dispatcher } from "undici";
import { VERSION } from "../version";
import { callUrl } from "./address";
import { ACCEPTED_ENCODINGS, readText } from "./body";
import type { Answer, Call } from "./call";
import { type Failed, isConnectTimeout, NetworkError, networkError, timedOut } from "./errors";
import type { Limits } from "./limits";
import { MAX_CONCURRENT } from "./pacing";
import { dispatcherFor } from "./proxies";
import { type Header, serverTime } from "./rateLimit";
import { stopped } from "./timeLimit";

/** Sent with every call. */
const COMMON_HEADERS = {
  accept: "application/json",
  "accept-encoding": ACCEPTED_ENCODINGS,
  "user-agent": `pulumi-repo-connections/${VERSION} node/${process.versions.node}`,
};

/** As much of a request id as fits into a message. */
const REQUEST_ID = /^[!-~]{1,128}/;

/** A whole answer with its headers. */
export interface Exchanged {
  readonly answer: Answer;
  readonly header: Header;
}

/** Sends single requests: keep-alive, deadlines, proxies from the environment, compression, no redirects. */
export class Exchange {
  readonly #baseUrl: string;
  readonly #limits: Limits;
  #dispatcher: Dispatcher | undefined;

  constructor(baseUrl: string, limits: Limits) {
    this.#baseUrl = baseUrl;
    this.#limits = limits;
  }

  /**
   * Sends a request once and reads its answer to the end.
   *
   * @param deadline the end of the whole call, by `performance.now()`.
   * @param end ends it when it fires.
   * @throws NetworkError when there is no whole answer.
   */
  async send(call: Call, deadline: number, end: AbortSignal | undefined): Promise<Exchanged> {
    // Loaded with the first request: a preview that sends nothing does not pay for it.
    const undici = await import("undici");
    const options = { connectMs: this.#limits.connectMs, connections: MAX_CONCURRENT };
    this.#dispatcher ??= dispatcherFor(undici, this.#baseUrl, options);
    const dispatcher = this.#dispatcher;
    if (end?.aborted) throw stopped(end, this.#baseUrl, "nothing was sent");
    const failed: { host: string; requestId?: string | undefined } = { host: this.#baseUrl };
    const cut = new Cut(failed, this.#limits, deadline);
    const isRead = call.method === "GET";
    const whatIsKnown = isRead
      ? "nothing was changed"
      : `${call.method} ${call.path} may have been carried out`;
    const stop = () => cut.now(stopped(end, this.#baseUrl, whatIsKnown, !isRead));
    end?.addEventListener("abort", stop);
    try {
      const sent = { ...requestOptions(call), dispatcher, signal: cut.signal };
      // undici obeys the signal only once there is a connection.
      const answer = undici.request(callUrl(this.#baseUrl, call.path), sent);
      const response = await Promise.race([answer, cut.made]);
      cut.headersCame();
      const header: Header = (name) => headerOf(response, name);
      failed.requestId = requestIdIn(header("x-request-id") ?? "");
      const text = await readText(response.body, header("content-encoding") ?? "", failed, cut.signal);
      const whole = {
        status: response.statusCode,
        contentType: header("content-type") ?? "",
        requestId: failed.requestId,
        text,
        servedAt: serverTime(header, Date.now()),
        inDoubt: false,
      };
      return { answer: whole, header };
    } catch (error) {
      throw cut.reason ?? this.#inWords(error, failed);
    } finally {
      cut.end();
      end?.removeEventListener("abort", stop);
    }
  }

  #inWords(error: unknown, failed: Failed): NetworkError {
    return isConnectTimeout(error)
      ? timedOut("connect", failed, this.#limits.connectMs)
      : networkError(error, failed);
  }
}

/** Cuts one request off when its headers or the whole call take too long. */
class Cut {
  readonly #controller = new AbortController();
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(failed: Failed, { headersMs, callMs }: Limits, deadline: number) {
    this.#timers = [
      setTimeout(() => this.now(timedOut("headers", failed, headersMs)), headersMs),
      setTimeout(() => this.now(timedOut("call", failed, callMs)), Math.ceil(deadline - performance.now())),
    ];
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Rejects once the request is cut off. */
  get made(): Promise<never> {
    const { signal } = this;
    return new Promise((_, reject) => {
      const cut = () => reject(signal.reason);
      if (signal.aborted) cut();
      signal.addEventListener("abort", cut, { once: true });
    });
  }

  /** Why the request was cut off, if it was. */
  get reason(): NetworkError | undefined {
    const { reason } = this.signal;
    return reason instanceof NetworkError ? reason : undefined;
  }

  now(reason: NetworkError): void {
    this.#controller.abort(reason);
  }

  headersCame(): void {
    clearTimeout(this.#timers[0]);
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/** A cut is shown: only so is the beginning of a secret known for what it is. */
function requestIdIn(header: string): string | undefined {
  const id = REQUEST_ID.exec(header)?.[0];
  return id === undefined || id === header ? id : `${id}…`;
}

function requestOptions({ method, headers, body }: Call) {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const sent = { method, headers: { ...COMMON_HEADERS, ...type, ...headers } };
  return body === undefined ? sent : { ...sent, body: JSON.stringify(body) };
}

function headerOf(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
