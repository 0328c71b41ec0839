import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { expectNoSecrets } from "../support/noSecrets";
import { COREGIT_CALL as CALL } from "../support/service";
import { traces } from "../support/traces";

/** With characters that every encoding spells in its own way. */
const FIRST = "planted+first/token?=not-a-real-one~1";
const SECOND = "planted+second/token?=not-a-real-one~2";

const { accessToken: _, ...REST } = CI;
const FROM_ENV = { ...REST, label: "from env", accessTokenFrom: { env: "GITHUB_TOKEN" } };
const FROM_FILE = { ...REST, label: "from a file", accessTokenFrom: { file: "token.txt" } };

test("tokens that the program does not mark stay out of every output, file, record and log; referred to, of the state too", async ({
  service,
  stack,
}) => {
  const secrets = [FIRST, SECOND, service.coregit.apiKey];
  stack.environment.COREGIT_API_KEY = undefined;
  await stack.succeed("config", "set", "--secret", "coregit:apiKey", service.coregit.apiKey);
  await stack.succeed("config", "set", "coregit:baseUrl", service.url);
  stack.environment.GITHUB_TOKEN = FIRST;
  await stack.write("token.txt", `${FIRST}\n`);
  const outputs: Record<string, string> = {};
  const runAll = async (...commands: string[]) => {
    for (const command of commands) outputs[command] = (await stack.succeed(...command.split(" "))).all;
  };
  const tokens = async () => (await service.coregitConnections()).map(({ tokenSha256 }) => tokenSha256);

  // One is written out, the others are referred to.
  await stack.declare({ env: FROM_ENV, file: FROM_FILE, written: CI });
  await runAll("up --yes --diff");
  expect(new Set(await tokens())).toEqual(new Set([sha256(FIRST)]));
  expect((await stack.recorded()).written?.outputs.accessToken).toMatchObject({
    plaintext: JSON.stringify(FIRST),
  });

  // All rotated, and what was referred to is written out and the other way round; the record tells which it is.
  stack.environment.GITHUB_TOKEN = SECOND;
  await stack.write("token.txt", "");
  await stack.declare({ env: { ...CI, label: "from env" }, written: { ...FROM_ENV, label: CI.label } });
  await service.takeCalls();
  await runAll("preview --json --diff", "up --yes --skip-preview --diff");
  expect((await service.takeCalls()).filter((call) => call === CALL.update)).toHaveLength(2);
  expect(await tokens()).toEqual([sha256(SECOND), sha256(SECOND)]);
  await runAll(
    "refresh --yes --diff",
    "preview --refresh --diff --expect-no-changes",
    "stack history --json",
  );
  const { env, written } = await stack.recorded();
  expectNoSecrets({ "what is referred to": JSON.stringify(written) }, secrets);
  expect(env?.outputs.accessToken).toMatchObject({ plaintext: JSON.stringify(SECOND) });

  // The same token in the other form is no rotation.
  await stack.declare({ env: FROM_ENV });
  await service.takeCalls();
  await runAll("up --yes --skip-preview");
  expect((await service.takeCalls()).filter((call) => call === CALL.update)).toEqual([]);
  expectNoSecrets({ "the state, decrypted": JSON.stringify(await stack.recorded()) }, secrets);
  expect(await stack.exportText(), "the fingerprint is encrypted").not.toMatch(/"accessTokenFingerprint": "/);

  // Destroying needs no token.
  stack.environment.GITHUB_TOKEN = undefined;
  await runAll("destroy --yes --diff");
  const found = await traces(stack, service, outputs);
  const remembered = Object.keys(found).filter((name) => /[\\/]creations[\\/]/.test(name));
  // Three creations, and as many deletions.
  expect(remembered.filter((name) => name.endsWith(".json"))).toHaveLength(3);
  expect(remembered).toHaveLength(6);
  expectNoSecrets(found, secrets);
});

test("a token in the wrong place is refused without being shown", async ({ service, stack }) => {
  stack.environment.GITHUB_TOKEN = FIRST;
  stack.environment.KNOWN = "ghp_1234567890abcdefghijklmnopqrstuvwxyz";
  const token = "$GITHUB_TOKEN";
  const wrong = {
    env: { ...REST, accessTokenFrom: { env: token } },
    file: { ...REST, accessTokenFrom: { file: "$KNOWN" } },
    object: { ...REST, accessToken: { value: token } },
    provider: { ...CI, provider: "$KNOWN" },
  };
  const outputs: Record<string, string> = {};
  for (const [name, args] of Object.entries(wrong)) {
    await stack.declare({ [name]: args });
    outputs[name] = (await stack.pulumi("preview", "--diff")).all;
    expect(outputs[name]).toContain("has a problem:");
  }
  await stack.declare({});
  expectNoSecrets(await traces(stack, service, outputs), [FIRST, stack.environment.KNOWN]);
  expect(await service.takeCalls()).toEqual([]);
});
