import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { renderHtml } from "../../gitops/report/html";
import { renderMarkdown } from "../../gitops/report/markdown";
import { type ConnectionReport, reportSchema } from "../../gitops/report/schema";
import { renderText } from "../../gitops/report/text";
import { declareStacks, fileOf } from "../support/declared";
import { test } from "../support/gitops";
import { CALL } from "../support/service";

test("what was reviewed is what is applied, and nothing else", async ({ service, project }) => {
  const { one = "" } = await declareStacks(project, service, { one: 2 });
  const declared = await project.read("connections/one.yaml");
  const applyPlan = ["apply", "--plan", "plan.json", "--yes"];
  await project.expect(2, "plan", "--out", "plan.json");
  expect(await service.connections(one)).toEqual([]);

  // The file changes behind the plan: another repository, another address for the token, and one connection more.
  const elsewhere = "credentials: { token: { env: GITHUB_TOKEN }, baseUrl: 'https://git.example.com' }";
  const changed = fileOf(one, "one", 3)
    .replace("[acme/one-1]", "[acme/secrets]")
    .replace("[acme/one-2]", `$&\n    ${elsewhere}`);
  await project.write("connections/one.yaml", changed);
  const refused = await project.expect(1, ...applyPlan);
  for (const words of [
    "one/one-1 (sigsentry): create (repositories + acme/one-1) was reviewed, now it would be create (repositories + acme/secrets)",
    'one/one-2 (sigsentry): create was reviewed, now it would be create (credentials.baseUrl + "https://git.example.com")',
    "one/one-3 (sigsentry): nothing was reviewed, now it would be create",
  ])
    expect(refused.stderr).toContain(words);
  expect(await service.connections(one)).toEqual([]);

  await project.write("connections/one.yaml", declared);
  expect(await project.report(0, ...applyPlan)).toMatchObject({ summary: { changes: { create: 2 } } });
  expect((await service.connections(one)).map(({ repositories }) => repositories[0]).sort()).toEqual([
    "acme/one-1",
    "acme/one-2",
  ]);
  // Applied once, the plan has nothing more to say.
  expect((await project.expect(1, ...applyPlan)).stderr).toContain("no longer what was reviewed");

  // Without a terminal nothing is done unless --yes says so.
  await project.write("connections/one.yaml", fileOf(one, "one", 3));
  expect((await project.expect(1, "apply")).stderr).toContain("--yes");
  await project.write("connections/one.yaml", declared);
  expect((await project.expect(1, "destroy")).stderr).toContain("--yes");
  project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  expect((await project.expect(1, "rotate", "--all")).stderr).toContain("--yes");
  expect(await service.connections(one)).toHaveLength(2);
});

