import type { RequestPattern } from "../matrix";

const ONE = /^\/v1\/connections\/[^/]+$/;

/** The requests of the API; `test` is `POST …/test`, `list` is `GET`. */
export const REQUESTS = {
  list: { method: "GET", path: /^\/v1\/connections$/, match: "**/connections" },
  POST: { method: "POST", path: /^\/v1\/connections$/, match: "**/connections" },
  PATCH: { method: "PATCH", path: ONE, match: "**/connections/*" },
  test: { method: "POST", path: /^\/v1\/connections\/[^/]+\/test$/, match: "**/connections/*/test" },
  DELETE: { method: "DELETE", path: ONE, match: "**/connections/*" },
} as const satisfies Record<string, RequestPattern>;

/** A request as the tables name it. */
export type RequestName = keyof typeof REQUESTS;
