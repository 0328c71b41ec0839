import { expect } from "vitest";
import { PAYMENTS } from "../support/declarations";
import { test as stackTest } from "../support/fixtures";
import { type GitopsProject, test as projectTest } from "../support/gitops";
import { serve } from "../support/http/serve";
import type { TestService } from "../support/service";

/** Answers whatever it is asked as if all were well, to learn more. */
const hostileServer = () =>
  serve((_, response) => {
    response.setHeader("content-type", "application/json").end('{"repos":[],"connections":[]}');
  });

const KINDS = ["sigsentry", "coregit"] as const;

/** What a user reads where a file points the environment's key somewhere else. */
const refusal = (kind: string, baseUrl: string) => {
  const [host, prefix] = [new URL(baseUrl).host, kind.toUpperCase()];
  return `is at ${host} by the stack's configuration, and the API key is the environment's (${prefix}_API_KEY): a file does not decide where that goes. Nothing was sent. If ${host} may have the key, list it in REPO_CONNECTIONS_ALLOWED_HOSTS where pulumi runs, or set ${prefix}_BASE_URL there to the same address.`;
};

const SYNC = { provider: "github", label: "sync", accessTokenFrom: { env: "GITHUB_TOKEN" } };

stackTest(
  "plain pulumi sends no key of the environment where a stack's file says",
  async ({ service, stack }) => {
    stack.environment.COREGIT_LIST_LAG_SECONDS = "0";
    const hostile = await hostileServer();
    const { host } = new URL(hostile.baseUrl);
    const { id } = await service.makeByHand({ label: "made by hand" });
    const adopting = { provider: "github", label: "made by hand", adopt: id };
    await stack.declare({ payments: PAYMENTS, sync: SYNC });
    await stack.up();
    await service.takeCalls();
    const rows = [
      ["sigsentry", { payments: { ...PAYMENTS, lookbackDays: 7 }, sync: SYNC }],
      ["coregit", { payments: PAYMENTS, sync: SYNC, adopting }],
    ] as const;
    for (const [kind, declared] of rows) {
      await stack.succeed("config", "set", `${kind}:baseUrl`, hostile.baseUrl);
      await stack.declare(declared);
      for (const command of ["preview", "up --yes --skip-preview"]) {
        const { exitCode, all } = await stack.pulumi(...command.split(" "));
        expect(exitCode, command).not.toBe(0);
        expect(all, command).toContain(refusal(kind, hostile.baseUrl));
      }
      await stack.succeed("config", "rm", `${kind}:baseUrl`);
    }
    expect(await service.takeCalls()).toEqual([]);

    for (const kind of KINDS) await stack.succeed("config", "set", `${kind}:baseUrl`, hostile.baseUrl);
    expect((await stack.pulumi("preview", "--refresh")).exitCode).not.toBe(0);
    expect(hostile.seen).toEqual([]);

    // The environment allows the host by name: then a file may choose it.
    stack.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = `other.example,${host}`;
    await stack.upFails("--skip-preview");
    expect(hostile.seen.length).toBeGreaterThan(0);
    hostile.seen.length = 0;

    // Without a program, Pulumi goes by what it has recorded; by now, that is the hostile address.
    stack.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = undefined;
    for (const command of ["refresh --yes", "destroy --yes --continue-on-error"])
      await stack.pulumi(...command.split(" "));
    expect(hostile.seen).toEqual([]);
  },
);

stackTest(
  "a list of hosts bounds every address, wherever key and address are",
  async ({ service, stack }) => {
    const hostile = await hostileServer();
    const { host } = new URL(hostile.baseUrl);
    const notListed = `is at ${host}, and REPO_CONNECTIONS_ALLOWED_HOSTS in the environment does not list that host: no credential goes there. Nothing was sent. Add ${host} to it where pulumi runs, or correct the address.`;
    stack.environment.SIGSENTRY_API_KEY = undefined;
    stack.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = new URL(service.url).host;
    await stack.succeed("config", "set", "--secret", "sigsentry:apiKey", service.apiKey);
    await stack.succeed("config", "set", "sigsentry:baseUrl", hostile.baseUrl);
    stack.environment.COREGIT_BASE_URL = hostile.baseUrl;
    for (const [source, declared] of [
      ["sigsentry:baseUrl", { payments: PAYMENTS }] as const,
      ["COREGIT_BASE_URL", { sync: SYNC }] as const,
    ]) {
      await stack.declare(declared);
      expect((await stack.upFails("--skip-preview")).all).toContain(`${source}: ${notListed}`);
    }
    expect(hostile.seen).toEqual([]);

    // The code host of a connection is bounded, too: SigSentry sends the token there.
    stack.environment.COREGIT_BASE_URL = service.url;
    await stack.succeed("config", "set", "sigsentry:baseUrl", service.url);
    const credentials = { token: "$GITHUB_TOKEN", baseUrl: "https://evil.example" };
    await stack.declare({ payments: { ...PAYMENTS, credentials } });
    expect((await stack.upFails("--skip-preview")).all).toContain(
      "credentials.baseUrl: is at evil.example, and REPO_CONNECTIONS_ALLOWED_HOSTS in the environment does not list that host",
    );
    expect(await service.connections()).toEqual([]);
    await stack.declare({ payments: PAYMENTS, sync: SYNC });
    await stack.up();

    // Without a list, a key of the configuration goes to no address of the environment.
    stack.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = undefined;
    stack.environment.SIGSENTRY_BASE_URL = hostile.baseUrl;
    await stack.succeed("config", "rm", "sigsentry:baseUrl");
    expect((await stack.pulumi("preview")).all).toContain(
      `sigsentry:baseUrl: is at ${host} by the environment (SIGSENTRY_BASE_URL), and the API key is the stack's configuration's (sigsentry:apiKey): a key goes to an address of its own source. Nothing was sent. Set the address beside the key with \`pulumi config set sigsentry:baseUrl ADDRESS\`, or unset SIGSENTRY_BASE_URL.`,
    );
    expect(hostile.seen).toEqual([]);
  },
);

