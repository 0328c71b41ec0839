import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { confirmed, hasColours } from "./terminal";

const terminal = { isTTY: true };
const pipe = {};

describe("colours", () => {
  it.each([
    ["are for terminals", terminal, { TERM: "xterm" }, true],
    ["are not for pipes, in CI neither", pipe, { TERM: "xterm", CI: "true" }, false],
    ["are not for a terminal that knows none", terminal, { TERM: "dumb" }, false],
    ["go away with NO_COLOR", terminal, { NO_COLOR: "1" }, false],
    ["come with FORCE_COLOR", pipe, { FORCE_COLOR: "1" }, true],
    ["do not come with FORCE_COLOR=0", terminal, { FORCE_COLOR: "0" }, false],
    ["are as usual where both are empty", terminal, { NO_COLOR: "", FORCE_COLOR: "" }, true],
  ])("%s", (_, stream, environment, expected) => {
    expect(hasColours(stream, environment)).toBe(expected);
  });
});

describe("a question", () => {
  const END_OF_INPUT = "\u0004";
  const CTRL_C = "\u0003";

  /** What becomes of a question where this is typed. */
  async function asked(typed: string, cancelled = new AbortController()) {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = Object.assign(new PassThrough(), { isTTY: true });
    const answer = confirmed("Do this?", cancelled.signal, { input, output });
    input.write(typed);
    const isYes = await answer;
    output.end();
    return { isYes, shown: await text(output) };
  }

  it.each([
    ["y\r", true],
    ["Yes\r", true],
    ["\r", false],
    ["n\r", false],
    ["yess\r", false],
  ])("answered by %j is a yes: %s", async (typed, isYes) => {
    expect(await asked(typed)).toEqual({ isYes, shown: expect.stringContaining("Do this? [y/N] ") });
  });

  it("is a no where the input ends, and the next line begins at its start", async () => {
    const { isYes, shown } = await asked(END_OF_INPUT);
    expect(isYes).toBe(false);
    expect(shown).toMatch(/\n$/);
  });

  it("is a no at Ctrl-C, which interrupts as everywhere else", async () => {
    const cancelled = new AbortController();
    process.once("SIGINT", () => cancelled.abort());
    expect((await asked(CTRL_C, cancelled)).isYes).toBe(false);
    expect(cancelled.signal.aborted).toBe(true);
  });

  it("is not asked where nobody can answer", async () => {
    const input = new PassThrough();
    const signal = new AbortController().signal;
    await expect(confirmed("Do this?", signal, { input, output: new PassThrough() })).rejects.toThrow(
      "--yes",
    );
  });
});
