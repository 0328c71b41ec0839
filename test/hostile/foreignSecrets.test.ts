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
  for (const [declarations, message] of rows) {
    for (const declared of declarations) {
      await stack.declare({ connection: declared });
      const { all } = await stack.upFails("--skip-preview");
      expect(all, JSON.stringify(declared)).toContain(message);
      printed[JSON.stringify(declared)] = all;
    }
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
  const kinds = [
    (reference: string) =>
      `project: ${service.projectId}\nsigsentry: { a: { platform: gitlab, repositories: [a/b], credentials: { token: ${reference} } } }\n`,
    (reference: string) => `coregit: { a: { provider: gitlab, label: a, accessToken: ${reference} } }\n`,
  ];
  const rows = [
    ["{ env: COREGIT_API_KEY }", NOT_FREE],
    ["{ config: sigsentry:apiKey }", NOT_FREE],
    ["{ config: apiKey }", NOT_FREE],
    ["{ env: COPY }", isSentToNobody("Pulumi's access token")],
    ["{ config: copied }", isSentToNobody("Pulumi's access token")],
    ["{ file: passphrase.txt }", isSentToNobody("Pulumi's passphrase")],
  ] as const;
  for (const [reference, message] of rows) {
    for (const kind of kinds) {
      await project.write("connections.yaml", kind(reference));
      const { all } = await project.expect(1, "apply", "--yes");
      expect(all, reference).toContain(message);
      expect(all, reference).toMatch(/connections\.yaml:\d+:\d+/);
      expectNoSecrets({ all }, [ACCESS_TOKEN, PASSPHRASE, service.orgKey]);
    }
  }
  expect(await service.connections()).toEqual([]);
  expect(await service.coregitConnections()).toEqual([]);

  // A value from stdin is neither stored nor sent.
  const [, ofCoregit] = kinds;
  await project.write("connections.yaml", ofCoregit?.("{ config: 'coregit:robot' }") ?? "");
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
