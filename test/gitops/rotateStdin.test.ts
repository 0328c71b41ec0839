import { readFile } from "node:fs/promises";
import { expect, vi } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { reportSchema } from "../../gitops/report/schema";
import { runWell } from "../support/command";
import { type GitopsProject, test } from "../support/gitops";
import { expectNoSecrets, filesBelow } from "../support/noSecrets";
import type { TestService } from "../support/service";

/** With characters that every encoding spells in its own way. */
const FIRST = "planted+first/token?=not-a-real-one~1";
const TOKEN = "planted+second/token?=not-a-real-one~2";
const APP_PASSWORD = 'planted"app\\password<of>nobody';
/** In the length that GitHub gives a token. */
const KNOWN = "ghp_plantedAtTheTerminal0123456789abcdef";

/** Longer than it takes to look at the processes, in milliseconds. */
const HELD_MS = 3_000;

/**
 * Rotates, and looks at the processes with their arguments while the service holds the new credential back. They are
 * all of the machine's, so nothing may print them.
 */
async function rotateWatched({ control }: TestService, project: GitopsProject, name: string, value: string) {
  for (const method of ["PUT", "PATCH"])
    await control.addFault({ match: { method }, effect: { kind: "delay", ms: HELD_MS } });
  const rotating = project.run(["rotate", name, "--stdin", "--json"], `${value}\r\n`);
  const isHeld = async () => (await control.faults()).some(({ usedUp }) => usedUp);
  await vi.waitUntil(isHeld, { timeout: 60_000 });
  const processes = (await runWell("ps", ["-A", "-ww", "-o", "args="], { cwd: "/", env: process.env }))
    .stdout;
  const { exitCode, stdout, stderr } = await rotating;
  await control.clearFaults();
  expect(exitCode, stderr).toBe(0);
  return { report: reportSchema.parse(JSON.parse(stdout)), stdout, stderr, processes };
}

