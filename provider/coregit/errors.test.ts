import { describe, expect, it } from "vitest";
import { NetworkError } from "../http/errors";
import { mayHaveBeenDone, UnexpectedContent } from "../http/serviceError";
import type { Answer, Call } from "../http/transport";
import { errorFrom, isAbsence, NAMES } from "./errors";

const BASE_URL = "https://api.example.com";
const call: Call = { method: "PATCH", path: "/v1/connections/abc", headers: {}, repeatable: true };
const creation: Call = {
  method: "POST",
  path: "/v1/connections",
  headers: { "x-api-key": "cgk_live_planted" },
  body: { provider: "github", label: "CI", access_token: "ghp_plantedtoken" },
  repeatable: false,
};

const answer = (status: number, text: string, other: Partial<Answer> = {}): Answer => ({
  status,
  contentType: "application/json; charset=utf-8",
  requestId: "req-7",
  servedAt: 0,
  inDoubt: false,
  ...other,
  text,
});

const refusal = (status: number, error: unknown, code?: unknown, other: Partial<Answer> = {}, of = call) =>
  errorFrom(of, answer(status, JSON.stringify({ error, code }), other), BASE_URL);

const foreign = (status: number, other: Partial<Answer> = {}) =>
  errorFrom(call, answer(status, "<html>", { contentType: "text/html; charset=utf-8", ...other }), BASE_URL);

