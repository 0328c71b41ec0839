import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../contract";
import { versionOf } from "./rotation";

const same = { had: true, has: true, isKnown: true, isSame: true };

describe("the version of credentials", () => {
  it.each<[string, unknown, unknown, Partial<typeof same>, unknown]>([
    ["is the declared one, whatever happened", 7, 3, { isSame: false }, 7],
    ["is a declared one that is not known yet", UNKNOWN, 3, {}, UNKNOWN],
    ["begins with 1", undefined, undefined, { had: false }, 1],
    ["begins with 1 where none was recorded", undefined, "3", {}, 1],
    ["stays while nothing changes", undefined, 3, {}, 3],
    ["counts a change", undefined, 3, { isSame: false }, 4],
    ["is not known as long as they are not", undefined, 3, { isKnown: false, isSame: false }, UNKNOWN],
    [
      "stays with the first ones of what was taken over",
      undefined,
      3,
      { had: false, isSame: false, isKnown: false },
      3,
    ],
    ["stays when none are declared any more", undefined, 3, { has: false, isSame: false }, 3],
  ])("%s", (_, declared, old, rotation, version) => {
    expect(versionOf(declared, old, { ...same, ...rotation })).toBe(version);
  });
});
