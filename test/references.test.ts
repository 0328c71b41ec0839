import { expect } from "vitest";
import { sha256 } from "../emulator/fingerprint";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { expectNoSecrets, filesBelow } from "./support/noSecrets";
import { CALL } from "./support/service";

const FIRST = "planted+first/token?=not-a-real-one~1";
const SECOND = "planted+second/token?=not-a-real-one~2";

const { credentials: _, ...REST } = PAYMENTS;

test("a token that was written out leaves the state when it is referred to, though the update is never answered", async ({
  service,
  stack,
}) => {
  stack.environment.GITHUB_TOKEN = FIRST;
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await service.control.addFault({
    match: { method: "PUT", times: "always" },
    effect: {
      kind: "status",
      status: 502,
      code: "INTERNAL_ERROR",
      headers: { "retry-after": "0" },
      when: "after",
    },
  });
  stack.environment.GITHUB_TOKEN = SECOND;
  await stack.declare({ payments: { ...REST, credentialsFrom: { token: { env: "GITHUB_TOKEN" } } } });
  const { all } = await stack.upFails();
  const state = await stack.exportText();
  expectNoSecrets({ all, state, ...(await filesBelow(stack.folder)) }, [FIRST, SECOND, service.apiKey]);

  await service.control.clearFaults();
  await stack.up();
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  expect(await service.onlyConnection()).toMatchObject({ credentialsSha256: sha256(SECOND) });
});

test("credentials from the environment and from a file: never stored, and a new value is a rotation", async ({
  service,
  stack,
}) => {
  stack.environment.GITHUB_TOKEN = FIRST;
  await stack.write("token.txt", `${FIRST}\n`);
  await stack.declare({
    payments: { ...REST, credentialsFrom: { token: { env: "GITHUB_TOKEN" } } },
    ledger: {
      ...REST,
      repositories: [...REST.repositories, "acme/reports"],
      credentialsFrom: { token: { file: "token.txt" } },
    },
  });
  const outputs: Record<string, string> = { up: (await stack.up("--diff")).all };
  expect((await service.connections()).map(({ credentialsSha256 }) => credentialsSha256)).toEqual([
    sha256(FIRST),
    sha256(FIRST),
  ]);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  await stack.succeed("preview", "--expect-no-changes");
  await service.takeCalls();

  stack.environment.GITHUB_TOKEN = SECOND;
  const preview = await stack.succeed("preview", "--diff");
  outputs.preview = preview.all;
  expect(preview.all).toMatch(/credentials \(rotated\)/);
  expect(preview.all).toMatch(/credentialsVersion *: 1 => 2/);
  expect(preview.stdout).toContain("1 to update");
  expect(await service.takeCalls()).toEqual([]);
  outputs.rotation = (await stack.up("--diff")).all;
  expect(await service.takeCalls()).toEqual([CALL.update, CALL.purge, CALL.list]);
  await stack.succeed("preview", "--expect-no-changes");

  stack.environment.GITHUB_TOKEN = undefined;
  const missing = await stack.pulumi("preview");
  outputs.missing = missing.all;
  expect(missing.exitCode).not.toBe(0);
  expect(missing.all).toContain(
    "credentialsFrom.token: the environment variable GITHUB_TOKEN is not set where pulumi runs",
  );

  const shown = JSON.stringify(await stack.recorded());
  expect(shown).toContain('"credentialsFrom":{"token":{"env":"GITHUB_TOKEN"}}');
  expectNoSecrets({ ...outputs, "the state, decrypted": shown }, [FIRST, SECOND, service.apiKey]);
  expect(await stack.exportText(), "the fingerprint is encrypted").not.toMatch(/"credentialsFingerprint": "/);

  // Destroying needs no credentials.
  await stack.write("token.txt", "");
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
  expectNoSecrets({ ...(await filesBelow(stack.folder)) }, [FIRST, SECOND, service.apiKey]);
});
