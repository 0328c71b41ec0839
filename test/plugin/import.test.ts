import { expect } from "vitest";
import { CI, PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { CALL, COREGIT_CALL, type TestService } from "../support/service";

/**
 * Not every engine can write a program in the program's language: what they write is below. An id of Coregit's may begin
 * with a hyphen, as options do.
 */
const IMPORT = ["import", "--yes", "--generate-code=false", "--"];

const [api, ledger] = PAYMENTS.serviceMappings;

/** The connection of {@link PAYMENTS}, as somebody has made it in the dashboard. */
function seedPayments({ control, projectId }: TestService) {
  return control.sigsentry.seedConnection({
    projectId,
    platform: "github",
    repositories: [...PAYMENTS.repositories],
    serviceMappings: [api, { pathPrefix: "", defaultBranch: "main", ...ledger }],
  });
}

/** What a command has done at the services, reads apart. */
async function writes(service: TestService): Promise<unknown[]> {
  const reads: readonly string[] = [CALL.list, COREGIT_CALL.list, COREGIT_CALL.test];
  return (await service.takeRequests()).filter(({ call }) => !reads.includes(call));
}

/**
 * What Pulumi writes into the program after an import; the credentials are what a user adds.
 *
 * @param credentials further lines of the first connection and of the second one.
 */
const written = (projectId: string, credentials = ["", ""]) => `
import * as pulumi from "@pulumi/pulumi";
import * as sigsentry from "pulumi-repo-connections/plugin/sigsentry";
import * as coregit from "pulumi-repo-connections/plugin/coregit";

const payments = new sigsentry.RepoConnection("payments", {
    credentialsVersion: 1,
    isActive: true,
    lookbackDays: 30,
    platform: sigsentry.Platform.Github,
    projectId: "${projectId}",
    repositories: [
        "acme/ledger",
        "acme/payments",
    ],
    serviceMappings: [
        {
            defaultBranch: "main",
            pathPrefix: "",
            repo: "acme/ledger",
            serviceName: "ledger",
        },
        {
            defaultBranch: "main",
            pathPrefix: "services/api",
            repo: "acme/payments",
            serviceName: "payments-api",
        },
    ],
    ${credentials[0]}
}, {
    protect: true,
});
const ci = new coregit.Connection("ci", {
    accessTokenVersion: 1,
    deletionProtection: false,
    label: "CI, read only",
    provider: coregit.CodeHost.Github,
    verify: false,
    ${credentials[1]}
}, {
    protect: true,
});
`;

test("what was made by hand is imported by its id, declared as it is, and given credentials later", async ({
  service,
  newStack,
}) => {
  const { id } = await seedPayments(service);
  const ci = await service.makeByHand({ label: CI.label, id: "-F37YD9L-qvO8phP8W0S0" });
  const stack = await newStack({ host: "plugin" });
  stack.environment.SIGSENTRY_API_KEY = service.orgKey;
  const name = `${service.projectId}/${id}`;
  const first = await stack.succeed(...IMPORT, "sigsentry:index:RepoConnection", "payments", name);
  expect(first.stdout).toContain(
    "Its credentials stay as they are until the program declares credentials or credentialsFrom",
  );
  const second = await stack.succeed(...IMPORT, "coregit:index:Connection", "ci", ci.id);
  expect(second.stdout).toContain(
    "Its credentials stay as they are until the program declares accessToken or accessTokenFrom",
  );
  expect(await writes(service)).toEqual([]);
  expect(await stack.recorded()).toMatchObject({ payments: { id }, ci: { id: ci.id } });
  await stack.moveTo("plugin", { program: written(service.projectId), main: "index.ts" });
  await stack.succeed("preview", "--expect-no-changes");

  const token = 'pulumi.secret(process.env["GITHUB_TOKEN"] ?? "")';
  const program = written(service.projectId, [`credentials: { token: ${token} },`, `accessToken: ${token},`]);
  await stack.moveTo("plugin", { program, main: "index.ts" });
  await stack.up();
  const sent = await writes(service);
  expect(sent).toHaveLength(3);
  expect(sent).toEqual(
    expect.arrayContaining([
      { call: CALL.update, body: { credentials: { token: "[redacted]" } } },
      { call: CALL.purge, body: null },
      { call: COREGIT_CALL.update, body: { access_token: "[redacted]" } },
    ]),
  );
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("the option `import` takes a connection over and brings it to what is declared, in one run", async ({
  service,
  newStack,
}) => {
  const { id } = await seedPayments(service);
  const ci = await service.makeByHand({ label: CI.label });
  const stack = await newStack({ host: "plugin" });
  const declared = { payments: { ...PAYMENTS, lookbackDays: 60 }, ci: CI };
  await stack.declare({
    payments: { ...declared.payments, options: { import: id } },
    ci: { ...CI, options: { import: ci.id } },
  });
  const { stdout } = await stack.succeed("preview");
  expect(stdout).toContain("= 2 to import");
  expect(stdout).toContain("~ 2 to update");
  expect(await writes(service)).toEqual([]);
  await stack.up();
  const sent = await writes(service);
  expect(sent).toHaveLength(3);
  expect(sent).toEqual(
    expect.arrayContaining([
      { call: CALL.update, body: { credentials: { token: "[redacted]" }, lookbackDays: 60 } },
      { call: CALL.purge, body: null },
      { call: COREGIT_CALL.update, body: { access_token: "[redacted]" } },
    ]),
  );
  expect(await stack.recorded()).toMatchObject({ payments: { id }, ci: { id: ci.id } });
  await stack.succeed("preview", "--expect-no-changes");

  // The option can stay, and it can go.
  await stack.declare(declared);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("what cannot be imported is said in words, and leaves the state as it is", async ({
  service,
  newStack,
}) => {
  const { id } = await seedPayments(service);
  const ci = await service.makeByHand({ label: CI.label });
  const stack = await newStack({ host: "plugin" });
  const refused = async (type: string, wanted: string) => {
    const { exitCode, stdout, all } = await stack.pulumi(...IMPORT, type, "wanted", wanted);
    expect(exitCode, all).not.toBe(0);
    return stdout;
  };
  expect(await refused("sigsentry:index:RepoConnection", ci.id)).toContain(
    `resource '${ci.id}' does not exist`,
  );
  expect(await refused("coregit:index:Connection", id)).toContain(`resource '${id}' does not exist`);
  await service.control.sigsentry.deleteConnection(id);
  expect(await refused("sigsentry:index:RepoConnection", id)).toContain(`resource '${id}' does not exist`);
  expect(await refused("coregit:index:Connection", "a b")).toContain('"a b" is no id of Coregit\'s');
  stack.environment.SIGSENTRY_API_KEY = service.orgKey;
  expect(await refused("sigsentry:index:RepoConnection", id)).toMatch(/projectId is missing.* project\/id/);
  expect(await writes(service)).toEqual([]);
  expect(await stack.recorded()).toEqual({});
});

/** Looks at connections that it does not manage, in every way. */
const LOOKING = `
const pulumi = require("@pulumi/pulumi");
const { coregit, sigsentry } = require("pulumi-repo-connections/plugin");
const { PAYMENTS, CI } = process.env;
const ids = ({ connections }) => connections.map(({ id }) => id);
const refused = (looking) => looking.then(() => "found", (error) => error.message);
module.exports = async () => {
  const payments = sigsentry.RepoConnection.get("payments", PAYMENTS);
  const ci = coregit.Connection.get("ci", CI);
  return {
    read: pulumi.all([payments.repositories, payments.lookbackDays, ci.label, ci.provider]),
    found: await sigsentry.getRepoConnection({ id: PAYMENTS }),
    foundCi: coregit.getConnectionOutput({ id: ci.id }),
    lists: {
      service: ids(await sigsentry.getRepoConnections({ serviceName: "ledger" })),
      repository: ids(await sigsentry.getRepoConnections({ repository: "acme/payments", platform: "github" })),
      none: ids(await sigsentry.getRepoConnections({ platform: "gitlab" })),
      platform: sigsentry.getRepoConnectionsOutput({ platform: payments.platform }).apply(ids),
      all: (await sigsentry.getRepoConnections()).connections.length,
      label: ids(await coregit.getConnections({ label: "CI, read only" })),
      noLabel: ids(await coregit.getConnections({ label: "CI" })),
      host: coregit.getConnectionsOutput({ provider: ci.provider }).apply(ids),
    },
    refused: [
      await refused(sigsentry.getRepoConnection({ id: CI })),
      await refused(coregit.getConnection({ id: PAYMENTS })),
    ],
  };
};
`;

test("a program reads and finds connections that it does not manage, in a preview too", async ({
  service,
  newStack,
}) => {
  const { control, projectId } = service;
  const { id, repositories, serviceMappings, createdAt, updatedAt } = await seedPayments(service);
  await control.sigsentry.seedConnection({ projectId, platform: "bitbucket", repositories: ["acme/old"] });
  const ci = await service.makeByHand({ label: CI.label });
  const stack = await newStack({ host: "plugin", program: LOOKING });
  Object.assign(stack.environment, { PAYMENTS: id, CI: ci.id });
  const preview = await stack.succeed("preview");
  expect(preview.stdout).toContain("There is no connection");
  expect(preview.stdout).toContain(id);
  await stack.up();
  const { stdout } = await stack.succeed("stack", "output", "--json");
  expect(JSON.parse(stdout)).toEqual({
    read: [["acme/ledger", "acme/payments"], 30, CI.label, CI.provider],
    found: {
      ...{ id, platform: "github", repositories: [...repositories].sort(), lookbackDays: 30, isActive: true },
      serviceMappings: [...serviceMappings].sort((a, b) => (a.serviceName < b.serviceName ? -1 : 1)),
      ...{ createdAt, updatedAt },
    },
    foundCi: {
      ...{ id: ci.id, provider: CI.provider, label: CI.label, externalUsername: ci.externalUsername },
      ...{ createdAt: ci.createdAt, updatedAt: ci.updatedAt },
    },
    lists: {
      ...{ service: [id], repository: [id], none: [], platform: [id], all: 2 },
      ...{ label: [ci.id], noLabel: [], host: [ci.id] },
    },
    refused: [ci.id, id].map((other) => expect.stringContaining(`There is no connection ${other}.`)),
  });
  expect(await writes(service)).toEqual([]);

  // It manages none of them, so it deletes none.
  await stack.destroy();
  expect(await service.onlyCoregitConnection()).toMatchObject({ id: ci.id });
  expect(await service.connections()).toHaveLength(2);
});
