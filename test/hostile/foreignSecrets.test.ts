import { join } from "node:path";
import { expect } from "vitest";
import { PAYMENTS } from "../support/declarations";
import { test as stackTest } from "../support/fixtures";
import { test as projectTest } from "../support/gitops";
import { expectNoSecrets } from "../support/noSecrets";

/** Of no shape that tells what it is. */
const ACCESS_TOKEN = "planted-access-token-of-pulumi";
const PASSPHRASE = "planted-passphrase-in-a-file";

const NOT_FREE = "is not for a code host's credential: it is Pulumi's, or the API key of a service";
const isSentToNobody = (what: string) => `is ${what}, and is sent to nobody as a credential`;

const { credentials: _, ...REST } = PAYMENTS;
const GITLAB = { ...REST, platform: "gitlab" };
const SYNC = { provider: "gitlab", label: "sync" };
const referring = (source: object) => [
  { ...GITLAB, credentialsFrom: { token: source } },
  { ...SYNC, accessTokenFrom: source },
];

stackTest("a program sends nobody what opens Pulumi or a service", async ({ service, stack }) => {
  await stack.write("passphrase.txt", `${PASSPHRASE}\n`);
  Object.assign(stack.environment, {
    PULUMI_ACCESS_TOKEN: ACCESS_TOKEN,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(stack.project, "passphrase.txt"),
    COPY: ACCESS_TOKEN,
  });
  const rows: readonly (readonly [readonly object[], string])[] = [
    [referring({ env: "SIGSENTRY_API_KEY" }), NOT_FREE],
    [referring({ env: "PULUMI_CONFIG_PASSPHRASE" }), NOT_FREE],
    [referring({ env: "COPY" }), isSentToNobody("Pulumi's access token")],
    [referring({ file: "passphrase.txt" }), isSentToNobody("Pulumi's passphrase")],
    [referring({ file: "/proc/self/environ" }), "a credential is read from a regular file only"],
    [
      [
        { ...GITLAB, credentials: { token: "$COREGIT_API_KEY" } },
        { ...SYNC, accessToken: "$SIGSENTRY_API_KEY" },
      ],
      "is sent to nobody as a credential",
    ],
  ];
  const printed: Record<string, string> = {};
  for (const [index, [declarations, message]] of rows.entries()) {
    // Both kinds read them in one place, so each row is one kind's, by turns.
    const declared = declarations[index % 2];
    await stack.declare({ connection: declared });
    const { all } = await stack.upFails("--skip-preview");
    expect(all, JSON.stringify(declared)).toContain(message);
    printed[JSON.stringify(declared)] = all;
  }
  expect(await service.takeCalls()).toEqual([]);
  printed.state = await stack.exportText();
  const secrets = [ACCESS_TOKEN, PASSPHRASE, service.apiKey, service.coregit.apiKey];
  expectNoSecrets(printed, secrets);
});

projectTest("nor does a file, whichever way it is spelt, nor a rotation", async ({ service, project }) => {
  await project.expect(0, "init");
  // In such a project, `apiKey` is the setting sigsentry:apiKey.
  await project.write(
    "Pulumi.yaml",
    (await project.read("Pulumi.yaml")).replace(/^name: .*$/m, "name: sigsentry"),
  );
  await project.write("passphrase.txt", `${PASSPHRASE}\n`);
  Object.assign(project.environment, {
    PULUMI_ACCESS_TOKEN: ACCESS_TOKEN,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(project.folder, "passphrase.txt"),
    COPY: ACCESS_TOKEN,
    GOOD: "glpat-a-good-one",
  });
  await project.pulumi("stack", "init", "prod");
  const configured = {
    "sigsentry:copied": ACCESS_TOKEN,
    "sigsentry:apiKey": service.orgKey,
    "coregit:robot": "glpat-x",
  };
  for (const [key, value] of Object.entries(configured))
    await project.pulumi("config", "set", "--secret", key, value);
  await project.pulumi("config", "set", "sigsentry:baseUrl", service.url);
  const file = (references: readonly string[]) => {
    const of = (write: (reference: string, index: number) => string) => references.map(write).join("");
    return `project: ${service.projectId}
sigsentry:
${of((token, index) => `  s${index}: { platform: gitlab, repositories: [a/b${index}], credentials: { token: ${token} } }\n`)}
coregit:
${of((token, index) => `  c${index}: { provider: gitlab, label: c${index}, accessToken: ${token} }\n`)}`;
  };
  // What the file itself says is refused first, and what is found at its end after that; all of it at once.
  for (const rows of [
    [
      ["{ env: COREGIT_API_KEY }", NOT_FREE],
      ["{ config: sigsentry:apiKey }", NOT_FREE],
    ],
    [
      ["{ config: apiKey }", NOT_FREE],
      ["{ env: COPY }", isSentToNobody("Pulumi's access token")],
      ["{ config: copied }", isSentToNobody("Pulumi's access token")],
      ["{ file: passphrase.txt }", isSentToNobody("Pulumi's passphrase")],
    ],
  ] as const) {
    await project.write("connections.yaml", file(rows.map(([reference]) => reference)));
    const { all } = await project.expect(1, "apply", "--yes");
    for (const [index, [, message]] of rows.entries()) {
      // The line of the kind's first connection, and those below it.
      for (const line of [3 + index, 5 + rows.length + index])
        expect(all).toMatch(
          new RegExp(`connections\\.yaml:${line}:\\d+: [^\\n]*${message.replace("(", "\\(")}`),
        );
    }
    expectNoSecrets({ all }, [ACCESS_TOKEN, PASSPHRASE, service.orgKey]);
  }
  expect(await service.connections()).toEqual([]);
  expect(await service.coregitConnections()).toEqual([]);

  // A value from stdin is neither stored nor sent.
  const robot = "coregit: { a: { provider: gitlab, label: a, accessToken: { config: 'coregit:robot' } } }\n";
  await project.write("connections.yaml", robot);
  await project.expect(0, "apply", "--yes");
  for (const [value, message] of [
    [ACCESS_TOKEN, isSentToNobody("Pulumi's access token")],
    [PASSPHRASE, isSentToNobody("Pulumi's passphrase")],
    [service.orgKey, "looks like a token of sigsentry"],
    [service.coregit.apiKey, "looks like a token of coregit"],
  ] as const) {
    const { exitCode, all } = await project.run(["rotate", "a", "--stdin"], value);
    expect(exitCode).toBe(1);
    expect(all).toContain(message);
    expectNoSecrets({ all }, [value]);
  }
  expect((await project.pulumi("config", "get", "coregit:robot")).trim()).toBe("glpat-x");
});
