import type { Answer, Call } from "./call";
import { NetworkError } from "./errors";

/**
 * What is shown of a request: `GET /v1/config/repos 200 in 48 ms (attempt 1, request req_x1y2z3)`. No header, no body
 * and no address is in it.
 *
 * @param attempt its number among those of the call, from 1.
 */
export function requestLine(
  { method, path }: Call,
  attempt: number,
  result: Answer | NetworkError,
  ms: number,
): string {
  const time = `${Math.round(ms)} ms`;
  if (result instanceof NetworkError)
    return `${method} ${path} without an answer in ${time} (attempt ${attempt}, ${result.reason})`;
  const id = result.requestId === undefined ? "" : `, request ${result.requestId}`;
  return `${method} ${path} ${result.status} in ${time} (attempt ${attempt}${id})`;
}

/** Whether something that a provider says is a {@link requestLine}: of interest at once, and not afterwards. */
export function tellsRequest(message: string): boolean {
  return /^[A-Z]+ \/\S* (?:\d{3}|without an answer) in \d+ ms \(attempt \d/.test(message);
}
