import { expect } from "vitest";
import { CI, PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { expectNoSecrets, filesBelow } from "./support/noSecrets";

const UNANSWERED = {
  kind: "html",
  status: 502,
  headers: { "retry-after": "0" },
  when: "after",
} as const;

// The engine keeps the inputs of an update that has failed from the state, and marks as secret only what it already
// knows for one: what a refresh reads back must carry its own mark.
test("a refresh keeps credentials secret that only an update which failed was given", async ({
  service,
  stack,
}) => {
  const token = "planted-token<>&of-a-failed-update";
  stack.environment.PLANTED = token;
  const { credentials: _, ...payments } = PAYMENTS;
  const { accessToken: __, ...ci } = CI;
  const { projectId } = service;
  const { platform, repositories } = payments;
  const { id } = await service.control.sigsentry.seedConnection({
    projectId,
    platform,
    repositories: [...repositories],
  });
  const held = await service.makeByHand({ label: ci.label });
  const kept = { payments: { ...payments, adopt: id }, ci: { ...ci, adopt: held.id } };
  await stack.declare(kept);
  await stack.up();

  await stack.declare({
    payments: { ...kept.payments, credentials: { token: "$PLANTED" } },
    ci: { ...kept.ci, accessToken: "$PLANTED" },
  });
  for (const method of ["PUT", "PATCH"])
    await service.control.addFault({ match: { method, times: "always" }, effect: UNANSWERED });
  const failed = await stack.upFails("--continue-on-error", "--diff");
  await service.control.clearFaults();

  const refreshed = await stack.succeed("refresh", "--yes", "--skip-preview", "--diff");
  const state = await stack.exportText();
  expect(Object.keys((await stack.recorded()).payments?.inputs ?? {})).toContain("credentials");
  expect(Object.keys((await stack.recorded()).ci?.inputs ?? {})).toContain("accessToken");
  const preview = await stack.succeed("preview", "--refresh", "--diff");
  const up = await stack.up("--diff");
  const printed = { failed: failed.all, refreshed: refreshed.all, preview: preview.all, up: up.all };
  expectNoSecrets({ ...printed, state, ...(await filesBelow(stack.folder)) }, [token]);
});
