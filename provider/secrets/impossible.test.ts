import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemWithSecret } from "./impossible";

const TOKEN = `ghp_${"aB3dE".repeat(7)}x`;

describe("problemWithSecret", () => {
  it.each([
    TOKEN,
    "0123456789abcdef0123456789abcdef01234567",
    `github_pat_${"1A_b".repeat(21)}`,
    "glpat-aB3-_xyZ0123456789ab.01.0w1a2b3c4d5",
    "ATATT3xFfGF0_abc-DEF=ABCDEF01",
    "abc==",
    "planted+token/?=with-signs~1",
    'pass"in\\word<of>',
    "=abc",
  ])("has nothing to say of what a host may issue: %s", (token) => {
    expect(problemWithSecret(token)).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ["quotes around it", `"${TOKEN}"`, "starts with U+0022 QUOTATION MARK: leave the quotes out"],
    ["a quote behind it", `${TOKEN}'`, "ends with U+0027 APOSTROPHE: leave the quotes out"],
    ["a zero-width space", `${TOKEN}\u200b`, "ends with U+200B ZERO WIDTH SPACE"],
    ["a mark before it", `\ufeff${TOKEN}`, "starts with U+FEFF ZERO WIDTH NO-BREAK SPACE: a byte-order mark"],
    ["a space inside", `${TOKEN.slice(0, 9)} ${TOKEN.slice(9)}`, "has, as its character 10, U+0020 SPACE"],
    ["two line breaks", `${TOKEN}\n\n`, `has, as its character ${TOKEN.length + 1}, U+000A LINE FEED`],
    ["its variable", `READER_TOKEN=${TOKEN}`, "is an assignment (NAME=value): give what follows its ="],
    ["an export", `export T=${TOKEN}`, "is an assignment (NAME=value)"],
    ["a workflow's secret", "$\u007b{ secrets.X }}", "is a placeholder that nothing has filled in"],
    ["a shell's variable", "$\u007bTOKEN}", "is a placeholder that nothing has filled in"],
    ["JSON", `{"token": "${TOKEN}"}`, "is JSON or a list, or a mask"],
    ["a mask", "[secret]", "is JSON or a list, or a mask"],
    ["what a page shows", "<your token>", "is a placeholder (< … >)"],
    ["a header", `Bearer ${TOKEN}`, "starts with the word that goes before a token in a header"],
    ["UTF-16", Array.from(TOKEN).join("\0"), "has, as its character 2, U+0000 NULL: is it UTF-16?"],
    [
      "UTF-16 read as UTF-8",
      `\ufffd\ufffd${TOKEN}`,
      "starts with U+FFFD REPLACEMENT CHARACTER: it is not UTF-8",
    ],
    ["letters beyond ASCII", `${TOKEN.slice(0, 8)}\u00e9`, "ends with U+00E9, which no token has"],
    [
      "an escape",
      `${TOKEN}\u001b[0m`,
      `has, as its character ${TOKEN.length + 1}, U+001B, which no token has`,
    ],
    ["nothing", "", "is empty"],
  ])("refuses %s, and shows nothing of it", (_, text, message) => {
    const problem = problemWithSecret(text);
    expect(problem?.startsWith(message), problem).toBe(true);
    expect(problem).not.toContain(TOKEN.slice(0, 8));
  });

  it("lets nothing pass but visible ASCII, and never shows more than one character of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 6, maxLength: 40 }), (text) => {
        const problem = problemWithSecret(text);
        if (problem === undefined) expect(text).toMatch(/^[!-~]+$/);
        else expect(problem).not.toContain(text);
      }),
    );
  });
});
