import { describe, expect, it } from "vitest";
import { NetworkError } from "../http/errors";
import { mayHaveBeenDone, UnexpectedContent } from "../http/serviceError";
import type { Answer, Call } from "../http/transport";
import { errorFrom, isAbsence, isKeyConflict, NAMES } from "./errors";

const BASE_URL = "https://api.example.com";
const call: Call = { method: "PUT", path: "/v1/config/repos/rc_1", headers: {}, repeatable: true };

const answer = (status: number, text: string, other: Partial<Answer> = {}): Answer => ({
  status,
  contentType: "application/json; charset=utf-8",
  requestId: "req-7",
  servedAt: 0,
  inDoubt: false,
  ...other,
  text,
});

const refusal = (status: number, code: string, message?: string, other: Partial<Answer> = {}) =>
  errorFrom(
    call,
    answer(status, JSON.stringify({ success: false, error: { code, message } }), other),
    BASE_URL,
  );

const foreign = (status: number, other: Partial<Answer> = {}) =>
  errorFrom(call, answer(status, "<html>", { contentType: "text/html; charset=utf-8", ...other }), BASE_URL);

describe("a refusal", () => {
  it("is told with the service's own words, advice, and what support will ask for", () => {
    expect(refusal(403, "QUOTA_EXCEEDED", "Too many repositories")).toMatchObject({
      name: "SigSentryError",
      status: 403,
      code: "QUOTA_EXCEEDED",
      inDoubt: false,
      message:
        "SigSentry answered 403 QUOTA_EXCEEDED: Too many repositories. The plan allows no more repositories in this project: remove some, or raise the plan. (PUT /v1/config/repos/rc_1, request id req-7)",
    });
  });

  it("keeps the full stop that the service has set, and does without its words", () => {
    expect(refusal(403, "DASHBOARD_ONLY", "Not here!").message).toMatch(/DASHBOARD_ONLY: Not here! Do this/);
    expect(refusal(403, "DASHBOARD_ONLY", "No! Not x.y").message).toContain("Not x.y. Do this");
    expect(refusal(403, "DASHBOARD_ONLY").message).toMatch(/403 DASHBOARD_ONLY\. Do this in/);
  });

  it.each([
    400, 403, 409, 500,
  ])("%i: names the fields that the service names, whatever it says else", (status) => {
    const told = (message?: string) => {
      const error = {
        code: "VALIDATION_ERROR",
        message,
        details: { "repositories.0": "Must be owner/repo" },
      };
      return errorFrom(call, answer(status, JSON.stringify({ success: false, error })), BASE_URL).message;
    };
    expect(told("Validation failed")).toMatch(
      /VALIDATION_ERROR: Validation failed \(repositories\[0\]: Must be owner\/repo\)\. Correct what/,
    );
    expect(told("Validation failed.")).toContain("Validation failed (repositories[0]:");
    expect(told()).toContain("VALIDATION_ERROR: repositories[0]: Must be owner/repo. Correct what");
  });

  it("of a call that names no connection is about the address or the project, never about a deletion", () => {
    const text = JSON.stringify({ success: false, error: { code: "NOT_FOUND", message: "No such route." } });
    for (const path of ["/v1/config/repos", "/v1/config/repos?page=2"]) {
      const { message } = errorFrom({ ...call, method: "POST", path }, answer(404, text), `${BASE_URL}/api`);
      expect(message).toContain(
        `without such a call, https://api.example.com/api${path}: check sigsentry:baseUrl, its path too. If it is right, there may be no such project: check projectId.`,
      );
      expect(message).not.toMatch(/deleted|refresh/);
    }
  });

  it("is about the project where the service says so", () => {
    const error = { code: "NOT_FOUND", message: "No such project in your tenant" };
    const text = JSON.stringify({ success: false, error });
    const { message } = errorFrom({ ...call, path: "/v1/config/repos" }, answer(404, text), BASE_URL);
    expect(message).toContain("No such project in your tenant. Check projectId; the API key may be another");
    expect(message).not.toContain("baseUrl");
  });

  it("does without a request id", () => {
    expect(refusal(403, "FORBIDDEN", "No", { requestId: undefined }).message).toMatch(
      /\(PUT \/v1\/config\/repos\/rc_1\)$/,
    );
  });

  it.each([
    [400, "VALIDATION_ERROR", "report it as a bug of this provider"],
    [400, "MISSING_PROJECT_ID", "Set projectId on the resource"],
    [400, "MISSING_PROJECT", "Set projectId on the resource"],
    [
      401,
      "UNAUTHORIZED",
      "Check sigsentry:apiKey (or SIGSENTRY_API_KEY): the key is missing, wrong, expired or revoked.",
    ],
    [401, "API_KEY_INVALID", "the key is missing, wrong, expired or revoked."],
    [401, "API_KEY_REVOKED", "Make a new secret key"],
    [401, "API_KEY_EXPIRED", "Make a new secret key"],
    [401, "KEY_FORMAT_DEPRECATED", "Make a new secret key"],
    [403, "FORBIDDEN", "config:read and config:write"],
    [403, "SECRET_KEY_REQUIRED", "Use a secret key"],
    [403, "WRONG_PROJECT", "The key belongs to another project"],
    [403, "DASHBOARD_ONLY", "SigSentry's dashboard"],
    [403, "QUOTA_EXCEEDED", "raise the plan"],
    [
      403,
      "FEATURE_NOT_AVAILABLE",
      "SigSentry's plan does not include this, whatever the key: raise the plan.",
    ],
    [
      403,
      "ANALYSIS_QUOTA_EXCEEDED",
      "are used up, whatever the key: wait for the next period, or raise the plan.",
    ],
    [403, "CONNECTION_LIMIT_REACHED", "SigSentry's plan allows no more, whatever the key:"],
    [429, "MONTHLY_QUOTA_EXCEEDED", "SigSentry's plan allows no more, whatever the key:"],
    [
      402,
      "PAYMENT_REQUIRED",
      "plan does not include this, or is not paid for, whatever the key: raise the plan",
    ],
    [
      403,
      "PLAN_UPGRADE_REQUIRED",
      "plan does not include this, or is not paid for, whatever the key: raise the",
    ],
    [429, "REQUEST_LIMIT_EXCEEDED", "Too many requests: wait a minute"],
    [400, "REPO_CONNECTION_FAILED", "could not read the repositories: check the credentials"],
    [404, "TENANT_NOT_FOUND", "use a key of one that exists"],
    [404, "REPO_NOT_CONFIGURED", "run `pulumi refresh`"],
    [404, "NOT_FOUND", "run `pulumi refresh`"],
    [409, "IDEMPOTENCY_KEY_CONFLICT", "try again later"],
    [429, "RATE_LIMITED", "lower `--parallel`"],
    [429, "RATE_LIMIT_EXCEEDED", "lower `--parallel`"],
    [500, "INTERNAL_ERROR", "contact its support with the request id"],
  ])("%i %s has advice of its own", (status, code, advice) => {
    expect(refusal(status, code).message).toContain(advice);
  });

  it.each([
    [401, "Check sigsentry:apiKey."],
    [403, "Check sigsentry:apiKey, what it is allowed to do, and what the plan includes."],
    [
      404,
      "an address without such a call, https://api.example.com/v1/config/repos/rc_1: check sigsentry:baseUrl",
    ],
    [410, "run `pulumi refresh`"],
    [402, "SigSentry's plan does not include this, or is not paid for"],
    [418, "The state is unchanged. Correct what the service names"],
    [429, "Too many requests: wait a minute"],
    [499, "The state is unchanged. Correct what the service names"],
    [500, "The service is in trouble: try again later."],
  ])("%i with a code that is not documented has the advice of its status", (status, advice) => {
    expect(refusal(status, "NEW_CODE").message).toContain(advice);
    expect(refusal(status, "constructor").message).toContain(advice);
  });
});

