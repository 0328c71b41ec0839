import { chmod, cp } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { runWell } from "../support/command";
import { declareStacks } from "../support/declared";
import { type GitopsProject, test } from "../support/gitops";

/** A number that no passwd file has. */
const NOBODY = 54_321;

/** Has Node know no user, where this process may not become one. */
const NOBODY_KNOWN = `require("node:os").userInfo = () => {
  throw new Error("A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)");
};
`;

/** Has commands run as a user whom the system does not know; what runs them so. */
async function asNobody(project: GitopsProject): Promise<readonly string[]> {
  delete project.environment.USER;
  if (process.getuid?.() !== 0) {
    await project.write("../nobody.cjs", NOBODY_KNOWN);
    project.environment.NODE_OPTIONS = `--require ${join(project.root, "nobody.cjs")}`;
    return [];
  }
  const { engine, installed } = inject("prepared");
  const bin = join(project.root, "engine");
  await cp(engine.binDir, bin, { recursive: true });
  project.environment.PATH = project.environment.PATH?.replace(engine.binDir, bin);
  await chmod(installed, 0o755);
  await runWell("chown", ["-R", `${NOBODY}:${NOBODY}`, project.root], { cwd: "/", env: process.env });
  return ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
}

test("a user without a passwd entry, as in a container, can do everything", async ({ service, project }) => {
  const { alpha = "" } = await declareStacks(project, service, { alpha: 1 });
  const within = await asNobody(project);
  for (const [exitCode, ...args] of [
    [2, "plan"],
    [0, "apply", "--yes"],
    [0, "drift"],
    [0, "rotate", "--all", "--yes"],
    [0, "import", "--dry-run", "--stack", "alpha"],
    [0, "destroy", "--yes"],
  ] as const) {
    const run = project.watch(within, ...args);
    expect([args, await run.ended, run.stderr]).toEqual([
      args,
      exitCode,
      expect.not.stringContaining("error"),
    ]);
    if (args[0] === "apply") expect(await service.connections(alpha)).toHaveLength(1);
  }
  expect(await service.connections(alpha)).toEqual([]);
});
