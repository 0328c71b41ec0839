import { html, QUOTED, type Variant, type When } from "../fault";
import { NOT_CARRIED_OUT, REFUSED, type Row } from "./fault";

const refusal = { lasts: true, isRepeated: false } as const;

/** A refusal in Coregit's own form: most have no code. */
function refused(code: number, error: string, when: When = "before"): Variant {
  return {
    title: `${code} ${error}`,
    effects: [{ kind: "json", status: code, body: { error: `${error} ${QUOTED}` }, when }],
  };
}

/** The same, in exactly these words: they are what tells one 404 from another. */
function refusedSaying(code: number, error: string): Variant {
  return { title: `${code} ${error}`, effects: [{ kind: "json", status: code, body: { error } }] };
}

const { exists: _, gone: __, deleted: ___, ...UNLESS_TESTED } = REFUSED;

/** The service says no. */
export const REFUSALS: readonly Row[] = [
  {
    ...refusal,
    title: "400: the code host does not accept the token, or is down",
    advice: /so try again|report it as a bug/,
    variants: [
      refused(400, "GitHub token validation failed: 401 Bad credentials"),
      refused(400, "GitHub token validation failed: 503 Service Unavailable"),
    ],
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "401: the API key",
    advice: /Check coregit:apiKey/,
    variants: [refused(401, "Invalid API key"), refused(401, "API key expired")],
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "403: not a master key",
    advice: /Use a master key/,
    variants: [refused(403, "Only master API keys can manage connections")],
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "404 `Connection not found`, and the connection is there",
    advice: /pulumi refresh/,
    variants: [refusedSaying(404, "Connection not found")],
    cells: UNLESS_TESTED,
  },
  {
    ...refusal,
    title: "404 `Not found`: a wrong address",
    advice: /check coregit:baseUrl/i,
    variants: [refusedSaying(404, "Not found")],
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "404 page: a wrong address",
    advice: /Check coregit:baseUrl/,
    variants: [html(404)],
    cells: NOT_CARRIED_OUT,
  },
  {
    ...refusal,
    title: "409",
    advice: /try again/,
    variants: [refused(409, "Conflict")],
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "413",
    advice: /shorten it/,
    variants: [refused(413, "Request body too large")],
    cells: REFUSED,
  },
];
