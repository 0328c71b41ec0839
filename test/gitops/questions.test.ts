import { stripVTControlCharacters } from "node:util";
import { expect } from "vitest";
import { declareStacks } from "../support/declared";
import { test } from "../support/gitops";
import { treeOf } from "../support/killTree";
import type { Watched } from "../support/watched";

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const INTERRUPTED = "Interrupted; nothing was done.";
const DECLINED = "Nothing was done.";

/** Sends a signal to a command on a terminal, and to nothing else there. */
async function signal({ child }: Watched, name: NodeJS.Signals): Promise<void> {
  const [, command] = await treeOf(child.pid ?? -1);
  if (command === undefined) throw new Error("there is no command on the terminal");
  process.kill(command, name);
}

test("whoever does not say yes has nothing done, and reads whether that was an interruption", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  /** What a command says after its question, and its exit code. */
  const answered = async (command: string, answer: (run: Watched) => unknown) => {
    const run = project.atTerminal(...command.split(" "));
    await run.says("[y/N]");
    await answer(run);
    const code = await run.ended;
    return [code, stripVTControlCharacters(run.stdout).split("[y/N]")[1]?.trim()];
  };
  const answers: [answer: (run: Watched) => unknown, ending: unknown[]][] = [
    [(run) => run.type(CTRL_C), [130, INTERRUPTED]],
    [(run) => signal(run, "SIGTERM"), [130, INTERRUPTED]],
    [(run) => run.type(CTRL_D), [1, DECLINED]],
    [(run) => run.type("\r"), [1, DECLINED]],
  ];
  const writes = async () => (await service.takeCalls()).filter((call) => !call.startsWith("GET "));
  for (const [answer, ending] of answers) expect(await answered("apply", answer)).toEqual(ending);
  expect(await writes()).toEqual([]);

  await project.expect(0, "apply", "--yes");
  await service.takeCalls();
  project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  for (const command of ["destroy", "rotate one-1"]) {
    for (const [answer, ending] of answers.slice(0, 2))
      expect(await answered(command, answer), command).toEqual(ending);
  }
  expect(await writes()).toEqual([]);
  expect(await service.connections(one)).toHaveLength(1);
});