describe("a refusal", () => {
  it("is told with the service's own words, advice, and what support will ask for", () => {
    expect(refusal(404, "Connection not found")).toMatchObject({
      name: "CoregitError",
      status: 404,
      said: "Connection not found",
      isRefusal: true,
      inDoubt: false,
      message:
        "Coregit answered 404: Connection not found. It may have been deleted by hand, or the API key is another organisation's: run `pulumi refresh`, and check coregit:apiKey. (PATCH /v1/connections/abc, request id req-7)",
    });
  });

  it("is told with its code where it has one", () => {
    expect(refusal(429, "Slow down", "RATE_LIMITED").message).toMatch(
      /^Coregit answered 429 RATE_LIMITED: Slow down\. Too many requests/,
    );
    for (const none of [undefined, null, ""]) {
      expect(refusal(429, "Slow down", none).message).toMatch(/^Coregit answered 429: Slow down\. Too many/);
    }
  });

  it("keeps the full stop that the service has set, and does without its words", () => {
    expect(refusal(409, "Not now!").message).toMatch(/409: Not now! Something else/);
    expect(refusal(409, "No! Not x.y").message).toContain("Not x.y. Something else");
    for (const nothing of ["", " \n", "\u0007"]) {
      expect(refusal(409, nothing).message).toMatch(/^Coregit answered 409: no reason given\. Something/);
    }
  });

  it("names the fields that the service names, in this provider's words", () => {
    const text = JSON.stringify({
      error: "Invalid body",
      details: { access_token: ["Is too short"], label: "x" },
    });
    expect(errorFrom(creation, answer(400, text), BASE_URL).message).toMatch(
      /^Coregit answered 400: Invalid body \(accessToken: Is too short; label: x\)\. Correct what the service names; /,
    );
  });

  it("blames the token, or its code host, only where the service speaks of the token", () => {
    const body = { label: "x", access_token: "t" };
    expect(refusal(400, "Validation failed", undefined, {}, { ...call, body }).message).toMatch(
      /^Coregit answered 400: Validation failed\. Correct what the service names; .* Nothing was changed\. \(/,
    );
  });

  it("does without a request id", () => {
    expect(refusal(409, "No", undefined, { requestId: undefined }).message).toMatch(
      /\(PATCH \/v1\/connections\/abc\)$/,
    );
  });

  it.each([
    [400, "Bad", "report it as a bug of this provider. Nothing was changed."],
    [401, "Invalid API key", "Check coregit:apiKey (or COREGIT_API_KEY): Coregit does not accept that key."],
    [403, "Only master API keys can manage connections", "Use a master key (cgk_live_…) as coregit:apiKey"],
    [403, "No", "Check coregit:apiKey, what it is allowed to do, and what the plan includes."],
    [404, "Connection not found", "run `pulumi refresh`, and check coregit:apiKey"],
    [
      404,
      "Not found",
      "for an address without such a call, https://api.example.com/v1/connections/abc: check coregit:baseUrl, its path too.",
    ],
    [404, "not found.", "check coregit:baseUrl"],
    [404, "Something else not found", "check coregit:baseUrl"],
    [405, "Method not allowed", "check coregit:baseUrl"],
    [421, "Misdirected request", "check coregit:baseUrl"],
    [409, "Conflict", "Something else is changing the same connection: try again."],
    [410, "Gone", "run `pulumi refresh`"],
    [413, "Too large", "The label or the token is longer than Coregit takes: shorten it."],
    [418, "Teapot", "The state is unchanged. Correct what the service names, or ask its support."],
    [429, "Slow", "wait a minute, or lower `--parallel`"],
    [500, "Oh", "The service is in trouble: try again later."],
    [503, "Oh", "The service is in trouble: try again later."],
  ])("%i %j has advice, whatever the code", (status, said, advice) => {
    expect(refusal(status, said).message).toContain(advice);
    expect(refusal(status, said, "NEW_CODE").message).toContain(advice);
    expect(refusal(status, said, "NOT_FOUND").message).toContain(advice);
  });

  it.each([
    [403, "QUOTA_EXCEEDED", "The plan allows no more.", "more"],
    [429, "QUOTA_EXCEEDED", "Monthly limit", "more"],
    [409, "CONNECTION_QUOTA_EXCEEDED", "No", "more"],
    [403, "PLAN_LIMIT_REACHED", "No", "more"],
    [403, undefined, "Plan limit reached", "more"],
    [429, undefined, "Free tier limit exceeded: API calls", "more"],
    [429, "RATE_LIMITED", "Free tier limit exceeded: API calls", "more"],
    [403, "ANALYSIS_QUOTA_EXCEEDED", "No", "more"],
    [403, "FEATURE_NOT_AVAILABLE", "No", "not"],
    [403, undefined, "Connections require a paid plan", "not"],
    [402, undefined, "agentic_search requires a paid plan", "not"],
    [402, "PAYMENT_REQUIRED", "No", "not"],
    [403, "SUBSCRIPTION_REQUIRED", "No", "not"],
  ] as const)("%i %s %j is about the plan, not about the key", (status, code, said, which) => {
    const { message } = refusal(status, said, code);
    expect(message).toContain(
      which === "more"
        ? " Coregit's plan allows no more, whatever the key: remove what is not needed, wait for the next period where calls are counted, or raise the plan. ("
        : " Coregit's plan does not include this, or is not paid for, whatever the key: raise the plan, or pay for it. (",
    );
    expect(message).not.toContain("coregit:apiKey");
  });

  it.each([
    [429, "RATE_LIMITED", "Organization rate limit exceeded", "wait a minute"],
    [403, "FORBIDDEN", "Only master API keys can manage connections", "master key"],
    [403, "FORBIDDEN", "The connection plan-b is another organisation's", "Check coregit:apiKey"],
    [400, "VALIDATION_ERROR", "label of the plan is too long", "Correct what the service names"],
    [401, undefined, "Invalid API key of the free plan", "Check coregit:apiKey"],
    [500, "QUOTA_EXCEEDED", "Quota service is down", "The service is in trouble"],
    [429, "REQUEST_LIMIT_EXCEEDED", "Too many requests", "wait a minute"],
    [409, "CONFLICT", "Conflict", "Something else is changing"],
  ])("%i %s %j is not about the plan", (status, code, said, advice) => {
    expect(refusal(status, said, code).message).toContain(advice);
    expect(refusal(status, said, code).message).not.toContain("raise");
  });

  it("of a token may be an outage of the code host", () => {
    const text = "GitHub token validation failed: 503 Service Unavailable";
    for (const body of [{ access_token: "t" }, { label: "x", access_token: "t" }]) {
      expect(refusal(400, text, undefined, {}, { ...call, body }).message).toBe(
        "Coregit answered 400: GitHub token validation failed: 503 Service Unavailable. If the token is right, the code host may be down or take no more requests for now: Coregit answers alike, so try again. Nothing was changed. (PATCH /v1/connections/abc, request id req-7)",
      );
    }
    const withoutToken = refusal(400, "Nothing to update", undefined, {}, { ...call, body: { label: "x" } });
    expect(withoutToken.message).toContain("report it as a bug");
  });

  it("shows nothing of the request but its method and path", () => {
    for (const error of [
      refusal(400, "Bad", undefined, {}, creation),
      refusal(500, "Oh", undefined, {}, creation),
      errorFrom(creation, answer(502, "<html>"), BASE_URL),
    ]) {
      expect(error.message).toMatch(/\(POST \/v1\/connections, request id req-7\)$/);
      expect(JSON.stringify({ ...error, message: error.message })).not.toContain("planted");
    }
  });

  it("quotes no more of the service's words than fits, on one line, with nothing a terminal would obey", () => {
    const { message } = refusal(400, `\u001b[2J${"x".repeat(10_000)}`, `\u202eC\n${"Y".repeat(1_000)}`);
    expect(message.length).toBeLessThan(900);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message).toContain(`${"x".repeat(400)}`);
    expect(message).toContain("…");
  });

  it("masks the values of fields with secrets in the service's words", () => {
    const { message } = refusal(400, 'bad body {"access_token":"p4ssw0rd"}', "token=p4ssw0rd");
    expect(message).not.toContain("p4ssw0rd");
    expect(message).toContain('{"access_token":"[secret]"}');
  });
});

