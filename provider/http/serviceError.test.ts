import { describe, expect, it } from "vitest";
import type { Answer, Call } from "./call";
import {
  adviceByStatus,
  foreignAnswer,
  mayHaveBeenDone,
  parseJson,
  ServiceError,
  trace,
  UnexpectedContent,
} from "./serviceError";

// How the errors of a service read is tested with each service's own; here is what they share.

const names = { service: "Acme", apiKey: "acme:apiKey", baseUrl: "acme:baseUrl" };
const call: Call = { method: "PUT", path: "/x", headers: { "x-api-key": "s3cret" }, repeatable: true };
const answer: Answer = {
  status: 502,
  contentType: "text/html",
  requestId: "r1",
  text: "<h1>s3cret</h1>",
  servedAt: 0,
  inDoubt: false,
};

it("names the service and its settings as they are called", () => {
  const unexpected = new UnexpectedContent(names, call, answer, "https://a", "it is odd");
  expect(unexpected.message).toMatch(
    /^Acme's answer could not be used: it is odd\. .* \(PUT \/x, request id r1\)$/,
  );
  expect(foreignAnswer(names, call, answer, "https://a", "Do this.")).toBe(
    "https://a/x answered 502 with text/html that is no answer of Acme's API. Do this. Check acme:baseUrl and any proxy on the way. (PUT /x, request id r1)",
  );
  expect(adviceByStatus(names, 401, "")).toBe("Check acme:apiKey.");
});

it("shows a foreign content type bounded and clean, without its parameters", () => {
  const contentType = `\u001b[2J${"x".repeat(1_000)}; charset=s3cret`;
  const message = foreignAnswer(names, call, { ...answer, contentType }, "https://a", "");
  expect(message).not.toMatch(/[\p{Cc}]|s3cret/u);
  expect(message.length).toBeLessThan(300);
});

it("gives its own advice for what names nothing", () => {
  for (const status of [404, 410]) expect(adviceByStatus(names, status, "Look there.")).toBe("Look there.");
});

describe("mayHaveBeenDone", () => {
  it.each([
    [true, false, false],
    [true, true, true],
    [false, false, true],
    [false, true, true],
  ])("refused: %s, in doubt before: %s → %s", (isRefusal, inDoubt, expected) => {
    expect(mayHaveBeenDone(new ServiceError("x", 400, isRefusal, inDoubt))).toBe(expected);
  });

  it("is not ruled out by a success that cannot be used", () => {
    expect(
      mayHaveBeenDone(new UnexpectedContent(names, call, { ...answer, status: 200 }, "https://a", "x")),
    ).toBe(true);
  });

  it("is not ruled out by what is no error at all", () => {
    for (const nothing of [undefined, null, "x"]) expect(mayHaveBeenDone(nothing)).toBe(true);
  });
});

it("parses JSON, and nothing else", () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect(parseJson("null")).toBeNull();
  for (const text of ["", "<html>", "{", "undefined"]) expect(parseJson(text)).toBeUndefined();
});

it("traces a call by what support asks for, and no more", () => {
  expect(trace(call, answer)).toBe("(PUT /x, request id r1)");
  expect(trace(call, { ...answer, requestId: undefined })).toBe("(PUT /x)");
});
