import { describe, expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { expectNoSecrets } from "./support/noSecrets";
import { traces } from "./support/traces";

/** With characters that every encoding spells in its own way. */
const FIRST = "planted+first/token?=not-a-real-one~1";
const SECOND = "planted+second/token?=not-a-real-one~2";
const APP_PASSWORD = 'planted"app\\password<of>nobody';

test("secrets that the program does not mark stay out of every output, file and log", async ({
  service,
  stack,
}) => {
  const secrets = [FIRST, SECOND, APP_PASSWORD, service.apiKey];
  stack.environment.SIGSENTRY_API_KEY = undefined;
  await stack.succeed("config", "set", "--secret", "sigsentry:apiKey", service.apiKey);
  await stack.succeed("config", "set", "sigsentry:baseUrl", service.url);
  stack.environment.GITHUB_TOKEN = FIRST;
  stack.environment.APP_PASSWORD = APP_PASSWORD;
  const legacy = {
    platform: "bitbucket",
    credentials: { username: "build-bot", appPassword: "$APP_PASSWORD" },
    repositories: ["acme/legacy"],
  };
  await stack.declare({ payments: PAYMENTS, legacy });

  // Not with --debug: with it Pulumi itself shows the properties of every resource, secrets too.
  const outputs: Record<string, string> = {};
  const runAll = async (...commands: string[]) => {
    for (const command of commands) outputs[command] = (await stack.succeed(...command.split(" "))).all;
  };
  await runAll("preview --diff", "up --yes --diff", "preview --json --show-config");
  await stack.declare({ payments: { ...PAYMENTS, lookbackDays: 7 }, legacy });
  stack.environment.GITHUB_TOKEN = SECOND;
  await runAll(
    "preview --diff",
    "preview --json --diff",
    "up --yes --skip-preview --diff",
    "refresh --yes --diff",
    "preview --refresh --diff --expect-no-changes",
    "stack --show-urns",
    "stack history --json",
    "config --json",
  );
  expectNoSecrets(await traces(stack, service, outputs), secrets);
  expect(await stack.exportText()).toContain("ciphertext");
  expect((await stack.recorded()).payments?.outputs.credentials).toMatchObject({
    plaintext: JSON.stringify({ token: SECOND }),
  });

  await runAll("destroy --yes --diff");
  expectNoSecrets(await traces(stack, service, outputs), secrets);
});

describe("a service that quotes secrets back does not make them leak", () => {
  const quoted = (secret: string) =>
    [
      secret,
      Buffer.from(secret).toString("base64"),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("hex"),
      JSON.stringify(secret),
    ].join(" and ");

  test("in the message of an error", async ({ service, stack }) => {
    const secrets = [FIRST, service.apiKey];
    stack.environment.GITHUB_TOKEN = FIRST;
    await service.control.addFault({
      match: { method: "POST" },
      effect: {
        kind: "status",
        status: 400,
        code: "VALIDATION_ERROR",
        message: `Refused: ${secrets.map(quoted).join(", ")}`,
      },
    });
    await stack.declare({ payments: PAYMENTS });
    const { all } = await stack.upFails("--diff");
    expect(all).toContain("VALIDATION_ERROR");
    expect(all).toContain("[secret]");
    expectNoSecrets(await traces(stack, service, { up: all }), secrets);
  });

  test("in the error of an update that was done in part", async ({ service, stack }) => {
    const secrets = [FIRST, SECOND, service.apiKey];
    stack.environment.GITHUB_TOKEN = FIRST;
    await stack.declare({ payments: PAYMENTS });
    await stack.up();
    stack.environment.GITHUB_TOKEN = SECOND;
    await service.control.addFault({
      match: { method: "DELETE" },
      effect: {
        kind: "status",
        status: 403,
        code: "FORBIDDEN",
        message: `Not for ${secrets.map(quoted).join(", ")}`,
      },
    });
    const { all } = await stack.upFails("--diff");
    expect(all).toContain("its cache was not purged");
    expectNoSecrets(await traces(stack, service, { up: all }), secrets);
  });

  test("in a page of HTML", async ({ service, stack }) => {
    const secrets = [FIRST, service.apiKey];
    stack.environment.GITHUB_TOKEN = FIRST;
    await service.control.addFault({
      match: { method: "POST", times: "always" },
      effect: { kind: "html", status: 502, html: `<h1>${secrets.map(quoted).join(" ")}</h1>` },
    });
    await stack.declare({ payments: PAYMENTS });
    const { all } = await stack.upFails("--diff");
    expect(all).toContain("answered 502 with text/html");
    expectNoSecrets(await traces(stack, service, { up: all }), secrets);
  });
});

test("a token in the wrong place is refused without being shown", async ({ service, stack }) => {
  stack.environment.GITHUB_TOKEN = FIRST;
  const token = "$GITHUB_TOKEN";
  const wrong: [unknown, string][] = [
    [token, "credentials: must be an object, found a string"],
    [{ tokn: token }, 'credentials.tokn: is not a field here; did you mean "token"?'],
    [{ token: { value: token } }, "credentials.token: must be a string, found an object"],
    [{ token, baseUrl: [token] }, "credentials.baseUrl: must be a string, found a list"],
  ];
  const outputs: Record<string, string> = {};
  for (const [credentials, message] of wrong) {
    await stack.declare({ payments: { ...PAYMENTS, credentials } });
    outputs[message] = (await stack.upFails("--diff")).all;
    expect(outputs[message]).toContain(message);
  }
  const url = `https://bot:${encodeURIComponent(FIRST)}@github.com/acme/ledger.git`;
  await stack.declare({ payments: { ...PAYMENTS, repositories: [url] } });
  outputs.url = (await stack.upFails("--diff")).all;
  expect(outputs.url).toContain('did you mean "acme/ledger"?');
  await stack.declare({});
  expectNoSecrets(await traces(stack, service, outputs), [FIRST]);
  expect(await service.takeCalls()).toEqual([]);
});
