import { describe, expect, it } from "vitest";
import { withoutAddressSecrets } from "./addresses";

const TOKEN = "someThing+nobody/knows=1";
const masked = (text: string) => withoutAddressSecrets(text, "[secret]");

describe("what addresses hold of secrets", () => {
  it.each([
    [`https://${encodeURIComponent(TOKEN)}@git.example/x`, "https://[secret]@git.example/x"],
    ["https://me:p4ss@git.example", "https://[secret]@git.example"],
    [
      `see https://api.example/v1?token=abcdefgh1&page=2 now`,
      "see https://api.example/v1?token=[secret]&page=2 now",
    ],
    ["https://api.example/?abcdefgh1", "https://api.example/?[secret]"],
    ["https://api.example/?x=1;key=abcdefgh1#top", "https://api.example/?x=1;key=[secret]#top"],
    ["https://api.example?a=abc=defgh1&b", "https://api.example?a=[secret]&b"],
    ['found "abcdefgh1@git.example:acme/x.git"', 'found "[secret]@git.example:acme/x.git"'],
    ["abcdefgh1@git.example:22/acme", "[secret]@git.example:22/acme"],
  ])("is masked: %s", (text, without) => {
    expect(masked(text)).toBe(without);
  });

  it.each([
    "git@github.com:acme/x.git",
    "https://api.example/v1/config/repos?page=2",
    "write to somebody@example.com: they know",
    "locked by somebody@build-host (pid 7) since 2026-01-01T00:00:00Z",
    "what is it? token=abcdefgh1",
    "a\u00a0b",
  ])("is nothing in: %s", (text) => {
    expect(masked(text)).toBe(text);
  });

  it("is looked for in one pass", () => {
    // With the square of the length, a text of this one would take minutes.
    for (const part of [
      "abcdefgh",
      "a@",
      "x://",
      "x://a?",
      "a=",
      "abcdefgh1@git.example",
      "abcdefgh1@git.",
      "&",
    ]) {
      const text = part.repeat(Math.ceil(1_000_000 / part.length));
      expect(masked(text).length).toBeLessThanOrEqual(2 * text.length);
    }
  });
});
