import { expect, it } from "vitest";
import { maskUnknownTokens } from "./unknownTokens";

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