test("a plan shows all that is declared of a creation, in the file's order and in every form; one of an earlier version is taken too", async ({
  service,
  project,
}) => {
  const baseUrl = "https://git.example.com";
  await project.write(
    "connections.yaml",
    `project: ${service.projectId}
coregit:
  sync: { provider: github, label: acme, accessToken: { env: GITHUB_TOKEN }, verify: true, deletionProtection: true }
sigsentry:
  shop: { platform: gitlab, repositories: [acme/shop], credentials: { token: { env: LAB }, baseUrl: "${baseUrl}" } }
  cart: { platform: bitbucket, repositories: [acme/cart], allowDuplicate: true, credentials: { username: robot, appPassword: { env: APP } } }
`,
  );
  Object.assign(project.environment, {
    LAB: "glpat-the-first-token-of-this",
    APP: "app-password-of-this-test",
  });
  await project.expect(0, "init");

  const listed = await project.report(0, "list");
  const { stdout: text } = await project.expect(2, "plan", "--out", "plan.json");
  const shown = [
    ...["verify  +true", "deletionProtection  +true", "allowDuplicate  +true"],
    ...[`credentials\\.baseUrl  +"${baseUrl}"`, "credentials\\.username  +robot"],
  ];
  for (const fact of shown) expect(text).toMatch(new RegExp(`^ {6}${fact}$`, "m"));
  const written = reportSchema.parse(JSON.parse(await project.read("plan.json")));
  for (const { stacks } of [listed, written])
    expect(stacks[0]?.connections).toMatchObject([
      { name: "sync", verify: true, deletionProtection: true },
      { name: "shop", credentials: { from: "env LAB", baseUrl } },
      { name: "cart", credentials: { from: "env APP", username: "robot" }, allowDuplicate: true },
    ]);
  const markdown = renderMarkdown(written);
  expect(markdown).toContain("| <code>deletionProtection</code> | <code>true</code> |");
  expect(markdown).toContain("<code>credentials&#46;baseUrl</code>");
  const html = renderHtml(written);
  expect(html).toContain("<dt>Deletion protection</dt><dd>on</dd>");
  expect(html).toContain(`for <code>${baseUrl}</code>`);

  const stacks = written.stacks.map((stack) => ({ ...stack, connections: stack.connections.map(ofEarlier) }));
  await project.write("plan.json", JSON.stringify({ ...written, stacks }));
  const applied = await project.report(0, "apply", "--plan", "plan.json", "--yes");
  const drift = await project.report(0, "drift");
  for (const { stacks } of [applied, drift])
    expect(stacks[0]?.connections.map(({ name }) => name)).toEqual(["sync", "shop", "cart"]);
  const { stdout: kept } = await project.expect(0, "show", "*");
  expect(kept).toMatch(new RegExp(`^ {6}credentials\\.baseUrl  +"${baseUrl}"$`, "m"));
});

/** As earlier versions told of a connection. */
function ofEarlier(connection: ConnectionReport): ConnectionReport {
  const { verify: _, deletionProtection: __, allowDuplicate: ___, credentials, ...rest } = connection;
  const { baseUrl: ____, username: _____, ...less } = credentials;
  return { ...rest, credentials: less };
}

test("a key that cannot write is found before the other service is written to", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  const declared = await project.read("connections/one.yaml");
  const sync = "coregit:\n  sync: { provider: github, label: acme, accessToken: { env: GITHUB_TOKEN } }\n";
  await project.write("connections/one.yaml", declared + sync);
  project.environment.COREGIT_API_KEY = service.coregit.scopedToken;
  const { stdout } = await project.expect(1, "apply", "--yes");
  expect(stdout).toContain("error: coregit:apiKey is a scoped key (cgt_…)");
  expect(stdout).toContain("`pulumi config set --secret coregit:apiKey --stack one`");
  expect(stdout).toContain("one-1  to create: not tried");
  expect(await service.connections(one)).toEqual([]);

  // Where nothing is to be done at Coregit, the key is enough.
  await project.write("connections/one.yaml", declared);
  await project.expect(0, "apply", "--yes");
  expect(await service.connections(one)).toHaveLength(1);
});

test("a plan asks each service once what exists, whatever Pulumi.yaml says, reads the fields only when asked to, and is void then once somebody changes more", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 2 });
  await project.expect(0, "apply", "--yes");
  const [first] = await service.connections(one);
  if (first === undefined) throw new Error("nothing was applied");
  await service.control.sigsentry.editConnection(first.id, { lookbackDays: 300 });
  await service.takeRequests();
  await project.expect(0, "plan");
  expect(await service.takeCalls()).toEqual([CALL.list]);
  const plan = await project.report(2, "plan", "--refresh", "--out", "plan.json");
  expect(plan.stacks[0]?.connections.flatMap(({ fields }) => fields)).toEqual([
    { path: "lookbackDays", from: 300, to: first.lookbackDays },
  ]);
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.list]);
  await service.control.sigsentry.editConnection(first.id, { lookbackDays: 200 });
  await service.takeRequests();
  await project.expect(1, "apply", "--plan", "plan.json", "--yes");
  expect(await service.takeCalls()).not.toContain(CALL.update);
  await service.control.sigsentry.editConnection(first.id, { lookbackDays: 300 });
  await project.expect(0, "apply", "--plan", "plan.json", "--yes");
  expect((await service.connections(one)).find(({ id }) => id === first.id)?.lookbackDays).toBe(
    first.lookbackDays,
  );
});

