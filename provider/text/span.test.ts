import { expect, it } from "vitest";
import { spanInFull, spanInWords } from "./span";

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

it.each([
  [500, "0.5 seconds"],
  [1_000, "1 second"],
  [30_000, "30 seconds"],
  [61_000, "1 minute 1 second"],
  [195_400, "3 minutes 15 seconds"],
  [7_260_000, "2 hours 1 minute"],
])("says %d ms in whole words", (ms, words) => {
  expect(spanInFull(ms)).toBe(words);
});
