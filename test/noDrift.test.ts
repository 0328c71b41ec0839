import { expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL } from "./support/service";

/** One that says everything, one that leaves to the defaults what it can, one that is paused. */
const CONNECTIONS = {
  payments: PAYMENTS,
  defaults: {
    platform: "github",
    credentials: { token: "$GITHUB_TOKEN" },
    repositories: ["acme/b", "acme/a"],
    serviceMappings: [{ serviceName: "api", repo: "acme/a" }],
  },
  paused: { ...PAYMENTS, repositories: ["acme/old"], serviceMappings: [], lookbackDays: 7, isActive: false },
};

/** Every way in which Pulumi looks for drift. */
const COMMANDS = [
  ["refresh", "--preview-only"],
  ["preview", "--refresh"],
  ["refresh", "--yes", "--skip-preview"],
  ["up", "--yes", "--skip-preview", "--refresh"],
];

test("another order, more fields and pages of the list are no drift to any command", async ({
  service,
  stack,
}) => {
  await stack.declare(CONNECTIONS);
  await stack.up();
  await service.control.sigsentry.changeSettings({
    ...{ listOrder: "reversed", extraFields: { region: "eu", tags: ["a"] } },
    ...{ listShape: "paginated", pageSize: 2 },
  });
  await service.takeCalls();
  for (const command of COMMANDS) {
    await stack.succeed(...command, "--expect-no-changes");
    expect(await service.takeCalls(), command.join(" ")).toEqual([CALL.list, `${CALL.list}?page=2`]);
  }
});

test("a list that leaves out what is at its default is no drift", async ({ service, stack }) => {
  await stack.declare(CONNECTIONS);
  await stack.up();
  const sparse = (await service.connections()).map((held) => ({
    ...{ id: held.id, platform: held.platform, repositories: [...held.repositories] },
    serviceMappings: held.serviceMappings.map(({ serviceName, repo, pathPrefix, defaultBranch }) => ({
      ...{ serviceName, repo },
      pathPrefix: pathPrefix === "" ? null : pathPrefix,
      defaultBranch: defaultBranch === "main" ? null : defaultBranch,
    })),
    lookbackDays: held.lookbackDays === 30 ? null : held.lookbackDays,
    isActive: held.isActive ? null : false,
  }));
  await service.control.addFault({
    match: { method: "GET", times: "always" },
    effect: { kind: "json", body: { success: true, data: sparse } },
  });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("another order in the program is no change", async ({ service, stack }) => {
  await stack.declare(CONNECTIONS);
  await stack.up();
  await service.takeCalls();
  const { payments, ...others } = CONNECTIONS;
  await stack.declare({
    ...others,
    payments: {
      ...payments,
      repositories: ["acme/ledger", "acme/payments", "acme/ledger"],
      serviceMappings: [...payments.serviceMappings].reverse(),
    },
  });
  await stack.succeed("preview", "--expect-no-changes");
  expect(await service.takeCalls()).toEqual([]);
});
