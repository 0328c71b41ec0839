import { join } from "node:path";
import { expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL, type TestService } from "./support/service";
import type { Stack } from "./support/stack";

const FORBIDDEN = { kind: "status", status: 403, code: "FORBIDDEN" } as const;

/** Leaves one connection that was created but not paused, and one that was rotated but its cache not purged. */
async function failInPart({ control }: TestService, stack: Stack): Promise<void> {
  const connection = (name: string) => ({
    ...PAYMENTS,
    repositories: [`acme/${name}`],
    serviceMappings: [],
  });
  const paused = { ...connection("paused"), credentials: { token: "ghp_another" }, isActive: false };
  await stack.declare({ paused, rotated: connection("rotated") });
  await control.addFault({ match: { method: "PUT" }, effect: FORBIDDEN });
  await stack.upFails();

  const { id } = (await stack.recorded()).paused ?? {};
  for (const match of [
    { method: "PUT", path: `/v1/config/repos/${id}` },
    { method: "DELETE", path: "/v1/config/repos/*/cache" },
  ])
    await control.addFault({ match, effect: FORBIDDEN });
  stack.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  await stack.upFails();
  await control.clearFaults();
}

test("what was done in part can be refreshed, is finished by an update after that, and can be destroyed", async ({
  service,
  stack,
}) => {
  await failInPart(service, stack);
  const asItFailed = await stack.exportText();
  await stack.succeed("refresh", "--yes", "--skip-preview");
  await service.takeCalls();
  await stack.up();
  const requests = (await service.takeRequests()).filter(({ call }) => call !== CALL.list);
  expect(requests).toHaveLength(2);
  expect(requests).toContainEqual({ call: CALL.update, body: { isActive: false } });
  expect(requests).toContainEqual({ call: CALL.purge, body: null });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  await stack.write("failed.json", asItFailed);
  await stack.succeed("stack", "import", "--file", join(stack.project, "failed.json"));
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
});