test("a credential from stdin is in no argument of any process, in no output and in no file", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  await project.write(
    "connections.yaml",
    `project: ${service.projectId}
sigsentry:
  mobile: { platform: bitbucket, repositories: [a/b], credentials: { username: bot, appPassword: { config: app } } }
coregit:
  sync: { provider: github, label: sync, accessToken: { env: COREGIT_TOKEN } }
`,
  );
  project.environment.COREGIT_TOKEN = FIRST;
  await project.pulumi("stack", "init", "prod");
  // As an argument, and so not one of the secrets that are looked for.
  await project.pulumi("config", "set", "--secret", "app", "the-app-password-of-the-first-day");
  await project.expect(0, "apply", "--yes");
  const notes = await project.notePulumi();

  const mobile = await rotateWatched(service, project, "mobile", APP_PASSWORD);
  const sync = await rotateWatched(service, project, "sync", TOKEN);
  for (const { report } of [mobile, sync]) {
    expect(report.stacks[0]?.connections).toMatchObject([{ outcome: "done", credentials: { version: 2 } }]);
  }
  expect((await service.onlyConnection()).credentialsSha256).toBe(sha256(APP_PASSWORD));
  expect((await service.onlyCoregitConnection()).tokenSha256).toBe(sha256(TOKEN));

  const seen = {
    ...{ mobile: mobile.stdout + mobile.stderr, "beside mobile": mobile.processes },
    ...{ sync: sync.stdout + sync.stderr, "beside sync": sync.processes },
    ...(await filesBelow(project.root)),
  };
  expectNoSecrets(seen, [FIRST, TOKEN, APP_PASSWORD]);
  // What the environment gave is not even there encrypted.
  const state = await project.pulumi("stack", "export", "--show-secrets");
  expectNoSecrets({ "the state, decrypted": state }, [FIRST, TOKEN]);

  // What was looked at is what could have shown them.
  expect(await readFile(notes, "utf8")).toMatch(/^config set --secret --stack=prod .*-- app$/m);
  for (const { processes } of [mobile, sync])
    expect(["pulumi up ", "gitops/cli/main.js rotate "].map((part) => processes.includes(part))).toEqual([
      true,
      true,
    ]);

  // The same again is sent to nobody.
  await service.takeRequests();
  const again = await project.run(["rotate", "mobile", "--stdin"], APP_PASSWORD);
  expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining("Nothing to rotate")]);
  expect(await service.takeRequests()).toEqual([]);

  expect(mobile.report.stacks[0]?.notes.join()).toContain(
    "Pulumi.prod.yaml has the new app, encrypted: commit that file, or the next apply from elsewhere sends the old one again.",
  );
  // The variable is as before outside of that run, which would take the rotation back.
  expect(sync.report.stacks[0]?.notes.join()).toContain(
    "COREGIT_TOKEN has another value where this was run: give it the new one, or the next apply sends that again.",
  );
  project.environment.COREGIT_TOKEN = TOKEN;
  await project.expect(0, "plan", "--refresh");

  // What nobody issues is neither sent nor stored.
  await service.takeRequests();
  const impossible: [name: string, value: string, message: string][] = [
    ["mobile", `"${APP_PASSWORD}"`, "starts with U+0022 QUOTATION MARK: leave the quotes out"],
    ["mobile", `APP_PASSWORD=${APP_PASSWORD}`, "is an assignment (NAME=value): give what follows its ="],
    [
      "mobile",
      "$APP_PASSWORD",
      "is a placeholder that nothing has filled in: give the token that it stands for",
    ],
    ["mobile", "None", "is a word for a value that is missing: give the token"],
    ["mobile", `bot:${KNOWN}`, "has something before the token that is in it: give the token alone"],
    ["sync", `${TOKEN}\u200b`, "ends with U+200B ZERO WIDTH SPACE"],
    [
      "sync",
      "xxxxxxxxxxxxxxxx",
      "is masked or cut short (***, xxx or ... stand in it): give the whole token",
    ],
    [
      "sync",
      `https://x:${KNOWN}@github.com`,
      "is an address (…://…), perhaps of where a secret is kept: give the token itself",
    ],
    ["sync", "ENC[AES256_GCM,data:aB3d=,type:str]", "is encrypted: give it decrypted"],
    [
      "sync",
      KNOWN.toUpperCase(),
      "is like a token of github, but for capital and small letters, which count: give it as it was made",
    ],
    [
      "sync",
      KNOWN.slice(0, 38),
      "starts like a token of github, and is shorter than those are: was it cut short? Give the whole token",
    ],
  ];
  for (const [name, value, message] of impossible) {
    const { exitCode, all } = await project.run(["rotate", name, "--stdin"], value);
    expect([exitCode, all]).toEqual([
      1,
      expect.stringContaining(
        `The credential from stdin for ${name} ${message}. It was neither stored nor sent; ${name} keeps the one it has.`,
      ),
    ]);
    expectNoSecrets({ said: all }, [TOKEN, APP_PASSWORD, KNOWN]);
  }
  expect(await service.takeRequests()).toEqual([]);
  expect((await project.pulumi("config", "get", "app")).trim()).toBe(APP_PASSWORD);
  expectNoSecrets(
    { ...(await filesBelow(project.root)), state: await project.pulumi("stack", "export", "--show-secrets") },
    [KNOWN],
  );

  // One that was put there by other means is named, and is in the way of no rotation to a good one.
  await project.pulumi("config", "set", "--secret", "app", "no host issues\u00a0this");
  expect((await project.expect(1, "plan")).stdout).toContain("has, as its character 3, U+0020 SPACE");
  const good = await project.run(["rotate", "mobile", "--stdin"], "another-app-password-42");
  expect([good.exitCode, good.stdout]).toEqual([0, expect.stringContaining("Rotation: 1 changed.")]);
  expect((await service.onlyConnection()).credentialsSha256).toBe(sha256("another-app-password-42"));
  expect((await project.pulumi("config", "get", "app")).trim()).toBe("another-app-password-42");
});
