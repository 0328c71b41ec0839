import { expect } from "vitest";
import { declareStacks } from "../support/declared";
import { test } from "../support/gitops";

const LOCK = "../backend/.pulumi/locks/organization/project/one/broken.json";

test("a lock that is empty or was written in part is named, with what lifts it", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  await project.pulumi("stack", "init", "one");
  for (const [text, reason] of [
    ["", "unexpected end of JSON input"],
    ['{"pid":7,"user', "unexpected end of JSON input"],
    ["nonsense", "invalid character 'o' in literal null (expecting 'u')"],
  ] as const) {
    await project.write(LOCK, text);
    const { stacks } = await project.report(1, "apply", "--yes");
    expect(stacks[0]?.errors).toEqual([
      `A lock of the stack cannot be read (${reason}): its file, in .pulumi/locks where the state is, is empty or was written in part. If nothing else is at work on the stack, \`pulumi cancel --stack one\` lifts the lock.`,
    ]);
  }
  expect(await service.connections(one)).toEqual([]);
  await project.pulumi("cancel", "--yes", "--stack", "one");
  await project.expect(0, "apply", "--yes");
  expect(await service.connections(one)).toHaveLength(1);

  const unnamed = await project.expect(1, "plan", "--stack", "");
  expect(unnamed.stderr).toContain("--stack is empty: give the name of a stack, or leave --stack out.");
});