test("what keeps a plan from being done is told; one that failed is not written, and one that cannot be written is not made", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  const { GITHUB_TOKEN: token, SIGSENTRY_API_KEY: key } = project.environment;
  await project.expect(2, "plan", "--out", "plan.json");
  const good = await project.read("plan.json");
  project.environment.GITHUB_TOKEN = undefined;
  project.environment.SIGSENTRY_API_KEY = undefined;
  const { stderr } = await project.expect(1, "apply", "--plan", "plan.json", "--yes");
  expect(stderr).toContain("`pulumi config set --secret sigsentry:apiKey --stack one`");
  expect(stderr).toMatch(/connections\/one\.yaml:\d+:\d+: the environment variable GITHUB_TOKEN is not set/);
  // It is not the plan that is an old one.
  expect(stderr).not.toContain("Make a new plan");

  const words = "Not written: the plan failed, so it is not one to review and apply";
  const unwritten = await project.expect(1, "plan", "--out", "plan.json");
  expect(unwritten.stderr).toContain(`${words}; plan.json stays as it was.`);
  expect(await project.read("plan.json")).toBe(good);

  // Said once, by the program: a key that cannot be right is not tried.
  project.environment.GITHUB_TOKEN = token;
  project.environment.SIGSENTRY_API_KEY = "ss_pub_0123456789";
  const failed = await project.expect(1, "plan", "--out", "other.json", "--json");
  expect(reportSchema.parse(JSON.parse(failed.stdout)).stacks[0]?.errors).toEqual([
    expect.stringContaining("sigsentry:apiKey: is a public key (ss_pub_…)"),
  ]);
  expect(failed.stderr).toContain(`${words}.`);
  await expect(project.read("other.json")).rejects.toThrow("ENOENT");
  expect(await service.connections(one)).toEqual([]);
  project.environment.SIGSENTRY_API_KEY = key;
  await project.expect(0, "apply", "--plan", "plan.json", "--yes");
  expect(await service.connections(one)).toHaveLength(1);

  await service.takeCalls();
  const refused = async (out: string) => (await project.expect(1, "plan", "--out", out)).stderr;
  expect(await refused("")).toContain("error: --out is empty: give the name of a file, or leave --out out.");
  expect(await refused("no/plan.json")).toContain(
    "no/plan.json cannot be written: it, or the folder it is in",
  );
  expect(await refused("connections")).toContain("connections is a folder");
  expect(await refused("plan.json/plan.json")).toContain("part of its path is no folder");
  expect(await service.takeCalls()).toEqual([]);
});

test("a plan file that is none is refused before anything is asked", async ({ service, project }) => {
  await declareStacks(project, service, { one: 1 });
  await project.write("plan.json", '{"version":1}');
  const { stderr } = await project.expect(1, "apply", "--plan", "plan.json", "--yes");
  expect(stderr).toContain("plan.json holds no plan");
  execFileSync("mkfifo", [join(project.folder, "pipe")]);
  const unread = await project.expect(1, "apply", "--plan", "pipe", "--yes");
  expect(unread.stderr).toContain("pipe is a named pipe, and a plan is read from a regular file only.");
  const unwritten = await project.expect(1, "plan", "--out", "pipe");
  expect(unwritten.stderr).toContain("pipe is a named pipe, and a plan is written to a regular file only.");
  expect(await service.takeCalls()).toEqual([]);
});

