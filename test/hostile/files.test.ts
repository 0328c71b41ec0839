import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { CI, PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { test as gitops } from "../support/gitops";
import { expectNoSecrets } from "../support/noSecrets";

/** What is no file with a credential, made in a folder, and what is said of it. */
const NO_FILES: [name: string, make: (path: string) => void, message: string][] = [
  [
    "pipe",
    (path) => execFileSync("mkfifo", [path]),
    "pipe is a named pipe; a credential is read from a regular",
  ],
  ["zero", (path) => symlinkSync("/dev/zero", path), "zero is a device; a credential is read from a regular"],
  [
    "environ",
    (path) => symlinkSync("/proc/self/environ", path),
    "environ is a view of the system; a credential",
  ],
  [
    "large",
    (path) => writeFileSync(path, "x".repeat(10_000_000)),
    "large is larger than a credential can be",
  ],
  [
    "folder",
    (path) => symlinkSync("/", path),
    "folder is a folder; a credential is read from a regular file only",
  ],
];

const { credentials: _, ...REST } = PAYMENTS;
const { accessToken: __, ...NO_TOKEN } = CI;

test("a credential is read from a regular file only, and nothing waits or grows for another", async ({
  service,
  stack,
}) => {
  for (const [index, [name, make, message]] of NO_FILES.entries()) {
    make(join(stack.project, name));
    // Both kinds read them in one place, so each is one kind's, by turns.
    const declared = [
      { payments: { ...REST, credentialsFrom: { token: { file: name } } } },
      { ci: { ...NO_TOKEN, accessTokenFrom: { file: name } } },
    ];
    await stack.declare(declared[index % 2] ?? {});
    const { exitCode, all } = await stack.pulumi("preview");
    expect(exitCode).not.toBe(0);
    expect(all).toContain(message);
  }
  expect(await service.takeCalls()).toEqual([]);
});

/** For each reference, a SigSentry and a Coregit connection whose credential is there. */
const fileWith = (...references: string[]) => {
  const of = (write: (reference: string, index: number) => string) => references.map(write).join("\n");
  return `sigsentry:
${of((token, n) => `  s${n}: { platform: github, repositories: [acme/r${n}], credentials: { token: ${token} } }`)}
coregit:
${of((token, n) => `  c${n}: { provider: github, label: c${n}, accessToken: ${token} }`)}
`;
};

/** In the length that GitHub gives a token. */
const TOKEN = "ghp_plantedInTheStack0123456789abcdefghi";

gitops(
  "the command reads regular files only, too, and a secret of the configuration is one",
  async ({ service, project }) => {
    await project.expect(0, "init");
    await project.pulumi("stack", "init", "prod");
    const outputs: Record<string, string> = {};
    for (const [name, make] of NO_FILES) make(join(project.folder, name));
    await project.write("connections.yaml", fileWith(...NO_FILES.map(([name]) => `{ file: ${name} }`)));
    const { all } = await project.expect(1, "plan");
    for (const [, , message] of NO_FILES) expect(all.split(message)).toHaveLength(3);
    expect(all).toContain("Nothing was changed.");
    outputs.files = all;
    await project.pulumi("config", "set", "--plaintext", "reader", TOKEN);
    await project.write("connections.yaml", fileWith("{ config: reader }"));
    for (const command of ["plan", "apply --yes"]) {
      const { all } = await project.expect(1, ...command.split(" "));
      expect(all).toContain(
        "reader stands in the clear in the stack's configuration, where it is no secret: revoke it, and set a new one with `pulumi config set --secret reader --stack prod`",
      );
      outputs[command] = all;
    }
    expect((await service.takeCalls()).filter((call) => !call.startsWith("GET"))).toEqual([]);
    expectNoSecrets(outputs, [TOKEN]);
    await project.pulumi("config", "set", "--secret", "reader", TOKEN);
    await project.write(
      "connections.yaml",
      `project: ${service.projectId}\n${fileWith("{ config: reader }")}`,
    );
    await project.expect(0, "apply", "--yes");
  },
);

test("an API key in the clear is warned of, and goes on working", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS, ci: CI });
  // A key goes to an address of its own source.
  for (const kind of ["sigsentry", "coregit"])
    await stack.succeed("config", "set", `${kind}:baseUrl`, service.url);
  await stack.succeed("config", "set", "--plaintext", "sigsentry:apiKey", service.apiKey);
  await stack.succeed("config", "set", "--plaintext", "coregit:apiKey", service.coregit.apiKey);
  const { all } = await stack.up();
  for (const key of ["sigsentry:apiKey", "coregit:apiKey"])
    expect(all).toContain(
      `${key} stands in the clear in the stack's configuration, and so in its state. Make a new key at the service, set it with \`pulumi config set --secret ${key} --stack dev\`, and revoke this one.`,
    );
  await stack.succeed("config", "set", "--secret", "sigsentry:apiKey", service.apiKey);
  await stack.succeed("config", "set", "--secret", "coregit:apiKey", service.coregit.apiKey);
  expect((await stack.up()).all).not.toContain("stands in the clear");
});

