import { quoted } from "../text/quote";
import { type TlsTrouble, tlsTrouble } from "./tls";

/** Why a call brought no usable answer. */
export type NetworkCause =
  | "dns"
  | "refused"
  | "proxy"
  | "tls"
  | "timeout"
  | "dropped"
  | "corrupt"
  | "not-http"
  | "too-large"
  | "unsendable"
  | "rate-limit"
  | "cancelled";

/** Reasons by which nothing has reached the service. */
const UNSENT: ReadonlySet<NetworkCause> = new Set([
  "dns",
  "refused",
  "proxy",
  "tls",
  "unsendable",
  "rate-limit",
]);

/** A call that brought no usable answer. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";

  constructor(
    readonly reason: NetworkCause,
    message: string,
    /** Whether the service may have carried the call out all the same, in this attempt or an earlier one. */
    readonly inDoubt: boolean = !UNSENT.has(reason),
  ) {
    super(message);
  }

  /** The same error of a call with an earlier attempt that may have been carried out. */
  afterDoubt(): NetworkError {
    return new NetworkError(this.reason, this.message, true);
  }
}

const DNS = new Set(["ENOTFOUND", "EAI_AGAIN"]);
const REFUSED = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"]);

const WHAT: Readonly<Record<NetworkCause, (host: string) => string>> = {
  dns: (host) => `The host of ${host} cannot be found`,
  refused: (host) => `${host} cannot be reached`,
  proxy: (host) => `The proxy on the way to ${host} cannot be used`,
  tls: (host) => `${host} cannot be reached by TLS`,
  timeout: (host) => `${host} did not answer in time`,
  dropped: (host) => `The connection to ${host} was lost`,
  corrupt: (host) => `${host} answered with content that cannot be decompressed`,
  "not-http": (host) => `${host} answered with something that is not HTTP`,
  "too-large": (host) => `${host} answered with more than is plausible`,
  unsendable: (host) => `The request to ${host} cannot be sent`,
  "rate-limit": (host) => `${host} takes no further requests for now`,
  cancelled: (host) => `Cancelled: ${host} is not waited for`,
};

const ADVICE: Readonly<Record<NetworkCause, string>> = {
  dns: "Check the host name, the network and any proxy (HTTPS_PROXY, NO_PROXY).",
  refused: "Check that the address is right and reachable from here, and any proxy (HTTPS_PROXY, NO_PROXY).",
  proxy:
    "Check HTTPS_PROXY or HTTP_PROXY (http://host:port; a user name and password stand before the host, with an @ between) and NO_PROXY.",
  tls: "Check the address (baseUrl) and any proxy (HTTPS_PROXY, NO_PROXY).",
  timeout: "The service or a proxy on the way is slow or down; try again.",
  dropped: "The connection broke before the whole answer had come; try again.",
  corrupt: "A proxy on the way may have changed the answer; try again.",
  "not-http": "Check the scheme and the port of the address (baseUrl): an https port answers so to http.",
  "too-large": "That is not an answer of this service; check the address and any proxy on the way.",
  unsendable:
    "A header would hold a character that is not allowed there: check the API key and the project id.",
  "rate-limit": "Nothing was sent; try again later, or lower `--parallel`.",
  cancelled: "Run the same command again.",
};

/** What is known of a failed request: the address as the user knows it, and the request id if an answer had begun. */
export interface Failed {
  readonly host: string;
  /** Whether that is a proxy. */
  readonly isProxy?: boolean;
  readonly requestId?: string | undefined;
}

/** Puts what went wrong on the wire into words, with advice. No part of the request is in them. */
export function networkError(error: unknown, failed: Failed): NetworkError {
  if (error instanceof NetworkError) return error;
  const cause = innermost(error);
  const code = codeOf(cause);
  const trouble = tlsTrouble(code);
  if (trouble) return describeTls(trouble, failed, certificateNamesOf(cause) ?? code);
  return describe(reasonOf(code), failed, proxyStatusOf(cause) ?? code);
}

/** The answer's body, decompressed, grew beyond what any real answer has. */
export function tooLarge(failed: Failed, bytes: number): NetworkError {
  return describe("too-large", failed, `over ${bytes} bytes`);
}

/** The answer's body cannot be decompressed. */
export function corrupt(failed: Failed, encoding: string): NetworkError {
  return describe("corrupt", failed, `content-encoding ${encoding}`);
}

/** What the environment says of a proxy cannot be used; it may hold a password and is not shown. */
export function badProxy(host: string, what: string): NetworkError {
  return describe("proxy", { host }, what);
}

