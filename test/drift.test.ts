import { expect } from "vitest";
import type { ConnectionEdit } from "../emulator/sigsentry/seeds";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL } from "./support/service";

/** The normal form of what {@link PAYMENTS} declares. */
const DECLARED = {
  repositories: ["acme/ledger", "acme/payments"],
  serviceMappings: [
    { serviceName: "ledger", repo: "acme/ledger", pathPrefix: "", defaultBranch: "main" },
    { serviceName: "payments-api", repo: "acme/payments", pathPrefix: "services/api", defaultBranch: "main" },
  ],
  lookbackDays: 30,
  isActive: true,
};

/** What somebody might change in the dashboard. */
const EDITS: ConnectionEdit[] = [
  { repositories: ["acme/payments", "acme/stray"] },
  {
    serviceMappings: [
      {
        serviceName: "payments-api",
        repo: "acme/payments",
        pathPrefix: "services/web",
        defaultBranch: "main",
      },
    ],
  },
  { lookbackDays: 90 },
  { isActive: false },
  { lookbackDays: 1, isActive: false },
];

test("a field edited in the dashboard is named by a preview and put back, it alone, by an update", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const { id } = await service.onlyConnection();

  for (const edit of EDITS) {
    await service.control.sigsentry.editConnection(id, edit);
    const preview = await stack.pulumi("preview", "--refresh", "--diff", "--expect-no-changes");
    expect(preview.exitCode, preview.all).not.toBe(0);
    for (const field of Object.keys(DECLARED)) {
      const isNamed = new RegExp(`^ *~ ${field} *:`, "m").test(preview.stdout);
      expect(isNamed, `${field} in ${preview.all}`).toBe(field in edit);
    }

    await service.takeCalls();
    await stack.up("--refresh");
    const requests = await service.takeRequests();
    const fields = Object.entries(DECLARED).filter(([field]) => field in edit);
    expect(requests.filter(({ call }) => call !== CALL.list)).toEqual([
      { call: CALL.update, body: Object.fromEntries(fields) },
    ]);
    expect(await service.onlyConnection()).toMatchObject({ id, ...DECLARED });
  }
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("another order, more fields and pages of the list are no drift", async ({ service, stack }) => {
  const others = { ...PAYMENTS, repositories: ["acme/web", "acme/app"], serviceMappings: [] };
  await stack.declare({ payments: PAYMENTS, others });
  await stack.up();

  await service.control.sigsentry.changeSettings({ listOrder: "reversed", extraFields: { region: "eu" } });
  await stack.succeed("refresh", "--preview-only", "--expect-no-changes");
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  await service.control.sigsentry.changeSettings({ listShape: "paginated", pageSize: 1 });
  await service.takeCalls();
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  expect(await service.takeCalls()).toEqual([CALL.list, `${CALL.list}?page=2`]);

  // Another order in the program is no change either.
  await stack.declare({
    others,
    payments: {
      ...PAYMENTS,
      repositories: ["acme/ledger", "acme/payments", "acme/ledger"],
      serviceMappings: [...PAYMENTS.serviceMappings].reverse(),
    },
  });
  await stack.succeed("preview", "--expect-no-changes");
});

test("with `refresh: always` a plain preview shows drift", async ({ service, newStack }) => {
  const stack = await newStack({ settings: "options:\n  refresh: always" });
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await stack.succeed("preview", "--expect-no-changes");
  const { id } = await service.onlyConnection();
  await service.control.sigsentry.editConnection(id, { lookbackDays: 90 });
  const preview = await stack.pulumi("preview", "--diff", "--expect-no-changes");
  expect(preview.exitCode).not.toBe(0);
  expect(preview.stdout).toMatch(/~ lookbackDays *: 90 => 30/);
});

test("a refresh takes over what the dashboard says, and the next preview shows it against the program", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const { id } = await service.onlyConnection();
  await service.control.sigsentry.editConnection(id, { lookbackDays: 90 });
  await stack.succeed("refresh", "--yes", "--skip-preview");
  const edited = await service.onlyConnection();
  expect((await stack.recorded()).payments?.outputs).toMatchObject({
    lookbackDays: 90,
    updatedAt: edited.updatedAt,
    credentials: expect.anything(),
  });
  const preview = await stack.succeed("preview", "--diff");
  expect(preview.stdout).toMatch(/~ lookbackDays *: 90 => 30/);
});
