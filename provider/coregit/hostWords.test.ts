import { describe, expect, it } from "vitest";
import { isUnreached, maskUnknownTokens, readableWords } from "./hostWords";

describe("the words of a code host", () => {
  it.each([
    [
      'GitHub token validation failed: 401 {"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}',
      "GitHub token validation failed: 401 Bad credentials",
    ],
    [
      'GitHub token validation failed: 403 {\n  "message": "API rate limit exceeded",\n  "documentation_url": "https://docs.github.com/rest/overview#rate-limiting"\n}\n',
      "GitHub token validation failed: 403 API rate limit exceeded\n",
    ],
    [
      'GitLab token validation failed: 401 {"message":"401 Unauthorized"}',
      "GitLab token validation failed: 401 Unauthorized",
    ],
    [
      'GitLab token validation failed: 401 {"error":"invalid_token","error_description":"Token was revoked."}',
      "GitLab token validation failed: 401 Token was revoked.",
    ],
    ['403 {"error":"insufficient_scope"} (req 7)', "403 insufficient_scope (req 7)"],
    ['{"message":"a \\"quoted\\" word"}', 'a "quoted" word'],
    ["502 <!DOCTYPE html><html><h1>Bad gateway</h1></html>", "502 (a web page)"],
    ["429 Retry later", "429 Retry later"],
    ["fetch failed", "the code host could not be reached (fetch failed)"],
  ])("%j", (said, expected) => {
    expect(readableWords(said)).toBe(expected);
  });

  it.each([
    "",
    "{",
    "} {",
    '401 {"message":"cut off',
    '401 {"message":7}',
    '401 {"other":"text"}',
    "401 {}",
    "{a} and {b}",
  ])("stay as they are where they cannot be read: %j", (said) => {
    expect(readableWords(said)).toBe(said);
  });
});

it("tells a host that could not be reached from one that has answered", () => {
  expect(["fetch failed", " Fetch failed. "].map(isUnreached)).toEqual([true, true]);
  expect(["fetch failed: 401", "it says fetch failed", ""].map(isUnreached)).toEqual([false, false, false]);
});

const TOKEN = "0123456789abcdef0123456789abcdef01234567";

it.each([
  [`refused: ${TOKEN}, see https://docs`, "refused: [secret], see https://docs"],
  [`{"message":"${TOKEN}"}`, '{"message":"[secret]"}'],
  [`https://host/api/v4/${TOKEN}/x`, "https://host/api/v4/[secret]/x"],
  [`https://host/api?t=${TOKEN}&x=1`, "https://host/api?t=[secret]&x=1"],
  [`https://host/api#${TOKEN}`, "https://host/api#[secret]"],
  ["planted+third/token?=not-a-real-one~3", "[secret]?[secret]"],
])("masks a token wherever it stands: %j", (text, expected) => {
  expect(maskUnknownTokens(text)).toBe(expected);
});

it.each([
  '401 {"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}',
  "see https://docs.github.com/rest/overview/resources-in-the-rest-api-2022-11-28#rate-limiting, v3",
  "https://gitlab.example.com:8443/api/v4/personal_access_tokens/self?page=2",
  "GitHub token validation failed: 503 Service Unavailable",
])("leaves addresses, names of fields and words alone: %j", (text) => {
  expect(maskUnknownTokens(text)).toBe(text);
});
