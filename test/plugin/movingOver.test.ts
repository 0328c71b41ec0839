import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { DECLARED, TOKENS } from "../fixtures/declared";
import { CI, PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { HOST_SETTINGS } from "../support/program";
import { seedRecorded } from "../support/recorded";
import { CALL, COREGIT_CALL, type Seen, type TestService } from "../support/service";
import type { Stack } from "../support/stack";
import { connectionsIn, parseState, type ResourceState } from "../support/state";

const STATES = join(__dirname, "..", "fixtures", "state");

const ROTATION: Seen = { call: COREGIT_CALL.update, body: { access_token: "[redacted]" } };
const TEST: Seen = { call: COREGIT_CALL.test, body: null };
const PURGE: Seen = { call: CALL.purge, body: null };

/** What the recorded states have left to do: by the connection's name, the one request that does it. */
const LEFT: Readonly<Record<string, Seen>> = { purgePending: PURGE, syncUnconfirmed: ROTATION };

/** Runs `pulumi up` and tells what it has written to the services. */
async function written(service: TestService, stack: Stack, ...args: string[]): Promise<Seen[]> {
  await service.takeCalls();
  await stack.up(...args);
  const requests = await service.takeRequests();
  return requests
    .filter(({ call }) => !call.startsWith("GET"))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What the state has of each connection: its id, and whose it is. */
async function owned(stack: Stack): Promise<Record<string, string>> {
  return ownership(await stack.recorded());
}

function ownership(recorded: Record<string, ResourceState>, toHost?: "plugin" | "dynamic") {
  const host = ({ type }: ResourceState) => toHost ?? (type.includes(":index:") ? "plugin" : "dynamic");
  const entries = Object.entries(recorded).map(([name, one]) => [name, `${one.id} of the ${host(one)} host`]);
  return Object.fromEntries(entries);
}

test.for(
  readdirSync(STATES),
)("what the dynamic host of an earlier version has recorded moves to the plugin, and back: %s", async (file, {
  service,
  newStack,
}) => {
  const stack = await newStack({ host: "plugin" });
  const recorded = connectionsIn(parseState(readFileSync(join(STATES, file), "utf8")));
  const declared = Object.fromEntries(Object.entries(DECLARED).filter(([name]) => name in recorded));
  for (const connection of Object.values(recorded)) await seedRecorded(service, connection);
  Object.assign(stack.environment, TOKENS);
  await stack.succeed("stack", "import", "--file", join(STATES, file));
  const left = Object.keys(LEFT).flatMap((name) => (name in recorded ? (LEFT[name] ?? []) : []));

  // One thing changes while it moves.
  await stack.declare({ ...declared, full: { ...DECLARED.full, lookbackDays: 7 } });
  const preview = await stack.succeed("preview");
  expect(preview.stdout).toContain(`~ ${left.length + 1} to update`);
  // The stack is a resource too.
  expect(preview.stdout).toContain(`${Object.keys(recorded).length - left.length} unchanged`);
  expect(await written(service, stack)).toEqual([
    ...left.filter(({ call }) => call === CALL.purge),
    ...left.filter(({ call }) => call !== CALL.purge),
    { call: CALL.update, body: { lookbackDays: 7 } },
  ]);
  expect(await owned(stack)).toEqual(ownership(recorded, "plugin"));
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  await stack.moveTo("dynamic");
  await stack.declare({ ...declared, full: { ...DECLARED.full, lookbackDays: 8 } });
  expect(await written(service, stack)).toEqual([{ call: CALL.update, body: { lookbackDays: 8 } }]);
  expect(await owned(stack)).toEqual(ownership(recorded, "dynamic"));
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

/** Connections in every way of declaring them. */
const EVERY_WAY = {
  payments: PAYMENTS,
  referring: {
    platform: "github",
    credentialsFrom: { token: { env: "GITHUB_TOKEN" } },
    repositories: ["acme/referring"],
  },
  ci: { ...CI, verify: true },
  ciReferring: { provider: "github", label: "Refers", accessTokenFrom: { env: "GITHUB_TOKEN" } },
};

test("what the plugin has made moves to the dynamic host, and is read and deleted by it", async ({
  service,
  newStack,
}) => {
  const { id: adopt } = await service.control.sigsentry.seedConnection({
    projectId: service.projectId,
    platform: "github",
    repositories: ["acme/adopted"],
  });
  const { id: adoptSync } = await service.makeByHand({ label: "Adopted" });
  const stack = await newStack({ host: "plugin" });
  const declared = {
    ...EVERY_WAY,
    adopted: { platform: "github", repositories: ["acme/adopted"], adopt },
    adoptedSync: { provider: "github", label: "Adopted", adopt: adoptSync },
  };
  await stack.declare(declared);
  await stack.up();
  const made = await stack.recorded();

  // A refresh before the first update still asks the plugin, so it has to be found.
  await stack.moveTo("dynamic", { settings: HOST_SETTINGS.plugin("../../../node_modules") });
  const preview = await stack.succeed("preview");
  expect(preview.stdout).toContain("~ 6 to update");
  expect(preview.stdout).toContain("records who manages it now, and sends nothing");
  expect(await written(service, stack, "--refresh")).toEqual([TEST]);
  expect(await owned(stack)).toEqual(ownership(made, "dynamic"));
  await stack.moveTo("dynamic");
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  await stack.moveTo("plugin");
  expect(await written(service, stack, "--refresh")).toEqual([TEST]);
  expect(await owned(stack)).toEqual(ownership(made, "plugin"));
  await stack.moveTo("dynamic");
  expect(await written(service, stack)).toEqual([]);
  await stack.destroy();
  expect([await service.connections(), await service.coregitConnections()]).toEqual([[], []]);
});

test("what is left of an operation that failed in part moves, and is done by the other host", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ host: "plugin" });
  const declared = { payments: PAYMENTS, ci: CI };
  await stack.declare(declared);
  await stack.up();
  const made = await stack.recorded();
  for (const host of ["dynamic", "plugin"] as const) {
    await service.control.addFault({
      match: { method: "DELETE", path: "/v1/config/repos/*/cache" },
      effect: { kind: "status", status: 403, code: "FORBIDDEN" },
    });
    await service.control.addFault({
      match: { method: "PATCH", times: "always" },
      effect: { kind: "drop", when: "before" },
    });
    stack.environment.GITHUB_TOKEN = `ghp_a-new-token-before-it-is-of-the-${host}-host`;
    await stack.upFails();
    await service.control.clearFaults();
    await stack.moveTo(host);
    expect(await written(service, stack)).toEqual([PURGE, ROTATION]);
    expect(await owned(stack)).toEqual(ownership(made, host));
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  }
});