describe("an answer that is none of SigSentry's", () => {
  it("is told by its type, without its content", () => {
    expect(foreign(502).message).toBe(
      "https://api.example.com/v1/config/repos/rc_1 answered 502 with text/html that is no answer of SigSentry's API. The service is in trouble: try again later. Check sigsentry:baseUrl and any proxy on the way. (PUT /v1/config/repos/rc_1, request id req-7)",
    );
    expect(foreign(502, { contentType: "" }).message).toContain("with no content type that is");
    expect(foreign(502).code).toBeUndefined();
  });

  it.each([
    [200, "Something else answers there. Check sigsentry:baseUrl"],
    [299, "Something else answers there. Check sigsentry:baseUrl"],
    [300, "set sigsentry:baseUrl to the final address"],
    [399, "set sigsentry:baseUrl to the final address"],
    [400, "The state is unchanged."],
    [404, "SigSentry's API. Check sigsentry:baseUrl, its path too. (PUT"],
  ])("%i: has advice", (status, advice) => {
    expect(foreign(status).message).toContain(advice);
  });
});

it("says of a success that cannot be used that nothing was concluded from it", () => {
  const error = new UnexpectedContent(NAMES, call, answer(200, "{}"), BASE_URL, "it is odd");
  expect(error.message).toBe(
    "SigSentry's answer could not be used: it is odd. Nothing was concluded from it and the state is unchanged; try again, and check sigsentry:baseUrl if it stays: https://api.example.com/v1/config/repos/rc_1 was asked. (PUT /v1/config/repos/rc_1, request id req-7)",
  );
  expect(error.status).toBe(200);
});

