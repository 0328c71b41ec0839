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

const variables = z.record(z.string(), z.string()).default({});
const step = z.object({
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  run: z.string().optional(),
  if: z.string().optional(),
  env: variables,
});
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  env: variables,
  jobs: z.record(
    z.string(),
    z.object({ permissions: z.record(z.string(), z.string()), env: variables, steps: z.array(step) }),
  ),
});

type Step = z.output<typeof step>;

/** Under these names a repository keeps what no file has. */
const SECRETS = ["PULUMI_CONFIG_PASSPHRASE", "SIGSENTRY_API_KEY", "COREGIT_API_KEY", "READER_TOKEN"];

test("everything in the guide does what the guide says", async ({ service, project }) => {
  const { sigsentry } = service.control;
  const first = (await sigsentry.projects()).find(({ id }) => id === service.projectId);
  await sigsentry.seedProject({ id: "prj_payments", ...(first ? { tenantId: first.tenantId } : {}) });
  project.environment.READER_TOKEN = "ghp_the-token-of-the-guide";
  // Where the services' own addresses are meant, the test has the emulator's.
  project.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = new URL(service.url).host;
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

/** Runs the steps that an event would run, each with its own variables and the workflow's. */
async function runWorkflow(project: GitopsProject, text: string, event: string): Promise<void> {
  const { env, jobs } = workflow.parse(parse(text));
  const kept = { ...project.environment };
  const isRun = ({ if: condition }: Step) =>
    condition === undefined || condition === "always()" || condition.includes(`'${event}'`);
  for (const { run, env: own } of (jobs.connections?.steps ?? []).filter(isRun)) {
    if (run === undefined) continue;
    for (const name of SECRETS) project.environment[name] = undefined;
    for (const [name, value] of Object.entries({ ...env, ...own }))
      project.environment[name] = kept[/^\$\{\{ (?:secrets|vars)\.(\w+) \}\}$/.exec(value)?.[1] ?? ""];
    await carryOut(project, { command: run, exitCode: 0 });
  }
  Object.assign(project.environment, kept);
  expect(await project.read("report.md")).toContain("<!-- repo-connections -->");
}

test("the workflow of the guide keeps secrets from what it does not trust", () => {
  const text = BLOCKS.find(({ file }) => file?.endsWith("connections.yml"))?.text ?? "";
  const { on, permissions, env, jobs } = workflow.parse(parse(text));
  const all = Object.values(jobs);
  const steps = all.flatMap((job) => job.steps);
  const hasSecret = (value: unknown) => JSON.stringify(value).includes("secrets");

  expect(Object.keys(on)).not.toContain("pull_request_target");
  // Neither the workflow nor a job gives every step its secrets, and no command has one written into it.
  expect([env, ...all.map((job) => job.env)].filter(hasSecret)).toEqual([]);
  expect(steps.filter(({ run, with: given }) => hasSecret([run, given]))).toEqual([]);
  const holders = steps.filter((each) => hasSecret(each.env));
  expect(holders.map(({ run }) => run?.split(" ")[2])).toEqual(["plan", "apply", "drift"]);
  for (const holder of holders) {
    expect(holder.uses).toBeUndefined();
    for (const value of Object.values(holder.env)) expect(value).toMatch(/^\$\{\{ secrets\.\w+ \}\}$/);
    const isOfDrift = holder === holders.at(-1);
    // Drift sends no credential, and so needs none.
    expect(Object.keys(holder.env)).toEqual(isOfDrift ? SECRETS.slice(0, -1) : SECRETS);
  }
  // What a fork sends gets none.
  expect(holders[0]?.if).toContain("&& !github.event.pull_request.head.repo.fork");

  // Installed before there is any, without the packages' scripts.
  const isInstall = ({ run = "" }: Step) => /\bnpm (ci|i|install)\b/.test(run);
  expect(steps.filter(isInstall)).toEqual([{ run: "npm ci --ignore-scripts", env: {}, with: {} }]);
  expect(steps.findIndex(isInstall)).toBeLessThan(steps.findIndex((each) => hasSecret(each.env)));

  // Everything of somebody else's is pinned by its commit, and a comment says its version.
  const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, name = ""]) => name);
  expect(used).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
  for (const name of used) expect(name).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/);
  const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.map((each) => each.with["persist-credentials"])).toEqual([false]);

  // Whoever may write runs nothing of the repository's.
  expect(permissions).toEqual({});
  for (const job of all) {
    const writes = Object.values(job.permissions).includes("write");
    if (writes)
      expect(job.steps.every(({ run, env: own }) => run === undefined && !hasSecret(own))).toBe(true);
    else expect(job.permissions).toEqual({ contents: "read" });
  }
});

test("the README's file is planned as the README shows", async ({ service, project }) => {
  const readme = readFileSync(join(PACKAGE_ROOT, "README.md"), "utf8");
  const [, file = "", printed = ""] =
    /^```yaml\n([\s\S]*?)^```\n\n```console\n\$ npx repo-connections plan\n([\s\S]*?)^```/m.exec(readme) ??
    [];
  project.environment.READER_TOKEN = "ghp_the-token-of-the-readme";
  project.environment.SIGSENTRY_API_KEY = service.apiKey;
  await project.expect(0, "init");
  await project.write("connections.yaml", file);
  // The README's reader asks the service itself.
  const address = `  SigSentry at ${service.url}\n`;
  const { stdout } = await project.expect(2, "plan");
  expect(stdout).toContain(address);
  expect(stdout.replace(address, "")).toBe(printed);
});
