import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type GitopsProject, test } from "../support/gitops";
import { npmInstall, PACKAGE_ROOT, packageManagerEnvironment, pinned } from "../support/install";

const GUIDE = readFileSync(join(PACKAGE_ROOT, "docs", "gitops.md"), "utf8");

interface Block {
  readonly language: string;
  /** What a block that is a file is called. */
  readonly file: string | undefined;
  readonly text: string;
}

const BLOCKS: Block[] = [...GUIDE.matchAll(/^```(\w+) ?(\S+)?\n([\s\S]*?)^```/gm)].map(
  ([, language = "", file, text = ""]) => ({ language, file, text }),
);

interface Typed {
  readonly command: string;
  readonly exitCode: number;
}

/** The commands of a block; a comment may say which exit code they end with. */
function commandsOf({ text }: Block): Typed[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({
      command: line.replace(/\s+#.*$/, ""),
      exitCode: Number(/# exit code (\d+)/.exec(line)?.[1] ?? 0),
    }));
}

/** Types a command as the guide has it. */
function type(project: GitopsProject, command: string): Promise<{ exitCode: number; printed: string }> {
  const { HOME: _, TMPDIR: __, ...environment } = project.environment;
  const options = {
    cwd: project.folder,
    env: { ...packageManagerEnvironment(), ...environment },
    maxBuffer: 64 * 1024 * 1024,
  };
  return new Promise((resolve) => {
    execFile("bash", ["-c", command], options, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), printed: stdout + stderr }),
    );
  });
}

async function carryOut(project: GitopsProject, { command, exitCode }: Typed): Promise<string> {
  if (/^npm (install|ci)\b/.test(command)) {
    // This package is not taken from where its users find it.
    await npmInstall(project.folder, inject("prepared").tarball, pinned("@pulumi/pulumi"));
    return "";
  }
  const outcome = await type(project, command);
  expect(outcome, command).toMatchObject({ exitCode });
  return outcome.printed;
}

const workflow = z.object({
  jobs: z.object({
    connections: z.object({
      steps: z.array(z.object({ run: z.string().optional(), if: z.string().optional() })),
    }),
  }),
});

test("everything in the guide does what the guide says", async ({ service, project }) => {
  const { sigsentry } = service.control;
  const first = (await sigsentry.projects()).find(({ id }) => id === service.projectId);
  await sigsentry.seedProject({ id: "prj_payments", ...(first ? { tenantId: first.tenantId } : {}) });
  project.environment.READER_TOKEN = "ghp_the-token-of-the-guide";
  project.environment.GITHUB_STEP_SUMMARY = join(project.root, "summary.md");

  const printed: string[] = [];
  for (const block of BLOCKS) {
    if (block.file?.endsWith(".yml")) {
      await runWorkflow(project, block.text, "pull_request");
      await runWorkflow(project, block.text, "push");
      await runWorkflow(project, block.text, "schedule");
    } else if (block.file !== undefined) {
      await project.write(block.file, block.text);
    } else {
      if (block.text.includes(" import ")) await sigsentry.seedConnection(MADE_BY_HAND);
      for (const command of commandsOf(block)) printed.push(await carryOut(project, command));
    }
  }
  const all = printed.join("\n");
  expect(all).toContain("the secret coregitToken is not set in the stack's configuration");
  expect(all).toContain("Plan: 3 to create");
  expect(all).toContain("Plan: 1 to take over.");
  expect(await project.read("drift.html")).toContain("checkout");
  expect(
    existsSync(
      join(project.folder, "connections", schemaOf(await project.read("connections/payments.yaml"))),
    ),
  ).toBe(true);
  // The last command has deleted everything.
  expect(await service.connections("prj_payments")).toEqual([]);
  expect(await service.coregitConnections()).toEqual([]);
  await rm(join(project.folder, "node_modules"), { recursive: true });
});

/** What a file's first line tells editors, from the file's folder. */
const schemaOf = (text: string) => /^# yaml-language-server: \$schema=(\S+)/.exec(text)?.[1] ?? "";

const MADE_BY_HAND = {
  projectId: "prj_payments",
  platform: "gitlab" as const,
  repositories: ["shop/checkout"],
};

/** Runs the steps that an event would run. */
async function runWorkflow(project: GitopsProject, text: string, event: string): Promise<void> {
  const { steps } = workflow.parse(parse(text)).jobs.connections;
  const ran = steps.filter(
    (step) => step.if === undefined || step.if === "always()" || step.if.includes(`'${event}'`),
  );
  for (const { run } of ran) if (run !== undefined) await carryOut(project, { command: run, exitCode: 0 });
  expect(await project.read("report.md")).toContain("<!-- repo-connections -->");
}

test("the README's file is planned as the README shows", async ({ service, project }) => {
  const readme = readFileSync(join(PACKAGE_ROOT, "README.md"), "utf8");
  const [, file = "", printed = ""] =
    /^```yaml\n([\s\S]*?)^```\n\n```console\n\$ npx repo-connections plan\n([\s\S]*?)^```/m.exec(readme) ??
    [];
  project.environment.READER_TOKEN = "ghp_the-token-of-the-readme";
  project.environment.SIGSENTRY_API_KEY = service.apiKey;
  await project.expect(0, "init");
  await project.write("connections.yaml", file);
  expect((await project.expect(2, "plan")).stdout).toBe(printed);
});
