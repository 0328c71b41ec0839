/** Why a request brought no answer. */
export type NetworkCause = "dns" | "refused" | "tls" | "timeout" | "dropped" | "too-large";

/** A request that brought no usable answer: the service may or may not have carried it out. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";

  constructor(
    readonly reason: NetworkCause,
    message: string,
  ) {
    super(message);
  }
}

const DNS = new Set(["ENOTFOUND", "EAI_AGAIN"]);
const REFUSED = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"]);
const TIMEOUT = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
  "ABORT_ERR",
]);

const ADVICE: Readonly<Record<NetworkCause, string>> = {
  dns: "Check the host name, the network and any proxy (HTTPS_PROXY, NO_PROXY).",
  refused: "Check that the address is right and reachable from here, and any proxy (HTTPS_PROXY, NO_PROXY).",
  tls: "If a proxy or a private authority signs certificates here, name its CA file in NODE_EXTRA_CA_CERTS.",
  timeout: "The service or a proxy on the way is slow or down; try again.",
  dropped: "The connection broke before the whole answer had come; try again.",
  "too-large": "That is not an answer of this service; check the address and any proxy on the way.",
};

/** Puts what went wrong on the wire into words, with advice; `host` is the address as the user knows it. */
export function networkError(error: unknown, host: string): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = codeOf(error);
  const reason = reasonOf(code);
  return new NetworkError(reason, `${WHAT[reason](host)} (${code}). ${ADVICE[reason]}`);
}

const WHAT: Readonly<Record<NetworkCause, (host: string) => string>> = {
  dns: (host) => `The host of ${host} cannot be found`,
  refused: (host) => `${host} cannot be reached`,
  tls: (host) => `${host} has a certificate that is not trusted`,
  timeout: (host) => `${host} did not answer in time`,
  dropped: (host) => `The connection to ${host} was lost`,
  "too-large": (host) => `${host} answered with more than is plausible`,
};

/** The answer's body grew beyond what any real answer has. */
export function tooLarge(host: string, bytes: number): NetworkError {
  return new NetworkError(
    "too-large",
    `${WHAT["too-large"](host)} (over ${bytes} bytes). ${ADVICE["too-large"]}`,
  );
}

function reasonOf(code: string): NetworkCause {
  if (DNS.has(code)) return "dns";
  if (REFUSED.has(code)) return "refused";
  if (TIMEOUT.has(code)) return "timeout";
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return "tls";
  return "dropped";
}

/** Node and undici put the code on the error, on its cause, or, with several addresses tried, on the first of `errors`. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "ABORT_ERR";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error.cause === undefined ? "unknown" : codeOf(error.cause);
}
