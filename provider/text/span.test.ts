import { expect, it } from "vitest";
import { spanInWords } from "./span";

it.each([
  [999, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [195_400, "3 min 15 s"],
  [7_200_000, "2 h"],
  [3_900_000, "1 h 5 min"],
])("says %d ms", (ms, words) => {
  expect(spanInWords(ms)).toBe(words);
});