test("that a protected connection is not deleted is said by the plan and by the question of destroy", async ({
  service,
  project,
}) => {
  const file = (provider: string) =>
    `coregit:\n  sync: { provider: ${provider}, label: robot, accessToken: { env: TOKEN }, deletionProtection: true }\n`;
  await project.expect(0, "init");
  project.environment.TOKEN = "a-token-of-any-code-host";
  await project.write("connections.yaml", file("github"));
  await project.expect(0, "apply", "--yes");

  await project.write("connections.yaml", file("gitlab"));
  expect((await project.report(1, "plan")).stacks[0]?.errors).toEqual([
    expect.stringMatching(/sync: deletionProtection: is set, so connection \S+ is not replaced/),
  ]);

  const refused =
    "sync: deletionProtection is set, so its deletion is refused: every sync configuration that uses it would be deleted too. If that is wanted,";
  const asked = await project.expect(1, "destroy");
  expect(asked.stderr).toContain(
    `  note: ${refused} declare \`deletionProtection: false\` for it, apply that, then remove it.`,
  );
  const note = `${refused} declare it again with \`deletionProtection: false\`, apply that, then remove it.`;
  await project.write("connections.yaml", "coregit: {}\n");
  const planned = await project.report(2, "plan");
  expect(planned.stacks[0]).toMatchObject({
    connections: [{ change: "delete", deletionProtection: true }],
    notes: [note],
  });
  expect(renderText(planned, { colour: false })).toContain(`  note: ${note}`);

  const [applied] = (await project.report(1, "apply", "--yes")).stacks;
  expect(applied?.connections).toMatchObject([
    {
      outcome: "failed",
      error: expect.stringMatching(
        /deletionProtection: is set, so connection .* If that is wanted, declare it with deletionProtection: false \(again, where it no longer is\), run `repo-connections apply --stack connections`, then remove it\./,
      ),
    },
  ]);
  expect(applied?.notes).toEqual([]);
  const destroyed = await project.expect(1, "destroy", "--yes");
  expect(destroyed.stderr).toContain(note);
  expect(destroyed.stdout).not.toContain(note);
  expect(await service.coregitConnections()).toMatchObject([{ provider: "github" }]);
});

test("what Coregit deletes with a connection is said before a replacement, a deletion and a destruction", async ({
  service,
  project,
}) => {
  const file = (provider: string) =>
    `coregit:\n  sync: { provider: ${provider}, label: robot, accessToken: { env: TOKEN } }\n`;
  await project.expect(0, "init");
  project.environment.TOKEN = "ghp_the-first-token-of-sync";
  await project.write("connections.yaml", file("github"));
  await project.expect(0, "apply", "--yes");
  project.environment.TOKEN = "glpat-the-second-token-of-sync";
  await project.write("connections.yaml", file("gitlab"));
  const note =
    "Coregit deletes a connection together with every sync configuration that uses it. That concerns sync.";
  const notes = async (...args: string[]) => (await project.report(2, "plan", ...args)).stacks[0]?.notes;
  expect(await notes()).toContain(note);
  await project.write("connections.yaml", "coregit: {}\n");
  expect(await notes()).toEqual([note]);
  // Nobody can answer here, but everything is shown first.
  const asked = await project.expect(1, "destroy");
  expect(asked.stderr).toContain(note);
  expect(asked.stderr).toContain("Deletion: 1 to delete.");
  expect(await service.coregitConnections()).toMatchObject([{ provider: "github" }]);
  const { stdout, stderr } = await project.expect(0, "destroy", "--yes");
  expect(stderr.indexOf(note)).toBeLessThan(stderr.indexOf("connections/sync: done"));
  expect(stderr).toContain(note);
  expect(stdout.split(note)).toHaveLength(2);
});

test("apply --refresh records what it has read, also where nothing is left to be done", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 2 });
  await project.expect(0, "apply", "--yes");
  for (const { id, repositories } of await service.connections(one)) {
    if (repositories.includes("acme/one-1"))
      await service.control.sigsentry.editConnection(id, { lookbackDays: 7 });
    else await service.control.sigsentry.deleteConnection(id);
  }
  // As they are, they are right.
  await project.write(
    "connections/one.yaml",
    fileOf(one, "one", 1).replace("lookbackDays: 30", "lookbackDays: 7"),
  );
  await project.expect(0, "plan", "--refresh");
  await project.expect(0, "apply", "--refresh", "--yes");
  expect(await project.report(0, "drift")).toMatchObject({ summary: { changes: { none: 1 } } });
  await project.expect(0, "plan");
});