/** One connection of each kind, its token by reference. */
const files = (project: string, more = "") => `project: ${project}
sigsentry:
  shop: { platform: github, repositories: [acme/shop], credentials: { token: { env: GITHUB_TOKEN } } }
coregit:
  sync: { provider: github, label: sync, accessToken: { env: GITHUB_TOKEN } }
${more}`;

async function pointElsewhere(project: GitopsProject, baseUrl: string): Promise<void> {
  for (const kind of KINDS)
    await project.pulumi("config", "set", `${kind}:baseUrl`, baseUrl, "--stack", "shop");
}

async function declare(project: GitopsProject, service: TestService): Promise<void> {
  await project.expect(0, "init", "--folder-for", "shop");
  await project.write("connections/shop.yaml", files(service.projectId));
}

projectTest(
  "no command sends a key of the environment where a stack's file says",
  async ({ service, project }) => {
    const hostile = await hostileServer();
    await declare(project, service);
    await project.expect(0, "apply", "--yes");
    await pointElsewhere(project, hostile.baseUrl);
    const { id } = await service.makeByHand({ label: "made by hand" });
    const adopting = `  more: { provider: github, label: made by hand, accessToken: keep, adopt: ${id} }\n`;
    await project.write("connections/shop.yaml", files(service.projectId, adopting));
    await service.takeCalls();
    const commands = [
      ...["plan --refresh", "plan --out plan.json", "apply --yes", "apply --refresh --yes"],
      ...["import --stack shop", "import --stack shop --dry-run", "rotate --all --yes", "destroy --yes"],
    ];
    for (const command of commands) {
      const { exitCode, all } = await project.run(command.split(" "));
      expect(exitCode, command).toBe(1);
      expect(all, command).toMatch(/(sigsentry|coregit):baseUrl:? is at 127\.0\.0\.1:/);
    }
    const rotated = await project.run(["rotate", "sync", "--stdin"], "ghp_another-token");
    expect(rotated.exitCode).toBe(1);
    expect(rotated.stdout).toContain(refusal("coregit", hostile.baseUrl).replace(/`.*/, ""));
    expect(rotated.stdout).toContain("`pulumi config rm coregit:baseUrl --stack shop`");
    // Without a program, Pulumi goes by what it has recorded: the environment's address.
    for (const command of ["list", "show *", "drift"]) await project.expect(0, ...command.split(" "));
    expect((await service.takeCalls()).filter((call) => !call.startsWith("GET "))).toEqual([]);
    expect(hostile.seen).toEqual([]);
  },
);

projectTest(
  "nothing is sent to an address that only Pulumi's processes are given",
  async ({ service, project }) => {
    const hostile = await hostileServer();
    await declare(project, service);
    await project.nameNoPlugins();
    await project.expect(2, "plan", "--out", "plan.json");
    await service.takeCalls();
    // As an environment of Pulumi's does (Pulumi ESC), which only its own service can keep.
    const given = KINDS.map((kind) => `${kind.toUpperCase()}_BASE_URL='${hostile.baseUrl}'`);
    const withEnvironment = `${given.join(" ")} exec "$PULUMI" "$@"`;
    const withoutEnvironment = await project.standInForPulumi(withEnvironment);
    const [found, told] = [new URL(hostile.baseUrl).host, new URL(service.url).host];
    const refuses = async (...args: string[]) => {
      const { all } = await project.expect(1, ...args);
      expect(all.replace(/\s+/g, " "), args.join(" ")).toContain(
        `is at ${found} for what Pulumi runs, and at ${told} for repo-connections, whose report tells that address. Nothing was sent.`,
      );
    };
    await refuses("plan");
    await refuses("apply", "--yes");
    await refuses("apply", "--plan", "plan.json", "--yes");
    expect(await service.connections()).toEqual([]);

    await withoutEnvironment();
    await project.expect(0, "apply", "--plan", "plan.json", "--yes");
    await project.standInForPulumi(withEnvironment);
    await service.takeCalls();
    project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
    await refuses("rotate", "--all", "--yes");
    await refuses("drift");
    await refuses("destroy", "--yes");
    await project.write("connections/shop.yaml", `project: ${service.projectId}\ncoregit: {}\n`);
    await refuses("apply", "--yes");
    expect((await service.takeCalls()).filter((call) => !call.startsWith("GET "))).toEqual([]);
    expect(hostile.seen).toEqual([]);
  },
);
