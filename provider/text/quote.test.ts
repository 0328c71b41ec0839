import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { named, quoted, sentence, shortened } from "./quote";

it("a sentence ends with one sign, whatever a text from outside ends with", () => {
  expect(["a", "a.", "a!", "a?", "a…"].map(sentence)).toEqual(["a.", "a.", "a!", "a?", "a…."]);
});

describe("quoted", () => {
  it.each([
    ["a plain text.", "a plain text."],
    ["\u001b[31mred\u001b[0m\u0007", "[31mred [0m"],
    ["two\r\nlines\u2028and more", "two lines and more"],
    ["to the \u202eleft", "to the  left"],
    ["half \ud800 a character", "half   a character"],
    ['{"token": "s3cret-value"}', '{"token": "[secret]"}'],
  ])("shows %j as %j", (text, shown) => {
    expect(quoted(text, 100)).toBe(shown);
  });

  it("is never long, never on two lines, and never half a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => {
        const shown = quoted(text, 50);
        expect(shown.length).toBeLessThanOrEqual(51);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });

  it("does not look at a megabyte", () => {
    expect(quoted("x".repeat(10_000_000), 10)).toBe(`${"x".repeat(10)}…`);
  });
});

describe("shortened", () => {
  it("leaves a short text alone", () => {
    expect(shortened("12345", 5)).toBe("12345");
  });

  it("says that something is missing", () => {
    expect(shortened("123456", 5)).toBe("12345…");
    expect(shortened("1234\u{1f600}", 5)).toBe("1234…");
    expect(shortened("\u{1f600}34567", 5)).toBe("\u{1f600}345…");
  });
});

describe("named", () => {
  const numbers = (length: number) => Array.from({ length }, (_, index) => index + 1);

  it("names all of a few", () => {
    expect(named(numbers(3), (number) => `no. ${number}`)).toBe("no. 1; no. 2; no. 3");
    expect(named(numbers(10), String)).toBe("1; 2; 3; 4; 5; 6; 7; 8; 9; 10");
  });

  it("names ten of many, and says how many more there are", () => {
    expect(named(numbers(12), String)).toBe("1; 2; 3; 4; 5; 6; 7; 8; 9; 10; and 2 more");
  });
});
