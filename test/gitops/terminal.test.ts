import { once } from "node:events";
import { join } from "node:path";
import { expect } from "vitest";
import { reportSchema } from "../../gitops/report/schema";
import { test } from "../support/gitops";

test("what needs no engine loads none", async ({ project }) => {
  await project.write(
    "../loaded.cjs",
    `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(join(project.root, "loaded.txt"))}, Object.keys(require.cache).join("\\n")));\n`,
  );
  await project.expect(0, "init");
  project.environment.NODE_OPTIONS = `--require ${JSON.stringify(join(project.root, "loaded.cjs"))}`;
  for (const command of ["--version", "--help", "validate", "init"]) {
    await project.expect(0, command);
    const loaded = (await project.read("../loaded.txt")).replaceAll("\\", "/");
    expect(loaded).toContain("/cli/main.js");
    expect(loaded).not.toMatch(/@pulumi|grpc|undici/);
  }
});

test("a command that fails before it has a report tells machines so in the form that they asked for", async ({
  project,
}) => {
  await project.write("connections.yaml", "sigsentry: [\n");
  const { exitCode, stdout, stderr } = await project.run(["plan", "--json"]);
  expect(exitCode).toBe(1);
  expect(reportSchema.parse(JSON.parse(stdout))).toMatchObject({
    command: "plan",
    outcome: "failed",
    error: expect.stringContaining("There is no Pulumi.yaml in"),
    stacks: [],
  });
  expect(stderr).toMatch(/^error: There is no Pulumi\.yaml in .*`repo-connections init`.*\n$/);
  await project.expect(0, "init");
  expect((await project.expect(1, "plan", "--format", "markdown")).stdout).toContain("<pre>connections&#46;");
  expect((await project.expect(1, "plan")).stdout).toBe("");
});

test("whoever has read enough of the output breaks nothing", async ({ project }) => {
  const child = project.start("plan", "--format", "html");
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (part: string) => {
    stderr += part;
  });
  child.stdout?.destroy();
  const [exitCode] = await once(child, "close");
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^error: There is no Pulumi\.yaml.*\n$/)]);
});
