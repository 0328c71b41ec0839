import { html, status } from "../fault";
import { NOT_CARRIED_OUT, REFUSED, type Row } from "./fault";

const refusal = { lasts: true, isRepeated: false } as const;

/** The service says no. */
export const REFUSALS: readonly Row[] = [
  {
    ...refusal,
    title: "400 `VALIDATION_ERROR`, `MISSING_PROJECT_ID`",
    advice: /Correct what the service names|Set projectId/,
    variants: [status(400, "VALIDATION_ERROR"), status(400, "MISSING_PROJECT_ID")],
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "401 `UNAUTHORIZED`, `API_KEY_REVOKED`, `API_KEY_EXPIRED`, `KEY_FORMAT_DEPRECATED`",
    advice: /Check sigsentry:apiKey|Make a new secret key/,
    variants: ["UNAUTHORIZED", "API_KEY_REVOKED", "API_KEY_EXPIRED", "KEY_FORMAT_DEPRECATED"].map((code) =>
      status(401, code),
    ),
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "403 `FORBIDDEN`, `SECRET_KEY_REQUIRED`, `WRONG_PROJECT`, `DASHBOARD_ONLY`, `QUOTA_EXCEEDED`",
    advice: /Give the key the permissions|Use a secret key|use that project's key|dashboard|raise the plan/,
    variants: ["FORBIDDEN", "SECRET_KEY_REQUIRED", "WRONG_PROJECT", "DASHBOARD_ONLY", "QUOTA_EXCEEDED"].map(
      (code) => status(403, code),
    ),
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "404 `NOT_FOUND` or 410, and the connection is there",
    advice: /pulumi refresh|Run the same command again|check sigsentry:baseUrl/,
    variants: [status(404, "NOT_FOUND"), status(410, "NOT_FOUND"), status(410, "GONE")],
    cells: REFUSED,
  },
  {
    ...refusal,
    title: "404 page: a wrong address",
    advice: /Check sigsentry:baseUrl/,
    variants: [html(404)],
    cells: NOT_CARRIED_OUT,
  },
  {
    title: "409 `IDEMPOTENCY_KEY_CONFLICT`",
    lasts: false,
    isRepeated: true,
    advice: /try later/,
    variants: [status(409, "IDEMPOTENCY_KEY_CONFLICT")],
    cells: { post: "otherKey", postElsewhere: "otherKey" },
  },
  {
    title: "409 `IDEMPOTENCY_KEY_CONFLICT`, whatever the key",
    lasts: true,
    isRepeated: true,
    advice: /try again later/i,
    variants: [status(409, "IDEMPOTENCY_KEY_CONFLICT")],
    cells: { post: "nothing", postElsewhere: "nothing" },
  },
];
