import fc from "fast-check";
import { expect, it } from "vitest";
import { lay } from "./layout";

const hanging = { text: "    " };
const upper = (text: string) => text.toUpperCase();

it("leaves a line as it is where it has room, or where there is no terminal", () => {
  const pieces = [{ text: "  + " }, { text: "a  b", paint: upper }, { text: " c" }];
  expect(lay(pieces, 10, hanging)).toEqual(["  + A  B c"]);
  expect(lay(pieces, undefined, hanging)).toEqual(["  + A  B c"]);
});

it("breaks between words, whatever their colours", () => {
  const pieces = [{ text: "one " }, { text: "two three", paint: upper }, { text: "-four five" }];
  expect(lay(pieces, 12, hanging)).toEqual(["one TWO", "    THREE-four", "    five"]);
});

it("keeps a sign with the word behind it", () => {
  const pieces = [{ text: "list  " }, { text: "+ a-long-one two" }];
  expect(lay(pieces, 12, hanging)).toEqual(["list", "    + a-long-one", "    two"]);
});

it("keeps every word whole and in its place, in no line longer than need be", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(words, fc.integer({ min: 10, max: 60 }), (all, width) => {
      const lines = lay([{ text: all.join(" ") }], width, hanging);
      expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(all);
      for (const line of lines) expect(line.length <= width || !line.trim().includes(" ")).toBe(true);
    }),
  );
});
