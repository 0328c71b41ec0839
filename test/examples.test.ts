import { rm } from "node:fs/promises";
import { expect } from "vitest";
import { sha256 } from "../emulator/fingerprint";
import { copyExample } from "./support/example";
import { test } from "./support/fixtures";
import { npm, temporaryFolder } from "./support/install";
import type { TestService } from "./support/service";
import type { Stack } from "./support/stack";

/** What a user types to configure an example, and what the service holds then. */
interface Example {
  readonly name: string;
  readonly secrets: Record<string, string>;
  readonly config: Record<string, string>;
  /** What SigSentry holds. */
  readonly held: object[];
  /** What Coregit holds. */
  readonly heldByCoregit?: object[];
  /** The configuration with which it may be destroyed, where that is refused otherwise. */
  readonly beforeDestroy?: Record<string, string>;
  /** Whether it brings its own unit test. */
  readonly isTested: boolean;
}

const EXAMPLES: Example[] = [
  {
    name: "github",
    secrets: { githubToken: "ghp_the-token-of-this-example" },
    config: {},
    held: [
      {
        platform: "github",
        repositories: ["acme/platform", "acme/shared-lib"],
        serviceMappings: [
          {
            serviceName: "ledger-worker",
            repo: "acme/platform",
            pathPrefix: "services/ledger",
            defaultBranch: "main",
          },
          {
            serviceName: "payments-api",
            repo: "acme/platform",
            pathPrefix: "services/payments",
            defaultBranch: "main",
          },
        ],
        lookbackDays: 30,
        credentialsSha256: sha256("ghp_the-token-of-this-example"),
      },
    ],
    isTested: true,
  },
  {
    name: "gitlab-self-hosted",
    secrets: { gitlabToken: "glpat-the-token-of-this-example" },
    config: { gitlabUrl: "https://gitlab.example.com" },
    held: [
      {
        platform: "gitlab",
        repositories: ["commerce/checkout/cart", "commerce/checkout/orders"],
        credentialsBaseUrl: "https://gitlab.example.com",
        credentialsSha256: sha256("glpat-the-token-of-this-example"),
      },
    ],
    isTested: false,
  },
  {
    name: "bitbucket",
    secrets: { webAppPassword: "app-password-of-web", archiveAppPassword: "app-password-of-archive" },
    config: {},
    held: [
      { repositories: ["acme/shop", "acme/shop-assets"], isActive: true },
      { repositories: ["acme/legacy-billing"], isActive: false, credentialsUsername: "acme-archive-bot" },
    ],
    isTested: false,
  },
  {
    name: "coregit",
    secrets: { githubToken: "ghp_the-token-of-imports", gitlabToken: "glpat-the-token-of-exports" },
    config: {},
    held: [],
    heldByCoregit: [
      {
        provider: "github",
        label: "Imports from GitHub",
        tokenSha256: sha256("ghp_the-token-of-imports"),
      },
      {
        provider: "gitlab",
        label: "Exports to GitLab",
        tokenSha256: sha256("glpat-the-token-of-exports"),
      },
    ],
    beforeDestroy: { deletionProtection: "false" },
    isTested: false,
  },
];

test.for(EXAMPLES)("the example $name compiles, goes up, is stable and goes down", async ({
  name,
  secrets,
  config,
  held,
  heldByCoregit = [],
  beforeDestroy,
  isTested,
}, { service, newStack, onTestFinished }) => {
  const folder = await temporaryFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyExample(name, folder);
  await npm(folder, "exec", "--", "tsc");
  if (isTested) {
    const { stdout } = await npm(folder, "test");
    expect(stdout).toMatch(/pass [1-9]/);
    expect(stdout).toMatch(/fail 0/);
  }

  const stack = await newStack({ project: folder });
  await configure(stack, service, secrets);
  for (const [key, value] of Object.entries(config)) await stack.succeed("config", "set", key, value);

  await stack.up();
  const connections = await service.connections();
  expect(connections).toHaveLength(held.length);
  for (const expected of held) expect(connections).toContainEqual(expect.objectContaining(expected));
  const coregit = await service.coregitConnections();
  expect(coregit).toHaveLength(heldByCoregit.length);
  for (const expected of heldByCoregit) expect(coregit).toContainEqual(expect.objectContaining(expected));
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  if (beforeDestroy) {
    const refused = await stack.pulumi("destroy", "--yes", "--skip-preview");
    expect(refused.exitCode).not.toBe(0);
    for (const [key, value] of Object.entries(beforeDestroy))
      await stack.succeed("config", "set", key, value);
    await stack.up();
  }
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
  expect(await service.coregitConnections()).toEqual([]);
});

test("the example both rotates one token for two services in one up", async ({
  service,
  newStack,
  onTestFinished,
}) => {
  const folder = await temporaryFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyExample("both", folder);
  await npm(folder, "exec", "--", "tsc");
  const stack = await newStack({ project: folder });
  await configure(stack, service, { githubToken: "ghp_the-first-token-of-both" });
  await stack.up();
  expect(await storedTokens(service)).toEqual(Array(2).fill(sha256("ghp_the-first-token-of-both")));

  await stack.succeed("config", "set", "--secret", "githubToken", "ghp_the-second-token-of-both");
  await stack.up();
  expect(await storedTokens(service)).toEqual(Array(2).fill(sha256("ghp_the-second-token-of-both")));
  expect(JSON.parse((await stack.succeed("stack", "output", "tokenVersions")).stdout)).toEqual([2, 2]);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.destroy();
  expect(await storedTokens(service)).toEqual([]);
});

/** What the services hold as tokens, hashed. */
async function storedTokens(service: TestService): Promise<(string | null)[]> {
  const ofSigSentry = (await service.connections()).map(({ credentialsSha256 }) => credentialsSha256);
  const ofCoregit = (await service.coregitConnections()).map(({ tokenSha256 }) => tokenSha256);
  return [...ofSigSentry, ...ofCoregit];
}

/** Sets an example up as its README says: everything in the stack's configuration, nothing in the environment. */
async function configure(stack: Stack, service: TestService, secrets: Record<string, string>): Promise<void> {
  stack.environment.SIGSENTRY_API_KEY = undefined;
  stack.environment.COREGIT_API_KEY = undefined;
  const keys = { "sigsentry:apiKey": service.apiKey, "coregit:apiKey": service.coregit.apiKey };
  for (const [key, secret] of Object.entries({ ...secrets, ...keys }))
    await stack.succeed("config", "set", "--secret", key, secret);
  for (const kind of ["sigsentry", "coregit"])
    await stack.succeed("config", "set", `${kind}:baseUrl`, service.url);
}
