import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { serviceMappingsSchema } from "../emulator/sigsentry/fields";
import { DECLARED, TOKENS } from "./fixtures/declared";
import { test } from "./support/fixtures";
import { CALL, type TestService } from "./support/service";
import { connectionsIn, parseState, type ResourceState } from "./support/state";

const STATES = join(__dirname, "fixtures", "state");

/** What the service holds of a connection according to a state. */
const held = z.object({
  platform: z.enum(["github", "gitlab", "bitbucket"]),
  repositories: z.array(z.string()),
  serviceMappings: serviceMappingsSchema,
  lookbackDays: z.number(),
  isActive: z.boolean(),
});

async function seed({ control, projectId }: TestService, { id, outputs }: ResourceState): Promise<void> {
  if (id === undefined) throw new Error("a recorded connection has no id");
  await control.sigsentry.seedConnection({ projectId, id, ...held.parse(outputs) });
}

test.for(
  readdirSync(STATES),
)("the state that an earlier version wrote is read and carried on: %s", async (file, { service, stack }) => {
  const recorded = connectionsIn(parseState(readFileSync(join(STATES, file), "utf8")));
  const declared = Object.fromEntries(Object.entries(DECLARED).filter(([name]) => name in recorded));
  expect(Object.keys(recorded).sort()).toEqual(Object.keys(declared).sort());
  for (const connection of Object.values(recorded)) await seed(service, connection);
  Object.assign(stack.environment, TOKENS);
  await stack.declare(declared);
  await stack.succeed("stack", "import", "--file", join(STATES, file));

  // Of everything that is declared as it was, only the purge is still to do, and it alone is done.
  const preview = await stack.succeed("preview");
  expect(preview.stdout).toMatch(/~ 1 to update/);
  // The stack is a resource too.
  expect(preview.stdout).toContain(`${Object.keys(recorded).length} unchanged`);
  expect(preview.all).toContain(`${recorded.purgePending?.id}: its new credentials are stored`);
  await service.takeCalls();
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.purge]);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  // An update sends what changed and nothing else.
  await service.takeCalls();
  stack.environment.GITLAB_TOKEN = "glpat-another-token";
  await stack.declare({
    ...declared,
    full: { ...DECLARED.full, lookbackDays: 7 },
    paused: { ...DECLARED.paused, isActive: true },
  });
  await stack.up();
  const requests = (await service.takeRequests()).filter(({ call }) => call !== CALL.list);
  expect(requests).toHaveLength(4);
  expect(requests).toEqual(
    expect.arrayContaining([
      { call: CALL.update, body: { lookbackDays: 7 } },
      { call: CALL.update, body: { isActive: true } },
      {
        call: CALL.update,
        body: { credentials: { token: "[redacted]", baseUrl: "https://gitlab.example.com" } },
      },
      { call: CALL.purge, body: null },
    ]),
  );
  const now = await stack.recorded();
  for (const [name, { id }] of Object.entries(recorded)) expect(now[name]?.id).toBe(id);

  await stack.destroy();
  expect(await service.connections()).toEqual([]);
});
