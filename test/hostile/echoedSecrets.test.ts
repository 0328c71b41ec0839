import { expect } from "vitest";
import { FORMATS } from "../../gitops/report/formats";
import { CI, PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { test as gitopsTest } from "../support/gitops";
import { expectNoSecrets, filesBelow } from "../support/noSecrets";
import { COREGIT_CALL } from "../support/service";
import { traces } from "../support/traces";
import { EchoingProxy } from "./echo";

/** With characters that every encoding spells in its own way, and in no shape of a token. */
const WRITTEN = "planted+written/token?=not-a-real-one~1";
const REFERRED = "planted+referred/token?=not-a-real-one~2";

const { credentials: _, ...RECORD } = PAYMENTS;
const { accessToken: __, ...CONNECTION } = CI;

/** Each kind with a token that is written out, and with one that is referred to. */
const DECLARED = {
  payments: { ...RECORD, credentials: { token: "$GITHUB_TOKEN" } },
  referred: {
    ...RECORD,
    repositories: ["acme/referred"],
    serviceMappings: [],
    credentialsFrom: { token: { env: "REFERRED_TOKEN" } },
  },
  ci: { ...CONNECTION, accessToken: "$GITHUB_TOKEN", verify: true },
  ciReferred: {
    ...CONNECTION,
    label: "referred",
    accessTokenFrom: { env: "REFERRED_TOKEN" },
    verify: true,
  },
};

/** What is open in a state: everything but the credentials themselves. */
const open = (recorded: object) =>
  JSON.stringify(recorded, (name, value: unknown) =>
    ["credentials", "accessToken", "credentialsFingerprint", "accessTokenFingerprint"].includes(name)
      ? undefined
      : value,
  );

test("services that echo every secret in every field of their answers put none into the state, its history, or what is printed", async ({
  service,
  stack,
}) => {
  const secrets = [WRITTEN, REFERRED, service.apiKey, service.coregit.apiKey];
  const proxy = await EchoingProxy.before(service.url);
  try {
    const { environment } = stack;
    environment.SIGSENTRY_BASE_URL = proxy.url;
    environment.COREGIT_BASE_URL = proxy.url;
    environment.COREGIT_LIST_LAG_SECONDS = "0";
    environment.GITHUB_TOKEN = WRITTEN;
    environment.REFERRED_TOKEN = REFERRED;
    const outputs: Record<string, string> = {};
    const states: Record<string, string> = {};
    const keep = async (name: string, command: string) => {
      outputs[name] = (await stack.pulumi(...command.split(" "))).all;
      states[name] = open(await stack.recorded());
      return outputs[name];
    };
    proxy.echo = (word) => `${word} ${secrets.join(" ")}`.trim();

    proxy.words = ["told", "reasons"];
    await stack.declare(DECLARED);
    expect(await keep("up", "up --yes --skip-preview --diff")).toContain("5 created");
    await keep("refresh", "refresh --yes --diff");

    proxy.words = ["told", "names", "reasons"];
    const renamed = await keep("refresh with other names", "refresh --yes --diff");
    expect(renamed, "a name with a secret in it differs from the one that is declared").toContain("[secret]");
    expect(renamed).toContain("4 updated");
    await service.takeCalls();
    await keep("up again", "up --yes --skip-preview --diff");
    expect((await service.takeCalls()).filter((call) => call === COREGIT_CALL.update)).toHaveLength(2);

    proxy.words = [];
    await keep("refresh, as it is", "refresh --yes --diff");
    await stack.succeed("preview", "--expect-no-changes");

    // An id that is none proves nothing: neither that a connection is gone, nor that it is there.
    proxy.words = ["ids"];
    proxy.echo = () => secrets[0] ?? "";
    const ids = await keep("refresh without ids", "refresh --yes --diff");
    expect(ids).toMatch(/without an id that can be read/);
    expect(Object.keys(await stack.recorded())).toHaveLength(4);

    proxy.echo = (word) => `${word} ${secrets.join(" ")}`;
    proxy.words = ["reasons"];
    proxy.refused = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    // The variable is unset: the tokens are known by their fingerprints only.
    environment.REFERRED_TOKEN = undefined;
    for (const command of [
      "refresh --yes --diff",
      "preview --refresh --diff",
      "destroy --yes --skip-preview",
    ])
      expect(await keep(command, command)).toContain("[secret]");
    environment.REFERRED_TOKEN = REFERRED;
    for (const command of [
      "refresh --yes",
      "destroy --yes --skip-preview",
      "up --yes --skip-preview --refresh",
    ])
      expect(await keep(`${command}, set`, command)).toContain("[secret]");

    proxy.refused = [];
    proxy.words = [];
    await keep("destroy", "destroy --yes --skip-preview");
    expect(Object.keys(await stack.recorded())).toEqual([]);
    const { "the service's log": ___, ...found } = await traces(stack, service, outputs);
    expectNoSecrets({ ...found, ...states }, secrets);
  } finally {
    await proxy.close();
  }
});

const FILE = (projectId: string) => `project: ${projectId}
sigsentry:
  payments: { platform: github, credentials: { token: { env: REFERRED_TOKEN } }, repositories: [a/b] }
coregit:
  sync: { provider: github, label: sync, accessToken: { env: REFERRED_TOKEN }, verify: true }
`;

gitopsTest(
  "nor do reports, imports and plans of `repo-connections` show one",
  async ({ service, project }) => {
    const secrets = [REFERRED, service.orgKey, service.coregit.apiKey];
    const proxy = await EchoingProxy.before(service.url);
    try {
      const { environment } = project;
      environment.SIGSENTRY_BASE_URL = proxy.url;
      environment.COREGIT_BASE_URL = proxy.url;
      environment.REFERRED_TOKEN = REFERRED;
      await project.expect(0, "init");
      await project.write("connections.yaml", FILE(service.projectId));
      const outputs: Record<string, string> = {};
      const run = async (...args: string[]) => {
        const name = `${Object.keys(outputs).length} ${args.join(" ")}`;
        outputs[name] = (await project.run(args)).all;
        return outputs[name];
      };
      proxy.echo = (word) => `${word} ${secrets.join(" ")}`.trim();
      proxy.words = ["told", "reasons"];
      await run("apply", "--yes");
      await service.makeByHand({ label: "made by hand" });
      await service.control.sigsentry.seedConnection({
        ...{ projectId: service.projectId, platform: "github", repositories: ["a/made"] },
      });

      proxy.words = ["told", "names", "reasons"];
      for (const format of FORMATS) expect(await run("drift", "--format", format)).toContain("secret");
      await run("plan", "--refresh", "--json", "--out", "plan.json");
      await run("import", "--dry-run");
      await run("import", "--json");
      await run("list", "--json");

      proxy.refused = ["GET", "POST", "PUT", "PATCH", "DELETE"];
      for (const token of [REFERRED, undefined]) {
        environment.REFERRED_TOKEN = token;
        for (const format of FORMATS) expect(await run("drift", "--format", format)).toContain("secret");
        await run("destroy", "--yes");
      }
      expectNoSecrets({ ...outputs, ...(await filesBelow(project.root)) }, secrets);
    } finally {
      await proxy.close();
    }
  },
);
