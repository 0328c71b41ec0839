import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Comments } from "./comments";

const SOURCE = `
/**
 * What is declared,
 * on two lines.
 *
 * A second paragraph; see {@link Token.value} and {@link other}.
 *
 * @example { value: 1 }
 */
export interface Args {
  /** The first. */
  first: string;
  bare: string;
}
/** Either. */
export type Either =
  | {
      /** One. */
      one: string;
    }
  | {
      /** Two. */
      two: string;
    };
/** A class. */
export class Made {
  /** Recorded. */
  declare readonly recorded: string;
  /** No property. */
  constructor() {}
}
`;

let folder: string;
let comments: Comments;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "comments-"));
  const file = join(folder, "source.ts");
  writeFileSync(file, SOURCE);
  comments = new Comments([file], { Token: "credentials" });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("doc comments", () => {
  it("lose their line breaks and tags, and their links name fields", () => {
    expect(comments.of("Args")).toBe(
      "What is declared, on two lines.\n\nA second paragraph; see `credentials.value` and `other`.",
    );
  });

  it.each([
    ["Args.first", "The first."],
    ["Either.one", "One."],
    ["Either.two", "Two."],
    ["Made", "A class."],
    ["Made.recorded", "Recorded."],
  ])("are found at %s", (name, text) => {
    expect(comments.of(name)).toBe(text);
  });

  it("tell the members that have one", () => {
    expect(comments.members("Args")).toEqual(["first"]);
    expect(comments.members("Made")).toEqual(["recorded"]);
  });

  it("are taken of the first declaration that has the member", () => {
    expect(comments.ofMember(["Made", "Args"], "first")).toBe("The first.");
  });

  it.each(["Args.bare", "Args.missing", "Missing"])("that are missing are an error: %s", (name) => {
    expect(() => comments.of(name)).toThrow(`${name} has no doc comment`);
  });
});
