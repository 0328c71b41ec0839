import { once } from "node:events";
import { expect, vi } from "vitest";
import type { FaultRuleInput } from "../../emulator/faultRules";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL, type TestService } from "../support/service";

/** The service answers a creation with nothing that tells what came of it; each creation is carried out. */
const LOST: Record<string, FaultRuleInput["effect"]> = {
  dropped: { kind: "drop", when: "after" },
  "half an answer": { kind: "truncate" },
  "an error after all": { kind: "status", status: 500, when: "after" },
  "a page of a proxy": { kind: "html", status: 502, when: "after" },
  "a page with 200": { kind: "html", status: 200, when: "after" },
  "a 201 of something else": { kind: "json", status: 201, body: { ok: true }, when: "after" },
};

/** The path of creations; rules for it do not meet tests, which are POSTs too. */
const CREATION = { method: "POST", path: "/v1/connections" };

/** Until the list is read after a creation was sent. */
async function untilLookedFor({ control }: TestService): Promise<void> {
  const isLookedFor = async () => {
    const calls = (await control.log()).map(({ method }) => method);
    return calls.lastIndexOf("GET") > calls.indexOf("POST") && calls.includes("POST");
  };
  await vi.waitUntil(isLookedFor, { timeout: 60_000 });
}

test("connections whose creation is carried out and never answered are found by the same command, those with one label too", async ({
  service,
  stack,
}) => {
  for (const effect of Object.values(LOST)) await service.control.addFault({ match: CREATION, effect });
  const names = Object.keys(LOST).map((_, index) => `c${index}`);
  // The first two have one label, and cannot be told apart but by when they were made.
  const labelOf = (index: number) => (index < 2 ? "twins" : `label ${index}`);
  await stack.declare(
    Object.fromEntries(
      names.map((name, index) => [name, { ...CI, label: labelOf(index), allowDuplicate: index < 2 }]),
    ),
  );
  const { all } = await stack.up();
  expect(all).toContain('The answer to the creation of "label 2" was lost. Looking for the connection');
  expect((await service.takeCalls()).filter((call) => call === CALL.create)).toHaveLength(names.length);
  const held = await service.coregitConnections();
  expect(held).toHaveLength(names.length);
  const recorded = await stack.recorded();
  expect(new Set(names.map((name) => recorded[name]?.id))).toEqual(new Set(held.map(({ id }) => id)));
  for (const [index, name] of names.entries()) {
    const { label, createdAt, externalUsername } = held.find(({ id }) => id === recorded[name]?.id) ?? {};
    expect(label).toBe(labelOf(index));
    expect(recorded[name]?.outputs).toMatchObject({ label, createdAt, externalUsername });
  }
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("a connection that the lagging list does not show yet is waited for", async ({ service, stack }) => {
  await service.control.coregit.changeSettings({ listLagMs: 60_000 });
  await service.control.addFault({ match: CREATION, effect: { kind: "drop", when: "after" } });
  await stack.declare({ ci: CI });
  const running = stack.up();
  await untilLookedFor(service);
  await service.control.advanceClock(61_000);
  await running;
  const { id } = await service.onlyCoregitConnection();
  expect((await stack.recorded()).ci?.id).toBe(id);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("a creation that was never carried out is made by the next update, once that is certain", async ({
  service,
  stack,
}) => {
  stack.environment.COREGIT_LIST_LAG_SECONDS = "1";
  await service.control.addFault({ match: CREATION, effect: { kind: "drop", when: "before" } });
  await stack.declare({ ci: CI });
  const { all } = await stack.upFails();
  expect(all).toContain("Whether the connection was created is not known. Run the same command again");
  expect(await service.coregitConnections()).toEqual([]);
  expect((await service.takeCalls()).filter((call) => call === CALL.create)).toHaveLength(1);
  await stack.up();
  expect((await service.takeCalls()).filter((call) => call === CALL.create)).toHaveLength(1);
  expect((await stack.recorded()).ci?.id).toBe((await service.onlyCoregitConnection()).id);
});

test("Ctrl-C ends the wait at once, and the next update finds the connection", async ({ service, stack }) => {
  await service.control.coregit.changeSettings({ listLagMs: 60_000 });
  await service.control.addFault({ match: CREATION, effect: { kind: "drop", when: "after" } });
  await stack.declare({ ci: CI });
  const engine = stack.start("up", "--yes", "--skip-preview");
  let printed = "";
  engine.stdout?.on("data", (text) => {
    printed += text;
  });
  const closed = once(engine, "close");
  await untilLookedFor(service);
  const cancelledAt = performance.now();
  engine.kill("SIGINT");
  const [exitCode] = await closed;
  expect(performance.now() - cancelledAt, "milliseconds").toBeLessThan(15_000);
  expect(exitCode).not.toBe(0);
  expect(printed).toContain("Whether the connection was created is not known");
  expect((await stack.state()).pending_operations).toEqual([]);

  const { id } = await service.onlyCoregitConnection();
  await service.control.advanceClock(61_000);
  await service.takeCalls();
  await stack.up();
  expect(await service.takeCalls()).not.toContain(CALL.create);
  expect(await service.onlyCoregitConnection()).toMatchObject({ id });
  expect((await stack.recorded()).ci?.id).toBe(id);
});

test("a creation that the service refuses is sent once, made up for by nothing, and free to be tried again", async ({
  service,
  stack,
}) => {
  await service.control.coregit.changeSettings({ hosts: { github: "down" } });
  await stack.declare({ ci: CI });
  const { all } = await stack.upFails();
  expect(all).toMatch(
    /Coregit answered 400: GitHub token validation failed: 503 .*the code host may be down/,
  );
  expect(all).toContain("Nothing was changed.");
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.create]);
  await service.control.coregit.changeSettings({ hosts: { github: "up" } });
  await stack.up();
  expect((await stack.recorded()).ci?.id).toBe((await service.onlyCoregitConnection()).id);
});
