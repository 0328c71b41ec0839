import fc from "fast-check";
import { expect, it } from "vitest";
import { unseenAsSpaces, unseenIn, visible, visibleLines, visibleUnits, withoutCommands } from "./visible";

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
  ["drawn as nothing: \u3164\u034f\ufe0f", "drawn as nothing: \\u{3164}\\u{34f}\\u{fe0f}"],
  ["in colour: 🛠\ufe0f", "in colour: 🛠\ufe0f"],
])("shows %j", (text, shown) => {
  expect(visible(text)).toBe(shown);
  expect(unseenIn(text).length > 0).toBe(text !== shown);
});

it.each([
  ["::error::x", "\\u{3a}:error::x"],
  [" \u3000::error::x", " \u3000\\u{3a}:error::x"],
  [":\u0301:error::x", "\\u{3a}\u0301:error::x"],
  ["x ##[group]y", "x \\u{23}#[group]y"],
  ["x ##vso[task.setvariable variable=a]b", "x \\u{23}#vso[task.setvariable variable=a]b"],
  ["##vso", "\\u{23}#vso"],
  ["##TeamCity[x]", "\\u{23}#TeamCity[x]"],
  ["###[group]", "#\\u{23}#[group]"],
  ["#\u0591#[group]", "\\u{23}\u0591#[group]"],
  ["##v\u0301so[x.y]", "\\u{23}#v\u0301so[x.y]"],
  ["%}> <{%bold%}>", "%\\u{7d}> <\\u{7b}%bold%\\u{7d}>"],
])("gives no command to what reads the output: %j", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it.each([
  "urn:pulumi:dev::app::x::y",
  "## Heading",
  "#1 and #2",
  "{ a: 1 } <{x}>",
  "http://[::1]:8080",
])("leaves alone what is none: %j", (text) => {
  expect(visible(text)).toBe(text);
});

it("leaves nothing that a terminal obeys, and says the same when said twice", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(
        /(?<!\p{Extended_Pictographic}(?=\ufe0f))[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/u,
      );
      expect(visible(shown)).toBe(shown);
      expect(visibleUnits(text).join("")).toBe(shown);
      expect(visibleUnits(text)).toHaveLength(text.length);
    }),
  );
});

it("takes a time in proportion to the length", () => {
  const long = ["#", ":", "#a", "##a", "#\u0301", " ", "\u0301", "\u001b[3", `:${" ".repeat(50)}`];
  const started = performance.now();
  for (const part of long) visible(`${part.repeat(100_000)}::`);
  expect(performance.now() - started).toBeLessThan(5000);
});

it("keeps the lines of a message", () => {
  expect(visibleLines("\n first\r\nsecond\u001b\n::third::")).toEqual([
    "",
    " first",
    "second\\u{1b}",
    "\\u{3a}:third::",
  ]);
});

it("sees emoji as a whole, and each sign that is not seen once", () => {
  expect(unseenIn("👩\u200d💻 🛠\ufe0f 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}")).toEqual([]);
  expect(unseenIn("a\u200d\ufe0fb\u200d\n")).toEqual(["\\u{200d}", "\\u{fe0f}", "\\n"]);
});

it("puts spaces where nothing is seen", () => {
  expect(unseenAsSpaces("a\u202e\r\nb")).toBe("a b");
});

it("takes the command out of a line of ours, and leaves its colours", () => {
  expect(withoutCommands("  \u001b[31m::error::x ##[y]\u001b[39m")).toBe(
    "  \u001b[31m\\u{3a}:error::x \\u{23}#[y]\u001b[39m",
  );
});
