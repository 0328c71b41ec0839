import { join } from "node:path";
import { expect, vi } from "vitest";
import { FORMATS } from "../../gitops/report/formats";
import { type GitopsProject, test } from "../support/gitops";
import { expectNoSecrets, filesBelow } from "../support/noSecrets";
import type { TestService } from "../support/service";

/** With characters that every encoding spells in its own way. */
const FIRST = "planted+first/token?=not-a-real-one~1";
const SECOND = "planted+second/token?=not-a-real-one~2";
const THIRD = "planted+third/token?=not-a-real-one~3";
const APP_PASSWORD = 'planted"app\\password<of>nobody';

/** Holds a token, as it should. */
const TOKEN_FILE = "token";

/** Longer than it takes to look at the files, in milliseconds. */
const HELD_MS = 3_000;

/** Runs commands, keeps what they print, and looks for secrets there and in everything they leave behind. */
class Canary {
  readonly #outputs: Record<string, string> = {};

  constructor(
    private readonly service: TestService,
    private readonly project: GitopsProject,
    private readonly secrets: readonly string[],
  ) {}

  /** Runs `repo-connections`, which must end with this exit code; its output. */
  async run(exitCode: number, command: string, stdin?: string): Promise<string> {
    const outcome = await this.project.run(command.split(" "), stdin);
    this.#outputs[`${Object.keys(this.#outputs).length} ${command}`] = outcome.all;
    // Not the output: it is searched at the end.
    expect(outcome.exitCode, command).toBe(exitCode);
    return outcome.all;
  }

