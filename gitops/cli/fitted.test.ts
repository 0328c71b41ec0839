import { describe, expect, it } from "vitest";
import { fitted } from "./fitted";

describe("a message", () => {
  it("is broken between words at the width of a terminal, and keeps its indentation", () => {
    expect(fitted("Interrupted: nothing else is begun.\n  Take it out and refer to it.", 20)).toBe(
      "Interrupted: nothing\nelse is begun.\n  Take it out and\n  refer to it.",
    );
  });

  it("is left as it is where nobody looks at a terminal", () => {
    const message = `${"word ".repeat(50)}\n  1 | ${"x".repeat(90)}\n    | ^^`;
    expect(fitted(message, undefined)).toBe(message);
  });
});

describe("a line of a file with its carets", () => {
  const line = "coregit: { sync: { provider: github, label: x, accessToken: keep, adopt: c1 } }";
  const frame = (part: string) => {
    const at = line.indexOf(part);
    return `a.yaml:1:${at}: wrong\n  1 | ${line}\n    | ${" ".repeat(at)}${"^".repeat(part.length)}`;
  };

  it("is shown as it is where it fits", () => {
    expect(fitted(frame("keep"), 100)).toBe(frame("keep"));
  });

  it.each([
    "coregit",
    "provider",
    "github",
    "keep",
    "adopt",
    "c1",
    "}",
  ])("shows what is wrong: %s", (part) => {
    const shown = fitted(frame(part), 50).split("\n");
    expect(shown).toHaveLength(3);
    for (const one of shown) expect(one.length).toBeLessThanOrEqual(50);
    const [, text = "", carets = ""] = shown;
    expect(text.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe(part);
  });

  it("that are wider than the terminal end with it", () => {
    const [, text = "", carets = ""] = fitted(frame(line), 50).split("\n");
    expect([text.length, carets.length]).toEqual([50, 50]);
  });
});
