import { expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL } from "./support/service";

const URN = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/sigsentry:RepoConnection::payments";

/** The one connection of most tests here, with resource options. */
const payments = (options: object, more: object = {}) => ({ payments: { ...PAYMENTS, ...more, options } });

test("protect: neither a destroy nor its removal from the program deletes the connection, until it is unprotected", async ({
  service,
  stack,
}) => {
  await stack.declare(payments({ protect: true }));
  await stack.up();
  const { id } = await service.onlyConnection();
  await service.takeCalls();

  const destroy = await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(destroy.exitCode).not.toBe(0);
  expect(destroy.all).toContain("it is protected");
  await stack.declare({});
  expect((await stack.upFails()).all).toContain("it is protected");
  expect(await service.takeCalls()).toEqual([]);
  expect((await stack.recorded()).payments?.id).toBe(id);

  await stack.succeed("state", "unprotect", URN, "--yes");
  await stack.destroy();
  expect(await service.takeCalls()).toEqual([CALL.delete]);
  expect(await service.connections()).toEqual([]);
});

test("retainOnDelete: what is removed from the program leaves the state and stays at the service", async ({
  service,
  stack,
}) => {
  await stack.declare(payments({ retainOnDelete: true }));
  await stack.up();
  const before = await service.onlyConnection();
  await service.takeCalls();
  await stack.declare({});
  await stack.up();
  expect(await service.takeCalls()).toEqual([]);
  expect(await stack.recorded()).toEqual({});
  expect(await service.onlyConnection()).toEqual(before);
});

test("ignoreChanges: neither another declaration nor the dashboard's edit of the field is touched", async ({
  service,
  stack,
}) => {
  const options = { ignoreChanges: ["lookbackDays"] };
  await stack.declare(payments(options));
  await stack.up();
  const { id } = await service.onlyConnection();
  await service.takeCalls();
  await stack.declare(payments(options, { lookbackDays: 7 }));
  await stack.up("--expect-no-changes");
  expect(await service.takeCalls()).toEqual([]);
  expect(await service.onlyConnection()).toMatchObject({ id, lookbackDays: 30 });

  await service.control.sigsentry.editConnection(id, { lookbackDays: 90 });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.up("--refresh");
  expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list]));
  expect(await service.onlyConnection()).toMatchObject({ id, lookbackDays: 90 });

  // Another field is updated, and that one is not sent with it.
  await stack.declare(payments(options, { lookbackDays: 7, isActive: false }));
  await stack.up();
  expect(await service.takeRequests()).toContainEqual({ call: CALL.update, body: { isActive: false } });
  expect(await service.onlyConnection()).toMatchObject({ id, lookbackDays: 90, isActive: false });
});

test.for([
  [{}, [CALL.delete, CALL.list, CALL.create, CALL.list]],
  [{ deleteBeforeReplace: false }, [CALL.list, CALL.create, CALL.list, CALL.delete]],
] as const)("deleteBeforeReplace: a replacement ends with one connection, in the order that is asked for (%j)", async ([
  options,
  order,
], { service, stack }) => {
  stack.environment.GITLAB_TOKEN = "glpat-the-token-of-this-test";
  await stack.declare(payments(options));
  await stack.up();
  const first = await service.onlyConnection();
  await service.takeCalls();

  // Because something changed that only a replacement can change …
  const gitlab = { platform: "gitlab", credentials: { token: "$GITLAB_TOKEN" } };
  await stack.declare(payments(options, gitlab));
  await stack.up();
  expect(await service.takeCalls()).toEqual(order);
  const second = await service.onlyConnection();
  expect(second.id).not.toBe(first.id);
  expect((await stack.recorded()).payments?.id).toBe(second.id);

  // … and because it was asked for, with nothing changed. Which is the old one, Pulumi does not tell then.
  if (order[0] !== CALL.delete) {
    const { all } = await stack.upFails("--replace", URN);
    expect(all).toContain("leave deleteBeforeReplace out, or declare allowDuplicate: true for that run");
    expect(await service.takeCalls()).toEqual([CALL.list]);
    await stack.declare(payments(options, { ...gitlab, allowDuplicate: true }));
  }
  await stack.up("--replace", URN);
  expect((await service.takeCalls())[0]).toBe(order[0]);
  const third = await service.onlyConnection();
  expect(third.id).not.toBe(second.id);
  expect((await stack.recorded()).payments?.id).toBe(third.id);
});

test("aliases: a renamed resource keeps its connection, and nothing is sent", async ({ service, stack }) => {
  await stack.declare(payments({}));
  await stack.up();
  const before = await service.onlyConnection();
  await service.takeCalls();
  await stack.declare({ billing: { ...PAYMENTS, options: { aliases: [{ name: "payments" }] } } });
  await stack.up();
  expect(await service.takeCalls()).toEqual([]);
  expect(await service.onlyConnection()).toEqual(before);
  expect(await stack.recorded()).toMatchObject({ billing: { id: before.id } });
  expect(await stack.recorded()).not.toHaveProperty("payments");
});

test("replaceOnChanges: a change of the field replaces the connection", async ({ service, stack }) => {
  const options = { replaceOnChanges: ["lookbackDays"] };
  await stack.declare(payments(options));
  await stack.up();
  const first = await service.onlyConnection();
  await service.takeCalls();
  await stack.declare(payments(options, { lookbackDays: 7 }));
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.delete, CALL.list, CALL.create, CALL.list]);
  const second = await service.onlyConnection();
  expect(second).toMatchObject({ lookbackDays: 7 });
  expect(second.id).not.toBe(first.id);
});

test("additionalSecretOutputs: what is named is encrypted in the state, and credentials are as ever", async ({
  stack,
}) => {
  await stack.declare(payments({ additionalSecretOutputs: ["repositories"] }));
  await stack.up();
  const outputs = (await stack.recorded()).payments?.outputs;
  const secret = (value: unknown) => ({ plaintext: JSON.stringify(value) });
  expect(outputs).toMatchObject({
    repositories: secret(["acme/ledger", "acme/payments"]),
    credentials: secret({ token: stack.environment.GITHUB_TOKEN }),
    lookbackDays: 30,
  });
  expect(await stack.exportText()).not.toContain("the-first-token");
});

test("customTimeouts: they are not kept to, and what takes longer is done all the same", async ({
  service,
  stack,
}) => {
  const lateMs = 3_000;
  await service.control.addFault({ match: { method: "POST" }, effect: { kind: "delay", ms: lateMs } });
  await stack.declare(payments({ customTimeouts: { create: "1s" } }));
  await stack.up();
  expect((await stack.recorded()).payments?.id).toBe((await service.onlyConnection()).id);
  const created = (await service.control.log()).find(({ method }) => method === "POST");
  expect(created?.durationMs).toBeGreaterThanOrEqual(lateMs - 100);
});
