import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { obeyedIn } from "../../gitops/testing/obeyed";
import { test as stackTest } from "../support/fixtures";
import { test } from "../support/gitops";
import type { TestService } from "../support/service";

/** What would be obeyed: by terminals, by GitHub, Azure and TeamCity, and by Pulumi, which dies of the last. */
const HOSTILE =
  "x\u001b]52;c;aGFja2Vk\u0007\u001b[2J\u009b2J\u202e\u200b\n::error::pwned\r\n  ::add-mask::y\n##[group]z ##vso[task.setvariable variable=a]b ##teamcity[buildStop] %}> <{%blink%}>";

/** Seeds a record at each service; the ids that they have. */
async function seed(service: TestService): Promise<{ sigsentry: string; coregit: string }> {
  const sigsentry = await service.control.sigsentry.seedConnection({
    projectId: service.projectId,
    platform: "github",
    repositories: [`acme/${HOSTILE}`],
    serviceMappings: [
      { serviceName: HOSTILE, repo: `acme/${HOSTILE}`, pathPrefix: HOSTILE, defaultBranch: HOSTILE },
    ],
  });
  const coregit = await service.makeByHand({ label: HOSTILE, externalUsername: HOSTILE });
  return { sigsentry: sigsentry.id, coregit: coregit.id };
}

describe("what a service holds is only shown", () => {
  stackTest("by plain `pulumi up`, in the error of an adoption", async ({ service, stack }) => {
    const { sigsentry, coregit } = await seed(service);
    stack.environment.COREGIT_LIST_LAG_SECONDS = "0";
    await stack.declare({
      payments: { platform: "github", repositories: ["acme/payments"], adopt: "rc_wrong" },
      ci: { provider: "github", label: "ci", adopt: "con_wrong" },
    });
    for (const args of [["--continue-on-error"], ["--continue-on-error", "--diff"]]) {
      const { all } = await stack.upFails(...args);
      expect(all).toContain(`Its connections to github: ${sigsentry} (`);
      expect(all).toContain(`Its connections to github: ${coregit} (`);
      expect(all).toContain("pwned");
      expect(obeyedIn(all)).toEqual([]);
    }
  });

  test("by every form of a plan's and an apply's report", async ({ service, project }) => {
    await seed(service);
    await project.expect(0, "init");
    await project.write(
      "connections.yaml",
      `project: ${service.projectId}
sigsentry:
  payments: { platform: github, credentials: keep, adopt: rc_wrong, repositories: [acme/payments] }
coregit:
  ci: { provider: github, label: ci, accessToken: keep, adopt: con_wrong }
`,
    );
    for (const format of ["text", "json", "markdown", "html"]) {
      const { all } = await project.expect(1, "plan", "--format", format);
      expect([format, obeyedIn(all)]).toEqual([format, []]);
    }
    const { all } = await project.expect(1, "apply", "--yes");
    expect(all).toContain("con_wrong");
    expect(obeyedIn(all)).toEqual([]);
  });

  test("by an import, which writes none of it and names what it leaves out", async ({ service, project }) => {
    const ids = await seed(service);
    const secret = await service.makeByHand({ label: `key ${service.coregit.apiKey}` });
    const encoded = Buffer.from(String(project.environment.GITHUB_TOKEN)).toString("base64");
    const quoted = await service.makeByHand({ label: `x ${encoded}` });
    const good = await service.makeByHand({ label: "🛠\ufe0f CI # [group]" });
    await project.expect(0, "init");
    const declared = "coregit:\n  mine: { provider: gitlab, label: m, accessToken: { env: GITHUB_TOKEN } }\n";
    const before = "# mine: ##[group] \u202e ::error::x";
    await project.write("connections.yaml", `${before}\nproject: ${service.projectId}\n${declared}`);

    const dry = await project.expect(0, "import", "--dry-run");
    for (const id of [ids.sigsentry, ids.coregit, secret.id, quoted.id]) {
      expect(dry.stderr).toMatch(new RegExp(`^Note: Connection ${id} of \\w+ is left out: `, "m"));
      expect(dry.stdout).not.toContain(id);
    }
    expect(dry.stdout).toContain(`adopt: ${good.id}`);
    expect(obeyedIn(dry.all)).toEqual([]);
    expect(dry.all).not.toContain(service.coregit.apiKey);
    expect(dry.all).not.toContain(encoded);

    for (const format of ["text", "markdown", "html"])
      expect(obeyedIn((await project.expect(0, "import", "--format", format)).all)).toEqual([]);
    const text = await project.read("connections.yaml");
    expect(text.slice(before.length)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|pwned/u);
    expect(text).not.toContain(service.coregit.apiKey);
    expect(text).not.toContain(encoded);
    expect(text).toContain("CI # [group]");
    await project.expect(0, "validate");
  });
});

