import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { type Hold, killDuring } from "../support/killed";
import { COREGIT_CALL as CALL, type TestService } from "../support/service";
import type { Stack } from "../support/stack";

const LIST = "/v1/connections";
const ONE = "/v1/connections/*";

/** Longer than a creation is looked for after it was begun, in milliseconds: the call's own time and the list's lag. */
const PAST_ALL_DOUBT_MS = 211_000;

const tokenOf = (name: string) => `ghp_the-token-of-${name}`;
const connection = (name: string) => ({ provider: "github", label: name, accessToken: tokenOf(name) });

type Connections = Record<string, ReturnType<typeof connection>>;

const declared = (...names: string[]): Connections =>
  Object.fromEntries(names.map((name) => [name, connection(name)]));

/** The service holds what is declared and nothing else, the state knows it, and nothing is left to be done. */
async function expectDone(service: TestService, stack: Stack, connections: Connections): Promise<void> {
  const recorded = await stack.recorded();
  expect(Object.keys(recorded).sort()).toEqual(Object.keys(connections).sort());
  const held = await service.coregitConnections();
  expect(held).toHaveLength(Object.keys(connections).length);
  for (const [name, { accessToken, ...fields }] of Object.entries(connections)) {
    const { id } = recorded[name] ?? {};
    expect(
      held.find((each) => each.id === id),
      name,
    ).toMatchObject({ ...fields, tokenSha256: sha256(accessToken) });
  }
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
}

/** Three creations at once: one is killed before it is carried out, one before its answer, one after that. */
const CREATIONS: Hold[] = [
  { method: "POST", path: LIST, when: "before" },
  { method: "POST", path: LIST, when: "after" },
  { method: "GET", path: LIST, when: "before", nth: 2 },
];

test("creations that are killed before, during and after their POST are finished by the next update", async ({
  service,
  stack,
}) => {
  const connections = declared("first", "second", "third");
  await stack.declare(connections);
  await killDuring(service, stack, "up", CREATIONS);
  const made = (await service.coregitConnections()).map(({ id }) => id);
  expect(made).toHaveLength(2);

  await service.control.advanceClock(PAST_ALL_DOUBT_MS);
  await service.takeCalls();
  await stack.succeed("cancel", "--yes");
  const { all } = await stack.up();
  for (const id of made) expect(all).toContain(`${id}: made for this resource by an earlier run`);
  expect((await service.takeCalls()).filter((call) => call === CALL.create)).toHaveLength(1);
  expect((await service.coregitConnections()).map(({ id }) => id)).toEqual(expect.arrayContaining(made));
  await expectDone(service, stack, connections);
});

test("the same while the list lags: what was carried out is waited for, and made only once", async ({
  service,
  stack,
}) => {
  const connections = declared("second", "third");
  await stack.declare(connections);
  await service.control.coregit.changeSettings({ listLagMs: 60_000 });
  await killDuring(service, stack, "up", CREATIONS.slice(1));
  const made = (await service.coregitConnections()).map(({ id }) => id);
  expect(made).toHaveLength(2);
  await service.takeCalls();
  await stack.succeed("cancel", "--yes");
  const running = stack.up();
  // Listed nowhere yet: that of the first is looked for, that of the second is known by its id.
  await expect
    .poll(async () => (await service.control.log()).filter(({ method }) => method === "GET").length, {
      timeout: 60_000,
    })
    .toBeGreaterThan(2);
  await service.control.advanceClock(61_000);
  await running;
  expect(await service.takeCalls()).not.toContain(CALL.create);
  expect((await service.coregitConnections()).map(({ id }) => id)).toEqual(made);
  await expectDone(service, stack, connections);
});

test("without its records this machine does not guess: the update names the connection and how to take it over", async ({
  service,
  stack,
}) => {
  const ci = { ...CI, accessToken: tokenOf("ci") };
  await stack.declare({ ci });
  await killDuring(service, stack, "up", [{ method: "POST", path: LIST, when: "after" }]);
  const { id } = await service.onlyCoregitConnection();
  const home = stack.environment.PULUMI_HOME ?? "";
  // Nothing lags here: what is shown is there.
  stack.environment.COREGIT_LIST_LAG_SECONDS = "0";
  await rm(join(home, "pulumi-repo-connections", "creations"), { recursive: true });
  await stack.succeed("cancel", "--yes");
  await service.takeCalls();
  const { all } = await stack.upFails();
  expect(all).toContain(`There is already a connection to github labelled "${CI.label}": ${id} (`);
  expect(all).toContain(`declare adopt: "${id}"`);
  expect(all).toContain("Nothing was created.");
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.test]);

  await stack.declare({ ci: { ...ci, adopt: id } });
  await stack.up();
  await stack.declare({ ci });
  await stack.up("--expect-no-changes");
  expect(await service.onlyCoregitConnection()).toMatchObject({ id });
  await expectDone(service, stack, { ci });
});

test("updates and deletions that are killed during their request are finished by the next update", async ({
  service,
  stack,
}) => {
  const kept = declared("label-before", "label-after", "token-before", "token-after");
  await stack.declare({ ...kept, ...declared("gone-before", "gone-after") });
  await stack.up();
  const recorded = await stack.recorded();
  const changed = Object.fromEntries(
    Object.entries(kept).map(([name, fields]) => [
      name,
      name.startsWith("label")
        ? { ...fields, label: `${name}, changed` }
        : { ...fields, accessToken: `${tokenOf(name)}-rotated` },
    ]),
  );
  await stack.declare(changed);
  const pathOf = (name: string) => `${LIST}/${recorded[name]?.id}`;
  const holds = Object.keys(kept).map(
    (name): Hold => ({
      method: "PATCH",
      path: pathOf(name),
      when: name.endsWith("before") ? "before" : "after",
    }),
  );
  await killDuring(service, stack, "up", holds);
  await service.takeCalls();
  await stack.succeed("cancel", "--yes");
  const deletions: Hold[] = [
    { method: "DELETE", path: ONE, when: "before" },
    { method: "DELETE", path: ONE, when: "after" },
  ];
  await killDuring(service, stack, "up", deletions);
  // The updates come first, and each is sent again, carried out before or not.
  expect((await service.takeCalls()).filter((call) => call === CALL.update)).toHaveLength(4);
  expect(await service.coregitConnections()).toHaveLength(5);
  await stack.succeed("cancel", "--yes");
  await stack.up();
  await expectDone(service, stack, changed);
  expect((await stack.state()).pending_operations).toEqual([]);
});