gitops(
  "no name of a file, of a stack or of a key is ever a flag of Pulumi's",
  async ({ service, project }) => {
    await project.expect(0, "init", "--folder-for", "prod");
    await project.write(
      "connections/prod.yaml",
      `project: ${service.projectId}\n${fileWith("{ env: GITHUB_TOKEN }")}`,
    );
    await project.expect(0, "apply", "--yes");
    for (const name of ["-x", "--show-secrets", "--help"]) {
      const refused = await project.expect(1, "list", `--stack=${name}`);
      expect(refused.stderr).toContain(
        `${name} is not a stack's name: names that begin with a hyphen are refused.`,
      );
      await project.write(`connections/${name}.yaml`, fileWith("{ env: GITHUB_TOKEN }"));
      for (const command of ["validate", "plan", "apply --yes", "destroy --yes"]) {
        const { all } = await project.expect(1, ...command.split(" "));
        expect(all).toContain(`connections/${name}.yaml: is no name for a stack`);
      }
      await project.removeFile(`connections/${name}.yaml`);
    }
    await project.write("connections/prod.yaml", fileWith("{ config: --plaintext }"));
    expect((await project.expect(1, "validate")).all).toContain("must be the name of a secret");
  },
);

/** What would make nothing of everything that is declared, and where it is refused. */
const TAGS = [
  ["sigsentry: !!binary aGVsbG8=", "connections.yaml:1:12"],
  ["sigsentry: !!timestamp 2020-01-01", "connections.yaml:1:12"],
  ["coregit: !!set { a }", "connections.yaml:1:10"],
  ["sigsentry: {}\ncoregit: !!omap [a: {}]", "connections.yaml:2:10"],
  ["!!binary aGVsbG8=", "connections.yaml:1:1"],
  ["sigsentry: {}\nproject: !<tag:yaml.org,2002:binary> aGVsbG8=", "connections.yaml:2:10"],
] as const;

gitops("a tag makes nothing of what is declared", async ({ service, project }) => {
  await project.expect(0, "init");
  for (const [text, place] of TAGS) {
    await project.write("connections.yaml", `${text}\n`);
    for (const command of ["validate", "apply --yes"]) {
      const { all } = await project.expect(1, ...command.split(" "));
      expect(all).toContain(`${place}: has a tag that is not known here`);
      expect(all).toContain("Leave the tag (!…) out: texts, numbers, true, false, null, mappings and lists");
    }
  }
  expect(await service.takeRequests()).toEqual([]);
});

gitops("a stack's configuration that is a pipe is not waited for", async ({ project }) => {
  await project.expect(0, "init");
  execFileSync("mkfifo", [join(project.folder, "Pulumi.prod.yaml")]);
  expect((await project.expect(1, "plan")).stderr).toMatch(
    /Pulumi\.prod\.yaml is a named pipe, not a file\./,
  );
});
