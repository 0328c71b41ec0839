import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { copyExample } from "../support/example";
import { test } from "../support/fixtures";
import { temporaryFolder } from "../support/install";
import { CALL, COREGIT_CALL, type TestService } from "../support/service";
import type { Stack } from "../support/stack";
import { BUILD_MS, yamlHost } from "../support/yamlHost";

let host: string;
beforeAll(async () => {
  host = await yamlHost();
}, BUILD_MS);

/** Sets the example up as its README says; that the services are elsewhere is a matter of the test. */
async function configure(stack: Stack, service: TestService, checkoutKey: string): Promise<void> {
  stack.environment.SIGSENTRY_API_KEY = undefined;
  stack.environment.COREGIT_API_KEY = undefined;
  stack.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = new URL(service.url).host;
  const secrets = {
    "sigsentry:apiKey": service.apiKey,
    "coregit:apiKey": service.coregit.apiKey,
    coregitToken: "ghp_the-token-of-the-robot",
    checkoutKey,
  };
  for (const [key, secret] of Object.entries(secrets))
    await stack.succeed("config", "set", "--secret", key, secret);
}

test("the example in YAML goes up, is stable, changes where its text does, and goes down", async ({
  service,
  newStack,
  onTestFinished,
}) => {
  const folder = await temporaryFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyExample("yaml", folder);
  const stack = await newStack({ project: folder, languageHosts: [host] });
  const checkout = await service.control.sigsentry.seedProject();
  const { value } = await service.control.sigsentry.seedKey({ projectId: checkout.id });
  await configure(stack, service, value);

  await stack.up();
  expect(await service.onlyConnection()).toMatchObject({
    repositories: ["acme/ledger", "acme/payments"],
    credentialsSha256: sha256("ghp_the-first-token-of-this-test"),
  });
  expect(await service.onlyConnection(checkout.id)).toMatchObject({ repositories: ["acme/checkout"] });
  const robot = await service.onlyCoregitConnection();
  expect(robot).toMatchObject({ label: "acme robot", tokenSha256: sha256("ghp_the-token-of-the-robot") });
  expect(JSON.parse((await stack.succeed("stack", "output", "--json")).stdout)).toMatchObject({
    onGithub: [{ repositories: ["acme/ledger", "acme/payments"] }],
    readsAs: robot.externalUsername,
  });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  expect(await stack.exportText()).not.toContain("ghp_");

  const program = join(folder, "Pulumi.yaml");
  const text = await readFile(program, "utf8");
  await writeFile(program, text.replace("pathPrefix: services/api", "pathPrefix: services/pay"));
  await service.takeCalls();
  await stack.up();
  const reads: string[] = [CALL.list, COREGIT_CALL.list, COREGIT_CALL.test];
  expect((await service.takeCalls()).filter((call) => !reads.includes(call))).toEqual([CALL.update]);
  expect((await service.onlyConnection()).serviceMappings).toMatchObject([{ pathPrefix: "services/pay" }]);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  await stack.destroy();
  const left = [service.connections(), service.connections(checkout.id), service.coregitConnections()];
  expect(await Promise.all(left)).toEqual([[], [], []]);
});
