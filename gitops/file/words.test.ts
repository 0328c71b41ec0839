import { describe, expect, it } from "vitest";
import { check as checkCoregit } from "../../provider/coregit/check";
import { errorFrom as coregitError } from "../../provider/coregit/errors";
import { readSettings as readCoregitSettings } from "../../provider/coregit/settings";
import { check as checkSigsentry } from "../../provider/sigsentry/check";
import { errorFrom as sigsentryError } from "../../provider/sigsentry/errors";
import { problemWithProject, readSettings } from "../../provider/sigsentry/settings";
import { inFileWords } from "./words";

const call = { method: "PUT", path: "/v1/connections/x", headers: {}, repeatable: true } as const;
const answer = (status: number, body: unknown) => ({
  ...{ status, text: JSON.stringify(body), contentType: "application/json" },
  ...{ requestId: "req_1", inDoubt: false, servedAt: 0 },
});

const CODES = [
  ...["VALIDATION_ERROR", "MISSING_PROJECT_ID", "MISSING_PROJECT", "UNAUTHORIZED", "API_KEY_REVOKED"],
  ...["API_KEY_EXPIRED", "KEY_FORMAT_DEPRECATED", "FORBIDDEN", "SECRET_KEY_REQUIRED", "WRONG_PROJECT"],
  ...["DASHBOARD_ONLY", "QUOTA_EXCEEDED", "NOT_FOUND", "RATE_LIMITED", "INTERNAL_ERROR"],
];

const CONTEXT = {
  settings: { apiKey: "ss_org_x", projectId: undefined, baseUrl: "https://x.example" },
  identity: undefined,
  read: () => "",
};

/** What the provider says where something is wrong that a file may have caused. */
const said = [
  ...[400, 401, 403, 404, 409, 429, 500].flatMap((status) => [
    ...CODES.map(
      (code) => sigsentryError(call, answer(status, { error: { code, message: "No." } }), "x").message,
    ),
    sigsentryError(call, answer(status, "<html>"), "x").message,
    coregitError(call, answer(status, { error: "No." }), "x").message,
  ]),
  ...checkSigsentry({ platform: "github", repositories: ["a/b"] }, {}, CONTEXT).problems,
  ...checkCoregit({ provider: "github", label: "x" }, {}, CONTEXT).problems,
  ...readSettings(() => undefined, {}).problems,
  ...readCoregitSettings(() => undefined, {}).problems,
  problemWithProject("ss_org_x", undefined),
].flatMap((one) => (one === undefined ? [] : typeof one === "string" ? one : `${one.path}: ${one.message}`));

describe("the words of a file", () => {
  it("are said for every field that a program calls otherwise, and every command names the stack", () => {
    expect(said.length).toBeGreaterThan(100);
    for (const text of said) {
      const words = inFileWords(text, "pay");
      expect(words).not.toMatch(/(?<!:)projectId|From\b|on the resource/);
      for (const [command] of words.matchAll(/`(pulumi|repo-connections) [^`]*`/g))
        expect(command).toMatch(/ --stack pay`$/);
      expect(inFileWords(words, "pay")).toBe(words);
    }
  });

  it.each([
    [
      "projectId: is missing. Set projectId on the resource, `pulumi config set sigsentry:projectId <id>` or SIGSENTRY_PROJECT_ID.",
      "project: is missing. Set project in the file, `pulumi config set sigsentry:projectId <id> --stack pay` or SIGSENTRY_PROJECT_ID.",
    ],
    ["credentialsFrom.token: the file x is empty", "credentials.token: the file x is empty"],
    ["accessTokenFrom: the value changed", "accessToken: the value changed"],
    [
      "credentials: is missing; give credentials, or credentialsFrom to keep them out of the state. Only",
      "credentials: is missing; give credentials by reference ({ env: NAME }, { file: PATH } or { config: name }). Only",
    ],
    [
      "set it to false and run `pulumi up` first",
      "set it to false and run `repo-connections apply --stack pay` first",
    ],
    ["`pulumi up --stack x` shows it", "`pulumi up --stack x` shows it"],
    ["run `pulumi up --refresh`.", "run `repo-connections apply --refresh --stack pay`."],
    [
      "`pulumi cancel --stack x` lifts it; `pulumi login`",
      "`pulumi cancel --stack x` lifts it; `pulumi login`",
    ],
  ])("%s", (text, words) => {
    expect(inFileWords(text, "pay")).toBe(words);
  });
});
