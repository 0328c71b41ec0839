import type { RequestPattern } from "../matrix";

/** The requests of the API; `purge` is `DELETE …/cache`, `list` is `GET`. */
export const REQUESTS = {
  list: { method: "GET", path: /^\/v1\/config\/repos(\?page=\d+)?$/, match: "**/repos" },
  POST: { method: "POST", path: /^\/v1\/config\/repos$/, match: "**/repos" },
  PUT: { method: "PUT", path: /^\/v1\/config\/repos\/[^/]+$/, match: "**/repos/*" },
  purge: { method: "DELETE", path: /^\/v1\/config\/repos\/[^/]+\/cache$/, match: "**/repos/*/cache" },
  DELETE: { method: "DELETE", path: /^\/v1\/config\/repos\/[^/]+$/, match: "**/repos/*" },
} as const satisfies Record<string, RequestPattern>;

/** A request as the tables name it. */
export type RequestName = keyof typeof REQUESTS;
