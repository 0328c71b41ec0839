import { createHash } from "node:crypto";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { test } from "./support/fixtures";
import { npm, npmInstall, PACKAGE_ROOT, temporaryFolder } from "./support/install";

/** What a user types to configure an example, and what the service holds then. */
interface Example {
  readonly name: string;
  readonly secrets: Record<string, string>;
  readonly config: Record<string, string>;
  readonly held: object[];
  /** Whether it brings its own unit test. */
  readonly isTested: boolean;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

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
];

/** Copies an example as a user would have it, and installs it with the package under test from its tarball. */
async function copyExample(name: string, folder: string): Promise<void> {
  await cp(join(PACKAGE_ROOT, "examples", name), folder, {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  const manifest = join(folder, "package.json");
  const published = '"pulumi-repo-connections": "^0.3.0"';
  const text = await readFile(manifest, "utf8");
  expect(text).toContain(published);
  await writeFile(
    manifest,
    text.replace(published, `"pulumi-repo-connections": "file:${inject("prepared").tarball}"`),
  );
  await npmInstall(folder);
}

test.for(EXAMPLES)("the example $name compiles, goes up, is stable and goes down", async ({
  name,
  secrets,
  config,
  held,
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
  stack.environment.SIGSENTRY_API_KEY = undefined;
  for (const [key, secret] of Object.entries({ ...secrets, "sigsentry:apiKey": service.apiKey })) {
    await stack.succeed("config", "set", "--secret", key, secret);
  }
  for (const [key, value] of Object.entries(config)) await stack.succeed("config", "set", key, value);

  await stack.up();
  const connections = await service.connections();
  expect(connections).toHaveLength(held.length);
  for (const expected of held) expect(connections).toContainEqual(expect.objectContaining(expected));
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
});