describe("isAbsence", () => {
  it("takes the service's word for an absence, and no one else's", () => {
    expect(isAbsence(refusal(404, "NOT_FOUND"))).toBe(true);
    expect(isAbsence(refusal(410, "GONE"))).toBe(true);
    expect(isAbsence(refusal(404, "ROUTE_UNKNOWN"))).toBe(false);
    expect(isAbsence(refusal(403, "NOT_FOUND"))).toBe(false);
    expect(isAbsence(foreign(404))).toBe(false);
    expect(isAbsence(foreign(410))).toBe(false);
    expect(isAbsence(new Error("NOT_FOUND"))).toBe(false);
  });
});

describe("isKeyConflict", () => {
  it("is one code only", () => {
    expect(isKeyConflict(refusal(409, "IDEMPOTENCY_KEY_CONFLICT"))).toBe(true);
    expect(isKeyConflict(refusal(409, "OTHER"))).toBe(false);
    expect(isKeyConflict(new Error("IDEMPOTENCY_KEY_CONFLICT"))).toBe(false);
  });
});

describe("mayHaveBeenDone", () => {
  it.each([400, 403, 499])("rules it out after the service's own refusal: %i", (status) => {
    expect(mayHaveBeenDone(refusal(status, "FORBIDDEN"))).toBe(false);
  });

  it("does not rule it out when an earlier attempt was never answered", () => {
    expect(mayHaveBeenDone(refusal(403, "FORBIDDEN", "No", { inDoubt: true }))).toBe(true);
  });

  it.each<[string, () => unknown, boolean]>([
    ["a proxy's refusal", () => foreign(403), true],
    ["a failure of the service", () => refusal(500, "INTERNAL_ERROR"), true],
    ["a refusal with a success's status", () => refusal(399, "FORBIDDEN"), true],
    ["an error of another kind", () => new Error("no idea"), true],
    ["a connection that was lost", () => new NetworkError("dropped", "lost"), true],
    ["a connection that was refused", () => new NetworkError("refused", "no"), false],
  ])("after %s", (_, error, expected) => {
    expect(mayHaveBeenDone(error())).toBe(expected);
  });
});