describe("an answer that is none of Coregit's", () => {
  it("is told by its type, without its content", () => {
    expect(foreign(502)).toMatchObject({
      said: undefined,
      isRefusal: false,
      message:
        "https://api.example.com/v1/connections/abc answered 502 with text/html that is no answer of Coregit's API. The service is in trouble: try again later. Check coregit:baseUrl and any proxy on the way. (PATCH /v1/connections/abc, request id req-7)",
    });
    expect(foreign(502, { contentType: "" }).message).toContain("with no content type that is");
  });

  it.each([
    [200, "Something else answers there. Check coregit:baseUrl and any proxy"],
    [299, "Something else answers there. Check coregit:baseUrl and any proxy"],
    [300, "Redirects are not followed with credentials: set coregit:baseUrl to the final address."],
    [308, "set coregit:baseUrl to the final address"],
    [400, "The state is unchanged."],
    [401, "Check coregit:apiKey."],
    [402, "Coregit's plan does not include this, or is not paid for"],
    [403, "Check coregit:apiKey, what it is allowed to do, and what the plan includes."],
    [404, "Coregit's API. Check coregit:baseUrl, its path too. (PATCH"],
    [405, "Coregit's API. Check coregit:baseUrl, its path too. (PATCH"],
    [429, "Too many requests: wait a minute"],
    [500, "The service is in trouble"],
  ])("%i: has advice", (status, advice) => {
    expect(foreign(status).message).toContain(advice);
  });

  it.each<[string, string]>([
    ["an empty body", ""],
    ["HTML", "<!doctype html>"],
    ["JSON of another service", JSON.stringify({ success: false, error: { code: "NOT_FOUND" } })],
    ["no object", "[]"],
    ["null", "null"],
    ["a text", '"Connection not found"'],
    ["half an answer", '{"error":"Connection not'],
    ["an error of another type", JSON.stringify({ error: true })],
    ["a code of another type", JSON.stringify({ error: "Connection not found", code: 404 })],
    ["a message", JSON.stringify({ message: "Connection not found" })],
  ])("may be %s", (_, text) => {
    for (const status of [400, 404, 500]) {
      const error = errorFrom(call, answer(status, text), BASE_URL);
      expect(error.message).toContain("that is no answer of Coregit's API");
      expect(error).toMatchObject({ status, said: undefined, isRefusal: false });
      expect(isAbsence(error)).toBe(false);
      expect(mayHaveBeenDone(error)).toBe(true);
    }
  });

  it("may have the form of a refusal, with the status of a success", () => {
    for (const status of [200, 302, 399]) {
      const error = refusal(status, "Connection not found");
      expect(error.message).toContain("that is no answer of Coregit's API");
      expect(isAbsence(error)).toBe(false);
      expect(mayHaveBeenDone(error)).toBe(true);
    }
  });
});

it("calls itself Coregit's when a success cannot be used", () => {
  const error = new UnexpectedContent(NAMES, call, answer(200, "{}"), BASE_URL, "it is odd");
  expect(error.message).toBe(
    "Coregit's answer could not be used: it is odd. Nothing was concluded from it and the state is unchanged; try again, and check coregit:baseUrl if it stays: https://api.example.com/v1/connections/abc was asked. (PATCH /v1/connections/abc, request id req-7)",
  );
});

describe("isAbsence", () => {
  it("takes the service's word for an absence, in whatever spelling", () => {
    for (const said of ["Connection not found", "connection not found.", "Connection Not Found"]) {
      expect(isAbsence(refusal(404, said))).toBe(true);
      expect(isAbsence(refusal(404, said, "NOT_FOUND"))).toBe(true);
    }
  });

  it("takes nothing else for one", () => {
    for (const error of [
      refusal(404, "Not found"),
      refusal(404, ""),
      refusal(404, "Connection not found at this code host"),
      refusal(404, "Database connection not found"),
      refusal(404, "Connection not found\nor so"),
      refusal(410, "Connection not found"),
      refusal(400, "Connection not found"),
      refusal(403, "Connection not found"),
      refusal(500, "Connection not found"),
      foreign(404),
      foreign(410),
      new Error("Connection not found"),
      Object.assign(new Error("x"), { status: 404, said: "Connection not found" }),
      undefined,
    ]) {
      expect(isAbsence(error)).toBe(false);
    }
  });
});

describe("mayHaveBeenDone", () => {
  it.each([400, 401, 403, 404, 409, 413, 429, 499])("is ruled out by Coregit's own refusal: %i", (status) => {
    expect(mayHaveBeenDone(refusal(status, "No"))).toBe(false);
  });

  it("is not ruled out when an earlier attempt was never answered", () => {
    expect(mayHaveBeenDone(refusal(400, "No", undefined, { inDoubt: true }))).toBe(true);
  });

  it.each<[string, () => unknown, boolean]>([
    ["a proxy's refusal", () => foreign(403), true],
    ["a failure of the service", () => refusal(500, "Oh"), true],
    ["an answer of a success's status", () => foreign(200), true],
    ["a connection that was lost", () => new NetworkError("dropped", "lost"), true],
    ["a connection that was refused", () => new NetworkError("refused", "no"), false],
  ])("after %s", (_, error, expected) => {
    expect(mayHaveBeenDone(error())).toBe(expected);
  });
});
