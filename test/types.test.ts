import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "./support/command";
import { packageManagerEnvironment } from "./support/install";

const SIGSENTRY = "sigsentry.RepoConnection";
const COREGIT = "coregit.Connection";

/** Programs, and the place and words of the compiler's objection; none: the program is right. */
const PROGRAMS: Record<string, { kind?: string; args: string; objection?: RegExp }> = {
  right: {
    args: `platform: "github", credentials: { token: "t" }, repositories: ["a/b"]`,
  },
  adopting: {
    args: `platform: "gitlab", adopt: "rc_1", allowDuplicate: false, repositories: ["a/b"], credentialsVersion: 2`,
  },
  referring: {
    args: `platform: "bitbucket", credentialsFrom: { username: "u", appPassword: { file: "f" } }, repositories: ["a/b"]`,
  },
  "adopted-once": {
    args: `platform: "github", adopt: undefined, repositories: ["a/b"]`,
  },
  "no-credentials": {
    args: `platform: "github", repositories: ["a/b"]`,
    objection: /WrittenOut.*ReferredTo[\s\S]*is missing/,
  },
  "credentials-twice": {
    args: `platform: "github", credentials: { token: "t" }, credentialsFrom: { token: { env: "T" } }, repositories: ["a/b"]`,
    objection: /credentials/,
  },
  "wrong-reference": {
    args: `platform: "github", credentialsFrom: { token: "ghp_1" }, repositories: ["a/b"]`,
    objection: /SecretSource/,
  },
  "wrong-credentials": {
    args: `platform: "github", credentials: { username: "u", appPassword: "p" }, repositories: ["a/b"]`,
    objection: /credentials|appPassword|username/,
  },
  "no-base-url-on-bitbucket": {
    args: `platform: "bitbucket", credentials: { username: "u", appPassword: "p", baseUrl: "https://x" }, repositories: ["a/b"]`,
    objection: /baseUrl/,
  },
  "misspelt-field": {
    args: `platform: "github", credentials: { token: "t" }, repositories: ["a/b"], lookbackDay: 30`,
    objection: /lookbackDay/,
  },
  "unknown-platform": {
    args: `platform: "gitea", credentials: { token: "t" }, repositories: ["a/b"]`,
    objection: /"gitea"/,
  },
  "no-repositories": {
    args: `platform: "github", credentials: { token: "t" }`,
    objection: /repositories/,
  },
  "coregit-right": {
    kind: COREGIT,
    args: `provider: "github", label: "CI", accessToken: "t", verify: true, deletionProtection: true, allowDuplicate: true`,
  },
  "coregit-referring": {
    kind: COREGIT,
    args: `provider: "gitlab", label: "CI", accessTokenFrom: { env: "TOKEN" }, accessTokenVersion: 2`,
  },
  "coregit-adopting": { kind: COREGIT, args: `provider: "gitlab", label: "CI", adopt: "id"` },
  "coregit-no-token": { kind: COREGIT, args: `provider: "github", label: "CI"`, objection: /is missing/ },
  "coregit-token-twice": {
    kind: COREGIT,
    args: `provider: "github", label: "CI", accessToken: "t", accessTokenFrom: { env: "T" }`,
    objection: /accessToken/,
  },
  "coregit-unknown-provider": {
    kind: COREGIT,
    args: `provider: "bitbucket", label: "CI", accessToken: "t"`,
    objection: /"bitbucket"/,
  },
  "coregit-no-label": { kind: COREGIT, args: `provider: "github", accessToken: "t"`, objection: /label/ },
  "coregit-misspelt-field": {
    kind: COREGIT,
    args: `provider: "github", label: "CI", accesToken: "t"`,
    objection: /accesToken/,
  },
  "coregit-wrong-reference": {
    kind: COREGIT,
    args: `provider: "github", label: "CI", accessTokenFrom: "ghp_1"`,
    objection: /SecretSource/,
  },
};

test("the compiler refuses what the provider would refuse", async () => {
  const { installed } = inject("prepared");
  const folder = join(installed, "types");
  await mkdir(folder, { recursive: true });
  for (const [name, { kind = SIGSENTRY, args }] of Object.entries(PROGRAMS)) {
    const module = kind.split(".")[0];
    const program = `import { ${module} } from "pulumi-repo-connections";\nnew ${kind}("c", { ${args} });\n`;
    await writeFile(join(folder, `${name}.ts`), program);
  }
  const tsc = join(installed, "node_modules", "typescript", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "node16"];
  const files = Object.keys(PROGRAMS).map((name) => `${name}.ts`);
  const { stdout } = await run(process.execPath, [tsc, ...options, "--target", "es2022", ...files], {
    cwd: folder,
    env: packageManagerEnvironment(),
  });
  const objections = (name: string) =>
    stdout.split(/\n(?=\S)/).filter((diagnostic) => diagnostic.startsWith(`${name}.ts(2,`));
  for (const [name, { objection }] of Object.entries(PROGRAMS)) {
    const found = objections(name);
    if (objection === undefined) expect(found, stdout).toEqual([]);
    else expect(found.join("\n"), `${name}: ${stdout}`).toMatch(objection);
  }
  expect(stdout.split(/\n(?=\S)/).filter((line) => !/^[\w-]+\.ts\(2,/.test(line) && line.trim())).toEqual([]);
});
