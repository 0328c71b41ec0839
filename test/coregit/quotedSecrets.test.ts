import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { expectNoSecrets } from "../support/noSecrets";
import { traces } from "../support/traces";

/** With characters that every encoding spells in its own way. */
const FIRST = "planted+first/token?=not-a-real-one~1";
const SECOND = "planted+second/token?=not-a-real-one~2";
const THIRD = "planted+third/token?=not-a-real-one~3";

const { accessToken: _, ...REST } = CI;
const FROM_ENV = { ...REST, label: "from env", accessTokenFrom: { env: "GITHUB_TOKEN" } };
const FROM_FILE = { ...REST, label: "from a file", accessTokenFrom: { file: "token.txt" } };

test("a service that quotes a token that it refuses, to create and to update, does not make it leak", async ({
  service,
  stack,
}) => {
  const { coregit } = service.control;
  const refuse = (token: string) =>
    coregit.seedHostAccount({ provider: "github", token, username: null, valid: false });
  await coregit.changeSettings({ quoteTokens: true });
  await refuse(FIRST);
  await refuse(THIRD);
  const outputs: Record<string, string> = {};
  const expectRefused = async (command: string) => {
    outputs[command] = (await stack.upFails("--diff", "--continue-on-error")).all;
    expect(outputs[command]?.match(/401 Bad credentials \(token \[secret\]\)/g)?.length).toBeGreaterThan(1);
  };
  await stack.write("token.txt", FIRST);
  stack.environment.GITHUB_TOKEN = FIRST;
  await stack.declare({ written: CI, file: FROM_FILE });
  await expectRefused("create");

  for (const token of [SECOND, THIRD]) {
    await stack.write("token.txt", token);
    stack.environment.GITHUB_TOKEN = token;
    if (token === SECOND) outputs.up = (await stack.up()).all;
  }
  await expectRefused("rotate");
  expect((await service.coregitConnections()).map(({ tokenSha256 }) => tokenSha256)).toEqual([
    sha256(SECOND),
    sha256(SECOND),
  ]);
  await stack.write("token.txt", "");
  expectNoSecrets(await traces(stack, service, outputs), [FIRST, SECOND, THIRD, service.coregit.apiKey]);
});

test("nor does one that quotes a token that it tests, written out, referred to, another than is known, or never known at all", async ({
  service,
  stack,
}) => {
  const { coregit } = service.control;
  const secrets = [FIRST, SECOND, THIRD, service.coregit.apiKey];
  stack.environment.GITHUB_TOKEN = FIRST;
  const adopted = await service.makeByHand({ label: "adopted", accessToken: SECOND });
  const declared = {
    adopted: { ...REST, label: "adopted", adopt: adopted.id, verify: true },
    env: { ...FROM_ENV, verify: true },
    replaced: { ...CI, label: "replaced by hand", verify: true },
    written: { ...CI, verify: true },
  };
  await coregit.changeSettings({ quoteTokens: true });
  await stack.declare(declared);
  const outputs: Record<string, string> = { up: (await stack.up()).all };
  const replaced = (await stack.recorded()).replaced?.id ?? "";
  await coregit.editConnection(replaced, { accessToken: THIRD });

  await coregit.changeSettings({ hosts: { github: "down" } });
  outputs.refresh = (await stack.succeed("refresh", "--yes", "--diff")).all;
  outputs.preview = (await stack.succeed("preview", "--diff", "--expect-no-changes")).all;
  const recorded = await stack.recorded();
  const why = "GitHub token validation failed: 503 Service Unavailable";
  for (const name of ["env", "written"]) {
    expect(recorded[name]?.outputs.status).toMatchObject({
      valid: false,
      error: `${why} (token [secret])`,
    });
  }
  expect(recorded.replaced?.outputs.status).toMatchObject({ error: expect.stringContaining(why) });
  expect(recorded.adopted?.outputs.status).toMatchObject({
    error: expect.stringMatching(/^503 \(.*withheld/),
  });
  const statuses = Object.values(recorded).map(({ outputs: { status } }) => status);
  expectNoSecrets({ "the statuses, decrypted": JSON.stringify(statuses) }, secrets);
  // It is the label that is updated; the result of the test that follows is said and recorded.
  await stack.declare({ ...declared, written: { ...declared.written, label: "renamed" } });
  outputs.update = (await stack.up("--diff")).all;
  expect(outputs.update).toContain("its token was not accepted when it was tested");
  expectNoSecrets(await traces(stack, service, outputs), secrets);
});
