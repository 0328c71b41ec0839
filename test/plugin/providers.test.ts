import { expect } from "vitest";
import { CI, PAYMENTS } from "../support/declarations";
import { newProject } from "../support/declared";
import { test } from "../support/fixtures";
import { CALL } from "../support/service";
import type { Stack } from "../support/stack";

/**
 * Declares the providers and the connections of `declared.json`; a text `"$NAME"` in it stands for an environment variable.
 * A provider's `keyFrom` names a connection: before that is made, nobody knows the provider's key.
 */
const PROGRAM = `
const { readFileSync } = require("node:fs");
const { coregit, sigsentry } = require("pulumi-repo-connections/plugin");
const fromEnvironment = (_key, value) =>
  typeof value === "string" && value.startsWith("$") ? process.env[value.slice(1)] : value;
const declared = JSON.parse(readFileSync("declared.json", "utf8"), fromEnvironment);
const made = {};
for (const [name, { of, keyFrom, apiKey, ...args }] of Object.entries(declared.providers)) {
  const key = keyFrom === undefined ? apiKey : made[keyFrom].id.apply(() => apiKey);
  made[name] = new { coregit, sigsentry }[of].Provider(name, { ...args, apiKey: key, baseUrl: process.env.SIGSENTRY_BASE_URL });
  for (const [connection, of] of Object.entries(declared.connections[name])) {
    const Kind = "provider" in of ? coregit.Connection : sigsentry.RepoConnection;
    made[connection] = new Kind(connection, of, { provider: made[name] });
  }
}
`;

const AUDIT = { ...PAYMENTS, repositories: ["acme/audit"], serviceMappings: [] };

const CONNECTIONS = { main: { payments: PAYMENTS }, other: { audit: AUDIT }, sync: { ci: CI } };

function declare(stack: Stack, providers: Readonly<Record<string, object>>): Promise<void> {
  return stack.write("declared.json", JSON.stringify({ providers, connections: CONNECTIONS }));
}

async function ids(stack: Stack): Promise<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(await stack.recorded()).map(([name, { id }]) => [name, id]));
}

test("a program has several configurations of a service, each with its own key and project", async ({
  service,
  newStack,
}) => {
  const { control, projectId, orgKey, apiKey, coregit } = service;
  const stack = await newStack({ host: "plugin", program: PROGRAM });
  const elsewhere = await newProject(service);
  const { value: another } = await control.sigsentry.seedKey({ projectId });
  Object.assign(stack.environment, {
    ...{ SIGSENTRY_API_KEY: undefined, COREGIT_API_KEY: undefined },
    ...{ KEY: apiKey, ANOTHER_KEY: another, ORG_KEY: orgKey, SYNC_KEY: coregit.apiKey },
  });
  const main = { of: "sigsentry", apiKey: "$KEY" };
  const other = { of: "sigsentry", apiKey: "$ORG_KEY", projectId: elsewhere };
  const sync = { of: "coregit", apiKey: "$SYNC_KEY" };

  await declare(stack, { main, other, sync: { ...sync, apiKey: "no-key-at-all" } });
  const { all } = await stack.upFails();
  expect(all).toContain(
    "pulumi:providers:coregit resource 'sync' has a problem: apiKey: is not a Coregit key",
  );
  expect(all).toContain('Set it with apiKey of the provider "sync", or in COREGIT_API_KEY.');
  expect(all).not.toMatch(/resource '(main|other)' has a problem|no-key-at-all/);
  expect(await service.takeCalls()).toEqual([]);

  await declare(stack, { main, other, sync });
  await stack.up();
  expect(await service.onlyConnection()).toMatchObject({ lookbackDays: PAYMENTS.lookbackDays });
  expect(await service.onlyConnection(elsewhere)).toMatchObject({ repositories: AUDIT.repositories });
  const made = await ids(stack);
  const state = await stack.exportText();
  for (const key of [apiKey, orgKey, coregit.apiKey]) expect(state).not.toContain(key);

  // Another key of the same project: only the provider is updated.
  await service.takeCalls();
  await declare(stack, { main: { ...main, apiKey: "$ANOTHER_KEY" }, other, sync });
  const preview = await stack.succeed("preview");
  expect(preview.stdout).toContain("~ 1 to update");
  await stack.up();
  expect(await service.takeCalls()).toEqual([]);
  expect(await ids(stack)).toEqual(made);

  // Another project: what it holds is replaced, and nothing else.
  await declare(stack, { main, other: { ...other, projectId }, sync });
  await stack.up();
  const writes = (await service.takeCalls()).filter((call) => call !== CALL.list);
  expect(writes).toEqual([CALL.delete, CALL.create]);
  expect(await ids(stack)).toEqual({ ...made, audit: expect.not.stringMatching(String(made.audit)) });
  expect(await service.connections(elsewhere)).toEqual([]);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("a provider's key may be what only the update shows", async ({ service, newStack }) => {
  const stack = await newStack({ host: "plugin", program: PROGRAM });
  Object.assign(stack.environment, {
    ...{ SIGSENTRY_API_KEY: undefined, COREGIT_API_KEY: undefined },
    ...{ KEY: service.apiKey, SYNC_KEY: service.coregit.apiKey },
  });
  const main = { of: "sigsentry", apiKey: "$KEY" };
  await declare(stack, {
    sync: { of: "coregit", apiKey: "$SYNC_KEY" },
    main: { ...main, keyFrom: "ci" },
    other: { ...main, keyFrom: "payments" },
  });
  const { stdout } = await stack.succeed("preview");
  // The stack, three providers and three connections.
  expect(stdout).toContain("+ 7 to create");
  expect(await service.takeCalls()).toEqual([]);
  await stack.up();
  expect(await service.connections()).toHaveLength(2);
  expect(await stack.exportText()).not.toContain(service.apiKey);
  await stack.succeed("preview", "--expect-no-changes");
});

test("a key that the service refuses is called what it is to the program", async ({ service, newStack }) => {
  const stack = await newStack({ host: "plugin", program: PROGRAM });
  Object.assign(stack.environment, {
    ...{ SIGSENTRY_API_KEY: undefined, KEY: "ss_secret_that-nobody-has-made" },
  });
  await declare(stack, { main: { of: "sigsentry", apiKey: "$KEY" } });
  const { all } = await stack.upFails();
  expect(all).toContain('Check apiKey of the provider "main" (or SIGSENTRY_API_KEY)');
  expect(all).not.toMatch(/sigsentry:apiKey|that-nobody-has-made/);
  expect(await service.connections()).toEqual([]);
});