/**
 * A proxy cannot be connected to, in whatever way. Nothing has reached the service.
 *
 * @param variable of the environment, which names the proxy.
 * @param proxy its address, without a password.
 */
export function unreachableProxy(
  error: unknown,
  { variable, proxy, host, connectMs }: { variable: string; proxy: string; host: string; connectMs: number },
): NetworkError {
  const failed = { host: `${variable} (${proxy}), the proxy on the way to ${host},`, isProxy: true };
  const { reason, message } = isConnectTimeout(error)
    ? timedOut("connect", failed, connectMs)
    : networkError(error, failed);
  return new NetworkError(reason, message, false);
}

/** Whether undici has waited long enough for a connection. */
export function isConnectTimeout(error: unknown): boolean {
  return codeOf(error) === "UND_ERR_CONNECT_TIMEOUT";
}

/** Which deadline has passed. */
export type Deadline = "connect" | "headers" | "call";

const DEADLINES: Readonly<Record<Deadline, (seconds: number) => string>> = {
  connect: (seconds) => `no connection within ${seconds} s`,
  headers: (seconds) => `no answer begun within ${seconds} s`,
  call: (seconds) => `not done within ${seconds} s, attempts and waits included`,
};

/** A deadline of `ms` milliseconds has passed. */
export function timedOut(deadline: Deadline, failed: Failed, ms: number): NetworkError {
  return describe("timeout", failed, DEADLINES[deadline](ms / 1000));
}

/** The service has said that it takes no request for another `ms` milliseconds, which is too long to wait. */
export function rateLimited(host: string, ms: number): NetworkError {
  return describe("rate-limit", { host }, `it asks to wait another ${Math.ceil(ms / 1000)} s`);
}

/** The user has cancelled, before anything of the call was carried out. */
export function cancelled(host: string, what: string): NetworkError {
  const { reason, message } = describe("cancelled", { host }, what);
  return new NetworkError(reason, message, false);
}

function describe(reason: NetworkCause, failed: Failed, detail: string): NetworkError {
  const { host, requestId } = failed;
  const trace = requestId === undefined ? "" : `, request id ${requestId}`;
  return new NetworkError(reason, `${WHAT[reason](host)} (${detail}${trace}). ${adviceOn(reason, failed)}`);
}

/** Many an https port hangs up on whoever speaks http. */
function adviceOn(reason: NetworkCause, { host, isProxy, requestId }: Failed): string {
  if (isProxy) return ADVICE.proxy;
  return reason === "dropped" && requestId === undefined && host.startsWith("http:")
    ? `${ADVICE.dropped} If that stays so, an https port may have been asked by http: check the scheme and the port of the address (baseUrl).`
    : ADVICE[reason];
}

function describeTls({ what, advice }: TlsTrouble, { host }: Failed, detail: string): NetworkError {
  return new NetworkError("tls", `${host} ${what} (${detail}). ${advice}`);
}

function reasonOf(code: string): NetworkCause {
  if (DNS.has(code)) return "dns";
  if (REFUSED.has(code)) return "refused";
  if (code === "ETIMEDOUT") return "timeout";
  // undici's code for a proxy that does not open a tunnel.
  if (code === "UND_ERR_ABORTED") return "proxy";
  if (code === "UND_ERR_INVALID_ARG") return "unsendable";
  if (code.startsWith("HPE_")) return "not-http";
  return "dropped";
}

/** Node and undici put the code on the error, on its cause, or, with several addresses tried, on the first of `errors`. */
function innermost(error: unknown): unknown {
  if (!(error instanceof Error) || hasCode(error)) return error;
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  return error.cause === undefined ? error : innermost(error.cause);
}

function hasCode(error: Error): error is Error & { code: string } {
  return "code" in error && typeof error.code === "string";
}

function codeOf(error: unknown): string {
  return error instanceof Error && hasCode(error) ? error.code : "unknown";
}

/** As much of the names in a certificate as is shown, in characters. */
const MAX_NAMES_LENGTH = 100;

/** The names that a certificate is for, where it is for others than were asked for; behind a proxy, on the cause. */
function certificateNamesOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const cert: unknown = "cert" in error ? error.cert : undefined;
  if (typeof cert !== "object" || cert === null || !("subjectaltname" in cert))
    return certificateNamesOf(error.cause);
  return `it is for ${quoted(String(cert.subjectaltname), MAX_NAMES_LENGTH)}`;
}

/** undici tells only in words with which status a proxy refused to open a tunnel. */
function proxyStatusOf(error: unknown): string | undefined {
  const status = error instanceof Error ? /^Proxy response \((\d{3})\)/.exec(error.message)?.[1] : undefined;
  return status && `it answered ${status}`;
}
