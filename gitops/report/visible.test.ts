import fc from "fast-check";
import { expect, it } from "vitest";
import { visible, visibleLines } from "./visible";

it.each([
  ["plain text, é 漢字 🚀", "plain text, é 漢字 🚀"],
  ["a\nb\r\tc", "a\\nb\\r\\tc"],
  ["\u001b[31m", "\\u{1b}[31m"],
  ["\u009b2J", "\\u{9b}2J"],
  ["\u202eabc\u2066", "\\u{202e}abc\\u{2066}"],
  ["zero\u200bwidth", "zero\\u{200b}width"],
  ["\u{e0041}tag", "\\u{e0041}tag"],
  ["\ud800", "\\u{d800}"],
  ["line\u2028", "line\\u{2028}"],
])("shows %j", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it("leaves nothing that a terminal obeys, and changes no other character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(visible(shown)).toBe(shown);
    }),
  );
});

it("keeps the lines of a message, without empty ones around it", () => {
  expect(visibleLines("\n first\r\nsecond\u001b\n\n")).toEqual(["first", "second\\u{1b}"]);
});