  /** Everything that can be read by now: outputs, files, the state and plans among them, and the services' log. */
  async expectNoSecrets(): Promise<void> {
    // A file may come and go while the tool is at work.
    const files = await vi.waitUntil(() => filesBelow(this.project.root).catch(() => undefined));
    delete files[join(this.project.folder, TOKEN_FILE)];
    const log = JSON.stringify(await this.service.control.log());
    expectNoSecrets({ ...this.#outputs, ...files, "the services' log": log }, this.secrets);
  }
}

const connections = (projectId: string, days: number) => `project: ${projectId}
sigsentry:
  payments: { platform: github, credentials: { token: { env: SIGSENTRY_TOKEN } }, repositories: [a/b], lookbackDays: ${days} }
  mobile: { platform: bitbucket, credentials: { username: bot, appPassword: { config: app } }, repositories: [a/c] }
  ledger: { platform: github, credentials: { token: { file: ${TOKEN_FILE} } }, repositories: [a/d], lookbackDays: ${days} }
coregit:
  sync: { provider: github, label: sync ${days}, accessToken: { config: sync }, verify: true }
  ci: { provider: github, label: ci ${days}, accessToken: { env: COREGIT_TOKEN }, verify: true }
`;

/** Every reference, and API keys in the stack's configuration. */
async function prepare(service: TestService, project: GitopsProject): Promise<Canary> {
  await project.expect(0, "init");
  await project.write("connections.yaml", connections(service.projectId, 30));
  await project.pulumi("stack", "init", "prod");
  const settings = {
    app: APP_PASSWORD,
    sync: FIRST,
    "sigsentry:apiKey": service.orgKey,
    "coregit:apiKey": service.coregit.apiKey,
  };
  for (const [key, value] of Object.entries(settings))
    await project.pulumi("config", "set", "--secret", key, value);
  for (const kind of ["sigsentry", "coregit"])
    await project.pulumi("config", "set", `${kind}:baseUrl`, service.url);
  project.environment.SIGSENTRY_API_KEY = undefined;
  project.environment.COREGIT_API_KEY = undefined;
  await provide(project, FIRST);
  const secrets = [FIRST, SECOND, THIRD, APP_PASSWORD, service.orgKey, service.coregit.apiKey];
  return new Canary(service, project, secrets);
}

/** Gives a token to the references, those of configuration left alone. */
async function provide(project: GitopsProject, token: string): Promise<void> {
  project.environment.SIGSENTRY_TOKEN = token;
  project.environment.COREGIT_TOKEN = token;
  await project.write(TOKEN_FILE, token);
}

test("secrets stay out of every output, plan, file and log, whatever is done", async ({
  service,
  project,
}) => {
  const { control, projectId } = service;
  const canary = await prepare(service, project);
  await canary.run(0, "validate");
  for (const format of FORMATS) await canary.run(2, `plan --format ${format} --out plan-${format}.json`);

  // The engine's own plans lie in a temporary folder meanwhile.
  await control.addFault({ match: { method: "POST" }, effect: { kind: "delay", ms: HELD_MS } });
  const applying = canary.run(0, "apply --plan plan-html.json --yes");
  await vi.waitUntil(async () => (await control.faults())[0]?.usedUp, { timeout: 60_000 });
  expect(Object.keys(await filesBelow(project.environment.TMPDIR ?? "")).join()).toContain("prod.json");
  await canary.expectNoSecrets();
  await applying;

  await provide(project, SECOND);
  await project.write("connections.yaml", connections(projectId, 7));
  await canary.run(2, "plan --refresh --json");
  await canary.run(0, "apply --yes --format html");
  await canary.run(0, "rotate sync --stdin --json", SECOND);
  await canary.run(0, "rotate ci --stdin", THIRD);

  await control.sigsentry.seedConnection({
    ...{ projectId, platform: "github", repositories: ["a/made"] },
    credentials: { token: THIRD },
  });
  await service.makeByHand({ label: "made", accessToken: THIRD });
  for (const { id, label } of await service.coregitConnections())
    if (label.startsWith("sync"))
      await control.coregit.editConnection(id, { label: "x", accessToken: THIRD });
  await canary.run(2, "drift");
  await canary.run(0, "import");
  await provide(project, THIRD);
  await canary.run(2, "plan --refresh --format markdown");
  await canary.run(0, "rotate --all --yes");
  await canary.run(0, "apply --yes --refresh");
  await canary.run(0, "destroy --yes");
  await canary.expectNoSecrets();
});

const quoted = (secret: string) =>
  [
    secret,
    Buffer.from(secret).toString("base64"),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("hex"),
    JSON.stringify(secret),
  ].join(" and ");

test("services that quote secrets back do not make them leak", async ({ service, project }) => {
  const { control } = service;
  const canary = await prepare(service, project);
  /** Both refuse, and quote their keys and what they have got. */
  const refuse = (methods: readonly string[], ...got: string[]) => refuseFrom(1, methods, ...got);
  const refuseFrom = async (nth: number, methods: readonly string[], ...got: string[]) => {
    await control.clearFaults();
    const paths = { "/v1/config/**": service.orgKey, "/v1/connections**": service.coregit.apiKey };
    for (const [path, key] of Object.entries(paths)) {
      const message = `Refused: ${[key, ...got].map(quoted).join(", ")}`;
      const effect = { kind: "status", status: 400, code: "VALIDATION_ERROR", message } as const;
      for (const method of methods)
        await control.addFault({ match: { method, path, nth, times: "always" }, effect });
    }
  };
  await refuse(["POST"], FIRST);
  expect(await canary.run(1, "apply --yes")).toContain("[secret]");
  await control.clearFaults();
  await canary.run(0, "apply --yes");

  await provide(project, SECOND);
  await refuse(["PUT", "PATCH"], SECOND);
  await canary.run(1, "apply --yes --format html");
  await canary.run(1, "rotate --all --yes --json");
  await refuse(["POST"], SECOND);
  expect(await canary.run(1, "rotate ci --yes")).toContain("could not be tried");
  await refuse(["POST"], THIRD);
  expect(await canary.run(1, "rotate ci --stdin --json", THIRD)).toContain("could not be tried");
  await refuse(["GET"], FIRST, SECOND, APP_PASSWORD, THIRD);
  expect(await canary.run(1, "rotate mobile --stdin", THIRD)).toContain("not tried");
  // The key is looked at before anything is sent.
  await refuseFrom(2, ["GET"], FIRST, SECOND, APP_PASSWORD, THIRD);
  expect(await canary.run(1, "rotate mobile --stdin", THIRD)).toContain("could not be tried");
  await refuse(["GET"], FIRST, SECOND, THIRD);
  await canary.run(1, "import");
  await refuse(["GET", "DELETE"], SECOND);
  for (const command of ["plan --refresh", "drift --json", "apply --refresh --yes", "destroy --yes"])
    expect(await canary.run(1, command)).toContain("[secret]");
  await canary.expectNoSecrets();
});
