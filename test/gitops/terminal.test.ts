import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reportSchema } from "../../gitops/report/schema";
import { declareStacks } from "../support/declared";
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

test("help has examples and a documentation that is there, and bash completes", async ({ project }) => {
  for (const args of [["--help"], ["rotate", "--help"], ["list", "--help"], ["completion", "--help"]]) {
    const { stdout } = await project.expect(0, ...args);
    expect(stdout).toContain("\nExamples:\n  repo-connections ");
    const guide = /^Documentation:\n {2}(\S+)$/m.exec(stdout)?.[1] ?? "";
    expect(existsSync(guide), guide).toBe(true);
  }
  const emulator = await project.expect(0, "emulator", "--help");
  const page = /^Documentation:\n {2}(\S+)$/m.exec(emulator.stdout)?.[1] ?? "";
  expect(existsSync(page), page).toBe(true);
  await project.expect(0, "init");
  await project.write(
    "connections.yaml",
    "coregit: { sync: { provider: github, label: x, accessToken: { env: X } } }\n",
  );
  const { stdout } = await project.expect(0, "completion", "bash");
  const completed = (...words: string[]) =>
    execFileSync(
      "bash",
      [
        "-c",
        `${stdout}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _repo_connections; printf '%s\\n' "\${COMPREPLY[@]}"`,
        "bash",
      ].concat("repo-connections", words),
      {
        cwd: project.folder,
        env: { ...process.env, PATH: `${project.bin}:${process.env.PATH ?? ""}` },
        encoding: "utf8",
      },
    )
      .split("\n")
      .filter(Boolean);
  expect(completed("rot")).toEqual(["rotate"]);
  expect(completed("rotate", "")).toEqual(["sync"]);
  expect(completed("plan", "--format", "m")).toEqual(["markdown"]);
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

test("output that cannot be written ends nothing that is under way, and is an error", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  for (const [stream, exitCode] of [
    ["stderr", 0],
    ["stdout", 1],
  ] as const) {
    await project.write("../full.cjs", diskIsFull(stream));
    project.environment.NODE_OPTIONS = `--require ${JSON.stringify(join(project.root, "full.cjs"))}`;
    const { stdout, stderr, ...outcome } = await project.run(["apply", "--yes"]);
    expect([outcome.exitCode, stderr]).toEqual([exitCode, expect.not.stringMatching(/^ {4}at /m)]);
    if (stream === "stderr") expect(stdout).toContain("Applied: 1 created.");
    else expect(stderr).toContain("error: The output cannot be written: ENOSPC: no space left on device");
  }
  expect(await service.connections(one)).toHaveLength(1);
});

/** Has the command, but not what it starts, write to a full disk. */
function diskIsFull(stream: "stdout" | "stderr"): string {
  return `if (/cli.main\\.js$/.test(process.argv[1])) {
  const { Writable } = require("node:stream");
  const write = (_chunk, _encoding, done) =>
    done(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
  Object.defineProperty(process, "${stream}", { value: new Writable({ write }) });
}
`;
}
