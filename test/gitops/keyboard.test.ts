import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { declareStacks } from "../support/declared";
import { type GitopsProject, test } from "../support/gitops";
import type { Watched } from "../support/watched";

const CTRL_C = "\x03";
const HIDDEN = "\x1b[?25l";
const SHOWN = "\x1b[?25h";

/** Whether the cursor is to be seen after all that was written to a terminal. */
const isCursorShown = ({ stdout }: Watched) => stdout.lastIndexOf(HIDDEN) <= stdout.lastIndexOf(SHOWN);

/** Has `pulumi` hang in the commands whose arguments contain what `HOLD` says, as a slow disk or network would. */
async function slowPulumi(project: GitopsProject) {
  const file = join(project.root, "held");
  await project.standInForPulumi(
    `case "$*" in *"$HOLD"*) : > ${file}; exec sleep 600;; esac\nexec "$PULUMI" "$@"`,
  );
  return async (what: string) => {
    project.environment.HOLD = what;
    await rm(file, { force: true });
    return () => vi.waitUntil(() => existsSync(file), { timeout: 120_000 });
  };
}

test("Ctrl-C in any command that pulumi is asked for is an interruption, and leaves a terminal as it was", async ({
  service,
  project,
}) => {
  await declareStacks(project, service, { alpha: 1 });
  const hold = await slowPulumi(project);
  const interrupted = async (
    command: readonly string[],
    isUnderWay: () => Promise<unknown>,
    words = "Interrupted: what was not begun is not done.",
  ) => {
    const run = project.atTerminal(...command);
    await isUnderWay();
    run.type(CTRL_C);
    expect([await run.ended, run.stdout]).toEqual([130, expect.stringContaining(words)]);
    expect(run.stdout).not.toMatch(/Install it|did not say why|SIGINT|lifted/);
    expect(isCursorShown(run)).toBe(true);
  };
  for (const [command, ...held] of [
    ["plan", "version", "stack ls", "stack init", "preview "],
    ["drift", "version", "stack ls", "refresh "],
    ["destroy --yes", "destroy "],
  ] as const) {
    for (const what of held) await interrupted(command.split(" "), await hold(what));
  }
  await hold("nothing");

  const asking = project.atTerminal("apply");
  await asking.says("Do this? [y/N]");
  expect(asking.stdout).toContain(HIDDEN);
  expect(isCursorShown(asking)).toBe(true);
  asking.type("y\r");
  expect(await asking.ended).toBe(0);
  expect(isCursorShown(asking)).toBe(true);

  // The engine and the provider are interrupted by the keyboard, too.
  await service.control.addFault({
    match: { method: "GET" },
    effect: { kind: "delay", ms: 600_000, when: "before" },
  });
  const isAsked = async () => (await service.control.faults()).every(({ usedUp }) => usedUp);
  const words = "is not waited for (nothing was changed). Run the same command again.";
  await interrupted(["drift"], () => vi.waitUntil(isAsked, { timeout: 120_000 }), words);
  await service.control.clearFaults();

  const failing = project.atTerminal("apply", "--plan", "there-is-none.json", "--yes");
  expect(await failing.ended).toBe(1);
  expect(isCursorShown(failing)).toBe(true);
});
