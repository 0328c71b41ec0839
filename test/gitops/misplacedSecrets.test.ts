import { expect } from "vitest";
import { test } from "../support/gitops";
import { expectNoSecrets, filesBelow } from "../support/noSecrets";

/** Tells by its prefix what it is. */
const TOKEN = "ghp_plantedInTheFile0123456789abcdefghij";
/** Tells nothing, so that it is known by its place only. */
const ODD = "planted+first/token?=not-a-real-one~1";
const APP_PASSWORD = 'planted"app\\password<of>nobody';

/** Where a secret is typed by mistake; each place is wrong on its own. */
const MISPLACED = `# the token: ${TOKEN}
defaults:
  sigsentry: { credentials: { github: { token: ${ODD} } } }
sigsentry:
  literal: { platform: github, repositories: [a/b], credentials: { token: ${TOKEN} } }
  odd: { platform: github, repositories: [a/b], credentials: { token: "${ODD}" } }
  whole: { platform: github, repositories: [a/b], credentials: ${ODD} }
  listed: { platform: github, repositories: [a/b], credentials: [${ODD}] }
  env: { platform: github, repositories: [a/b], credentials: { token: { env: "${ODD}" } } }
  value: { platform: github, repositories: [a/b], credentials: { token: { value: "${ODD}" } } }
  field: { platform: github, repositories: [a/b], credentials: { "${ODD}": token } }
  file: { platform: github, repositories: [a/b], credentials: { token: { file: ${TOKEN} } } }
  config: { platform: github, repositories: [a/b], credentials: { token: { config: ${TOKEN} } } }
  url: { platform: github, repositories: ["https://bot:${encodeURIComponent(ODD)}@github.com/a/b.git"] }
  mobile: { platform: bitbucket, repositories: [a/b], credentials: { username: u, appPassword: '${APP_PASSWORD}' } }
  ${TOKEN}: { platform: github, repositories: [a/b], credentials: { token: { env: A } } }
  days: { platform: github, repositories: [a/b], lookbackDays: ${TOKEN} }
  connection: ${ODD}
  lost: { platform: github, repositories: [a/b], credentials:
      ${ODD} }
coregit:
  label: { provider: github, label: ${TOKEN}, accessToken: keep }
  access: { provider: github, label: x, accessToken: ${ODD} }
  host: { provider: ${TOKEN}, label: x, accessToken: { env: A } }
`;

/** Not even YAML. */
const BROKEN = `sigsentry:
  odd: { platform: github, repositories: [a/b], credentials: { token: "${ODD} } }
  other:
  - ${TOKEN}: [
  appPassword: '${APP_PASSWORD}'
`;

const COMMANDS = [
  "validate",
  "validate --json",
  "plan --json",
  "apply --yes",
  "drift --format html",
  "import",
  `rotate ${TOKEN} --yes`,
  "destroy --yes",
];

test("secrets that are typed into the file are refused everywhere, and shown nowhere", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  const valid = await project.read("connections.yaml");
  await project.pulumi("stack", "init", "prod");
  const outputs: Record<string, string> = {};
  for (const [name, text] of Object.entries({ MISPLACED, BROKEN, valid })) {
    await project.write("connections.yaml", text);
    for (const command of COMMANDS.filter((one) => name !== "valid" || one.includes(TOKEN)))
      outputs[`${name}: ${command}`] = (await project.expect(1, ...command.split(" "))).all;
    if (name === "valid") continue;
    const preview = await project.pulumi("preview", "--diff").catch((error: unknown) => String(error));
    outputs[`${name}: pulumi preview`] = preview;
    expect(preview).toMatch(/error: connections\.yaml:\d+:\d+: /);
  }
  expect(outputs["MISPLACED: validate"]).toMatch(/2\d problems in 1 file\./);
  expectNoSecrets({ ...outputs, ...(await filesBelow(project.root)) }, [TOKEN, ODD, APP_PASSWORD]);
  expect(await service.takeRequests()).toEqual([]);
});

/** Names that begin like tokens, in every place where a token would be refused. */
const NAMED = `# Was acme/glpat-2024-build-server-images before.
sigsentry:
  glpat-2024-build-server:
    platform: gitlab
    repositories: [acme/glpat-2024-build-server-images, acme/ghp_2024_migration-of-all-the-old-projects]
    credentials: { token: { config: cgk_live_2024_reporting_key } }
coregit:
  sync: { provider: github, label: glpat-2024-build-server-images, accessToken: { env: ghp_reader } }
  scripts: { provider: github, label: scripts, accessToken: { file: tokens/glpat-2024-build-server-token.txt } }
`;

/** What no host issues, where the file refers to it, and what is said about it. */
const IMPOSSIBLE: [where: string, value: string, message: string][] = [
  [
    "ghp_reader",
    `token:${TOKEN}`,
    "the environment variable ghp_reader is a user name or a header with a token behind its colon",
  ],
  ["tokens", `${TOKEN}.`, "ends with U+002E FULL STOP; no token that starts like it has one there"],
  ["cgk_live_2024_reporting_key", "<token>", "is a placeholder (< … >)"],
];

test("names that begin like tokens are names; what no host issues is refused wherever a file refers to it", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  await project.write("connections.yaml", `project: ${service.projectId}\n${NAMED}`);
  await project.pulumi("stack", "init", "prod");
  const give = async (where: string, value: string) => {
    if (where === "tokens") await project.write("tokens/glpat-2024-build-server-token.txt", value);
    else if (where === "ghp_reader") project.environment[where] = value;
    else await project.pulumi("config", "set", "--secret", where, value);
  };
  const good = "glpat-theReaderOfTheTests";
  const everywhere: Record<string, string> = { ghp_reader: "ghp_theReader", tokens: "ghp_theOther" };
  everywhere.cgk_live_2024_reporting_key = good;
  for (const [where, value] of Object.entries(everywhere)) await give(where, value);
  await project.expect(0, "validate");
  await project.expect(0, "apply", "--yes");
  expect((await service.connections())[0]?.repositories).toContain("acme/glpat-2024-build-server-images");
  await service.takeCalls();
  for (const [where, value] of IMPOSSIBLE) await give(where, value);
  const { all } = await project.expect(1, "apply", "--yes");
  for (const [, , message] of IMPOSSIBLE) expect(all).toContain(message);
  expect(all).toContain("Nothing was changed.");
  for (const [where, value] of Object.entries(everywhere)) await give(where, value);
  expect((await service.takeCalls()).filter((call) => !call.startsWith("GET"))).toEqual([]);
  await project.expect(0, "plan");
  expectNoSecrets({ all, ...(await filesBelow(project.root)) }, [TOKEN]);
});
