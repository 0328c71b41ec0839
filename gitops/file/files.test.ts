import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectNameFor } from "./files";
import { useProject } from "./testing/project";

const project = useProject();

const PAYMENTS = `
sigsentry:
  payments:
    platform: github
    credentials: { token: { config: githubToken } }
    repositories: [acme/payments]
`;

const FORM =
  "before .yaml it has 1 to 100 letters, digits, dots, hyphens and underscores, and no hyphen first";

it.each([
  ["/srv/acme-code", "acme-code"],
  ["/srv/Zürich (eu)", "Zurich-eu"],
  ["/srv/.hidden", "hidden"],
  [`/srv/${"x".repeat(120)}`, "x".repeat(100)],
  ["/srv/接続", "repo-connections"],
  ["/", "repo-connections"],
])("a project in %s is called %s", (path, name) => {
  expect(projectNameFor(path)).toBe(name);
});

describe("files that cannot be read", () => {
  const messages = () => project.error().problems.map(({ file, message }) => `${file}: ${message}`);

  it("are missing: the way out is named", () => {
    expect(messages()).toEqual(["connections.yaml: is not there, and no folder connections/ either"]);
    expect(project.error().message).toContain("`repo-connections init`");
  });

  it("are one and a folder at once", () => {
    project.write({ "connections.yaml": PAYMENTS, "connections/a.yaml": PAYMENTS });
    expect(messages()).toEqual([
      "connections.yaml: stands beside the folder connections/; a project has one or the other",
    ]);
  });

  it("are called otherwise: that is seen", () => {
    project.write({ "connections.json": "{}" });
    expect(messages()).toHaveLength(1);
    expect(project.error().message).toContain("There is connections.json: rename it to connections.yaml.");
  });

  it("are named like flags of Pulumi's", () => {
    const names = ["-x", "--show-secrets", "-", "--"];
    project.write(Object.fromEntries(names.map((name) => [`connections/${name}.yaml`, PAYMENTS])));
    expect(messages().sort()).toEqual(
      names.map((name) => `connections/${name}.yaml: is no name for a stack: ${FORM}`).sort(),
    );
  });

  it("are two for one stack", () => {
    project.write({ "connections.yaml": PAYMENTS, "connections.yml": PAYMENTS });
    expect(messages()).toEqual([
      "connections.yaml: stands beside connections.yml; a project has one of them",
    ]);
    project.remove("connections.yaml", "connections.yml");
    project.write({ "connections/a.yaml": PAYMENTS, "connections/a.yml": PAYMENTS });
    expect(messages()).toEqual(["connections/a.yml: stands beside connections/a.yaml; a stack has one file"]);
  });

  it("are in a subfolder, where nobody looks", () => {
    project.write({
      "connections/README.md": "",
      "connections/a.yaml": PAYMENTS,
      "connections/docs/how.md": "",
      "connections/.git/x.yaml": "",
      "connections/team/eu/b.yml": PAYMENTS,
      "connections/team/c.yaml": PAYMENTS,
    });
    expect(messages()).toEqual([
      "connections/team: is a folder with files that are not read, c.yaml for one",
    ]);
    expect(project.error().message).toContain("Move them to connections/ itself: each is a stack of its own");
  });

  it("are a file where the folder should be", () => {
    project.write({ connections: "" });
    expect(messages()).toEqual(["connections: must be a folder"]);
  });

  it("are all named, with everything wrong in the others", () => {
    mkdirSync(join(project.folder, "connections/folder.yaml"), { recursive: true });
    symlinkSync("loop.yaml", join(project.folder, "connections/loop.yaml"));
    project.write({
      "connections/a (copy).yaml": "coregit: { sync: { provider: github, label: x, adopt: rc_1 } }",
      "connections/a.yaml": "coregit: { sync: { provider: github, label: x, adopt: rc_1 } }",
      "connections/b c.yaml": "",
      "connections/empty.yaml": "",
      "connections/huge.yaml": `# ${"x".repeat(1024 * 1024)}`,
      "connections/latin.yaml": Buffer.from("coregit: {} # \xe9", "latin1"),
      "connections/list.yaml": "- a",
      "connections/other.json": PAYMENTS,
      "connections/upper.YAML": PAYMENTS,
      "connections/wrong.yaml": "coregit: { a: 1 }",
    });
    expect(messages()).toEqual([
      `connections/a (copy).yaml: is no name for a stack: ${FORM}`,
      `connections/b c.yaml: is no name for a stack: ${FORM}`,
      "connections/empty.yaml: declares nothing; to have no connections in this stack, write `sigsentry: {}`",
      "connections/folder.yaml: is a folder; give it another name, or move it elsewhere",
      "connections/huge.yaml: is larger than 1 MB; split it into several files in the folder connections/, a stack each",
      "connections/latin.yaml: is not UTF-8 text; save it with that encoding",
      "connections/list.yaml: must be a mapping with the fields sigsentry and coregit",
      "connections/loop.yaml: cannot be read (ELOOP)",
      "connections/other.json: is not read: its name must end in .yaml or .yml",
      "connections/upper.YAML: is not read: its name must end in .yaml or .yml",
      "connections/wrong.yaml: must be a mapping of fields",
    ]);
    expect(project.error().message).toContain("\n\n11 problems in 11 files.");
  });
});
