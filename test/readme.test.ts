import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { test } from "./support/fixtures";
import { npmInstall, PACKAGE_ROOT, pinned } from "./support/install";
import type { Stack } from "./support/stack";

const README = readFileSync(join(PACKAGE_ROOT, "README.md"), "utf8");

/** The code blocks of one language, in order. */
function blocks(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm");
  return [...README.matchAll(fence)].map(([, text = ""]) => text);
}

/** The commands of a block, without comments. */
const commands = (block: string) =>
  block
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, ""))
    .filter((line) => line !== "");

const [tryIt = "", useIt = "", driftInCi = "", withoutAccount = ""] = blocks("sh");

/** Types a command as the README has it, `input` at whatever it asks. */
function type(
  stack: Stack,
  command: string,
  input = "",
): Promise<{ exitCode: number | null; printed: string }> {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...stack.environment,
    PULUMI_SKIP_CONFIRMATIONS: "true",
  };
  const child = spawn("bash", ["-c", command], {
    cwd: stack.project,
    env: { ...environment, HOME: process.env.HOME },
  });
  let printed = "";
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, printed })));
}

async function typeWell(stack: Stack, command: string, input?: string): Promise<void> {
  expect(await type(stack, command, input)).toMatchObject({ exitCode: 0 });
}

test("the README's program and the commands below it do what the README says", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ program: "" });
  await stack.write("Pulumi.yaml", "name: readme\nruntime: nodejs\n");
  await stack.write("package.json", JSON.stringify({ private: true }));
  await stack.write("index.ts", blocks("ts")[0] ?? "");
  await typeWell(stack, "rm index.js && pulumi stack init prod");
  await npmInstall(stack.project, "--save-dev", pinned("typescript"));

  const [install = "", ...afterwards] = commands(useIt);
  expect(install).toBe("npm install pulumi-repo-connections @pulumi/pulumi");
  await npmInstall(stack.project, inject("prepared").tarball, pinned("@pulumi/pulumi"));
  expect(afterwards).toEqual([
    "pulumi config set --secret sigsentry:apiKey",
    "pulumi config set --secret coregit:apiKey",
    "pulumi config set --secret githubToken",
    "pulumi up",
  ]);
  delete stack.environment.SIGSENTRY_API_KEY;
  delete stack.environment.COREGIT_API_KEY;
  // The reader's keys go to the services' own addresses.
  for (const kind of ["sigsentry", "coregit"])
    await stack.succeed("config", "set", `${kind}:baseUrl`, service.url);
  for (const [index, command] of afterwards.entries()) {
    await typeWell(stack, command, [service.apiKey, service.coregit.apiKey, "ghp_of-the-readme"][index]);
  }
  const connection = await service.onlyConnection();
  expect(connection).toMatchObject({ repositories: ["acme/ledger", "acme/payments"], lookbackDays: 30 });
  expect(await service.coregitConnections()).toMatchObject([{ provider: "github", label: "acme robot" }]);

  // Drift in CI: silence while nothing differs, then an error that shows what does.
  const [setUp = "", ...driftCheck] = commands(driftInCi);
  await typeWell(stack, setUp);
  const drift = driftCheck.join(" && ");
  await typeWell(stack, drift);
  await service.control.sigsentry.editConnection(connection.id, { lookbackDays: 7 });
  const found = await type(stack, drift);
  expect(found.exitCode).not.toBe(0);
  expect(found.printed).toMatch(/lookbackDays\s*: 7 => 30/);
});

test("the README's other programs do what the README says", async ({ service, newStack }) => {
  const [, ...others] = blocks("ts");
  const program = ['const { coregit, sigsentry } = require("pulumi-repo-connections");', ...others].join(
    "\n",
  );
  const stack = await newStack({ program });
  stack.environment.GITLAB_TOKEN = "glpat-of-the-readme";
  const { projectId, control } = service;
  const [, adopted = ""] = /adopt: "([^"]+)"/.exec(program) ?? [];
  const made = { projectId, platform: "gitlab" as const, lookbackDays: 7 };
  await control.sigsentry.seedConnection({ ...made, repositories: ["shop/checkout"], id: adopted });
  await stack.up();
  expect(await service.connections()).toMatchObject([
    { id: adopted, auth: "oauth", lookbackDays: 30 },
    { platform: "github", auth: "token" },
  ]);
  expect(await service.coregitConnections()).toHaveLength(2);
  expect(JSON.parse((await stack.succeed("stack", "output", "--json")).stdout)).toEqual({ works: true });
  const { payments, checkout, ci } = await stack.recorded();
  expect(checkout?.id).toBe(adopted);
  expect(JSON.stringify(payments)).not.toContain(stack.environment.GITHUB_TOKEN);
  expect(JSON.stringify(ci)).not.toContain(stack.environment.GITLAB_TOKEN);
  await stack.write("index.js", program.replace(/ *adopt: .*\n/, ""));
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("every other command of the README is a script of this package", () => {
  const scripts: unknown = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8"));
  const others = [tryIt, withoutAccount].flatMap(commands);
  // What the last one does is for test/emulator.test.ts to say.
  expect(others).toEqual(["npm start", "npm test", "npx repo-connections emulator"]);
  expect(scripts).toMatchObject({
    scripts: { start: expect.any(String), test: expect.any(String), emulator: expect.any(String) },
  });
});