describe("what a repository or an argument holds is only shown", () => {
  const NAMES = [
    "::error::x.yaml",
    "##[group]x.yaml",
    "##vso[task.complete result=Failed;].yml",
    "a\n::error::b.yaml",
    "\u001b[2J.yaml",
    "\u202efdp.yaml",
    "\u009b2J.YAML",
  ];
  const CONTENTS = [
    `${JSON.stringify(HOSTILE)}: 1\n`,
    `sigsentry: { ${JSON.stringify(HOSTILE)}: { platform: x } }\n`,
    `sigsentry: { a: { platform: ${JSON.stringify(HOSTILE)}, repositories: [${JSON.stringify(HOSTILE)}] } }\n`,
    `coregit: { a: { provider: github, label: "##[group]x", accessToken: { env: ${JSON.stringify(HOSTILE)} } } }\n`,
    "coregit:\n  a: 'x ##[group]y \u202e\n  ::error::x\n",
    "::error::x\n##vso[task.complete result=Failed;]\u009b\n",
    "coregit: &a\u200b##[group]x *b\n",
    "\u0007\u001b]0;x\u0007: ::error::\n",
  ];

  test("names and contents of files", async ({ project }) => {
    await project.expect(0, "init");
    await project.removeFile("connections.yaml");
    const folder = join(project.folder, "connections");
    mkdirSync(folder);
    for (const name of NAMES) writeFileSync(join(folder, name), "coregit: {}\n");
    for (const [index, text] of CONTENTS.entries()) writeFileSync(join(folder, `f${index}.yaml`), text);
    writeFileSync(join(folder, "latin.yaml"), Buffer.from([0x9b, 0x32, 0x4a]));
    for (const args of [
      ["validate"],
      ["validate", "--json"],
      ["plan"],
      ["plan", "--json"],
      ["plan", "--format", "html"],
      ["plan", "--format", "markdown"],
    ]) {
      const { all } = await project.expect(1, ...args);
      expect([args, obeyedIn(all)]).toEqual([args, []]);
      expect(all).toContain("connections");
    }
    const { problems } = JSON.parse((await project.expect(1, "validate", "--json")).stdout);
    expect(problems.length).toBeGreaterThan(NAMES.length + CONTENTS.length);
    await expect(project.pulumi("stack", "init", "f1")).resolves.toBeTypeOf("string");
    const refused = await project.pulumi("preview", "--stack", "f1").catch((error: Error) => error.message);
    expect(refused).toContain("connections/");
    expect(obeyedIn(refused)).toEqual([]);
  });

  test("arguments, and what completes them", async ({ project }) => {
    await project.expect(0, "init");
    for (const args of [
      [`--${HOSTILE}`],
      [HOSTILE],
      ["plan", `--${HOSTILE}`],
      ["plan", HOSTILE],
      ["plan", "--stack", HOSTILE],
      ["plan", "--stack", `a/b/${HOSTILE}`],
      ["plan", "--parallel", HOSTILE],
      ["plan", "--format", HOSTILE],
      ["plan", "--out", `${HOSTILE}/x`],
      ["apply", "--plan", HOSTILE],
      ["validate", "-C", HOSTILE],
      ["rotate", HOSTILE],
      ["show", HOSTILE],
      ["import", "--service", HOSTILE],
      ["emulator", "--port", HOSTILE],
      ["init", "--name", HOSTILE],
      ["completion", HOSTILE],
      ["help", HOSTILE],
    ]) {
      const { all } = await project.run(args);
      expect(all).not.toBe("");
      expect([args, obeyedIn(all)]).toEqual([args, []]);
    }
    const folder = join(project.folder, `in ${HOSTILE.replaceAll("/", "")}`);
    mkdirSync(folder);
    expect(obeyedIn((await project.run(["init", "-C", folder])).all)).toEqual([]);
    await project.removeFile("connections.yaml");
    const names = '"ok": { provider: github, label: x, accessToken: keep, adopt: y }';
    await project.write("connections.yaml", `coregit: { ${names} }\n`);
    expect((await project.expect(0, "__complete", "--", "show", "")).stdout).toBe("ok\n");
  });
});

describe("our own signs still work", () => {
  test("colours, and progress on a terminal", async ({ service, project }) => {
    await seed(service);
    await project.expect(0, "init");
    await project.write(
      "connections.yaml",
      `project: ${service.projectId}\nsigsentry: { p: { platform: github, credentials: keep, adopt: rc_wrong, repositories: [a/b] } }\n`,
    );
    project.environment.FORCE_COLOR = "1";
    const { stdout } = await project.expect(1, "plan");
    expect(stdout).toContain("\u001b[31m");
    expect(obeyedIn(stdout, { colours: true })).toEqual([]);
  });
});

/** Kept here, so that what is looked for by these tests is found: they fail where nothing is ever found. */
test("what would be obeyed is found", () => {
  expect(obeyedIn(HOSTILE).length).toBeGreaterThan(8);
  expect(obeyedIn(" \u3000::error::x")).toHaveLength(1);
  expect(obeyedIn("#\u0591#[group]")).toHaveLength(1);
  expect(obeyedIn("x ##vso[a.b]")).toHaveLength(1);
  expect(obeyedIn("urn::a::b ## [x] \u001b[31mred\u001b[39m", { colours: true })).toEqual([]);
});
