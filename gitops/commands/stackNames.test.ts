import { describe, expect, it } from "vitest";
import { nameWithin } from "./stackNames";

const home = { organization: "acme", project: "code-access" };

describe("a stack's full name", () => {
  it.each([
    "prod",
    "acme/prod",
    "acme/code-access/prod",
  ])("is accepted where project and organisation are those of the folder: %s", (asked) => {
    expect(nameWithin(asked, home)).toBe("prod");
  });

  it.each([
    [
      "acme/other/prod",
      "acme/other/prod is no stack of this folder: its project is code-access, not other. ",
    ],
    ["shop/prod", "shop/prod is no stack of this folder: its organisation is acme, not shop. "],
    ["shop/other/prod", ": its organisation is acme, not shop, and its project is code-access, not other. "],
    ["acme/code-access/eu/prod", "acme/code-access/eu/prod is no stack of this folder. "],
    ["acme/code-access/", "acme/code-access/ is no stack of this folder. "],
    ["/prod", "/prod is no stack of this folder. "],
    ["shop//prod", "shop//prod is no stack of this folder. "],
    ["/", "/ is no stack of this folder. "],
  ])("of something else is refused with what differs: %s", (asked, message) => {
    expect(() => nameWithin(asked, home)).toThrow(message);
    expect(() => nameWithin(asked, home)).toThrow(
      "Its stacks are called acme/code-access/NAME, or NAME alone.",
    );
  });
});
