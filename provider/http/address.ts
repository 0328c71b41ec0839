/**
 * What makes a URL no address that paths can be put behind; `undefined`: nothing. It is looked for in the text: `?` and
 * `#` with nothing after them are in no part of a parsed URL, nor is what a URL is cleaned of.
 */
export function problemWithAddress(text: string): string | undefined {
  if (/[\s\p{C}\\]/u.test(text)) return "must not contain white space, control characters or backslashes";
  const { authority } = /^[a-z]+:\/\/(?<authority>[^/?#]+)/i.exec(text)?.groups ?? {};
  if (authority === undefined) return "must have :// and a host behind its scheme";
  if (authority.includes("@")) return "must not contain a user name or password";
  return /[?#]/.test(text) ? "must not contain a query or a fragment" : undefined;
}

/** Slashes at the end; looked for from the first of each row of them only. */
export const SLASHES = /(?<!\/)\/+$/;

/**
 * The URL of a call: the address with the call's path behind it, and nothing that leads elsewhere.
 *
 * @param path with its parts already encoded.
 * @throws Error where a URL would make something else of it.
 */
export function callUrl(baseUrl: string, path: string): URL {
  const base = new URL(baseUrl);
  const url = new URL(baseUrl + path);
  const isBelow =
    url.origin === base.origin && url.pathname + url.search === withoutSlash(base.pathname) + path;
  if (!isBelow || url.hash !== "") throw new Error("A path leads out of the address that it was put behind.");
  return url;
}

/** An address without slashes at its end, as paths are put behind it. */
export function withoutSlash(address: string): string {
  return address.replace(SLASHES, "");
}

/** Whether a host, as a URL has it, is this machine itself. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
