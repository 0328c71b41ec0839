import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useProject } from "./testing/project";

const project = useProject();

const PAYMENTS = `
sigsentry:
  payments:
    platform: github
    credentials: { token: { config: githubToken } }
    repositories: [acme/payments]
`;

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

  it("are a file where the folder should be", () => {
    project.write({ connections: "" });
    expect(messages()).toEqual(["connections: must be a folder"]);
  });

  it("are all named, with everything wrong in the others", () => {
    mkdirSync(join(project.folder, "connections/folder.yaml"), { recursive: true });
    symlinkSync("loop.yaml", join(project.folder, "connections/loop.yaml"));
    project.write({
      "connections/a b.yaml": "coregit: {}",
      "connections/empty.yaml": "",
      "connections/huge.yaml": `# ${"x".repeat(1024 * 1024)}`,
      "connections/latin.yaml": Buffer.from("coregit: {} # \xe9", "latin1"),
      "connections/list.yaml": "- a",
      "connections/other.yml": PAYMENTS,
      "connections/upper.YAML": PAYMENTS,
      "connections/wrong.yaml": "coregit: { a: 1 }",
    });
    expect(messages()).toEqual([
      "connections/a b.yaml: is no name for a stack: before .yaml, Pulumi takes 1 to 100 letters, digits, dots, hyphens and underscores",
      "connections/empty.yaml: declares nothing; to have no connections in this stack, write `sigsentry: {}`",
      "connections/folder.yaml: is a folder; give it another name, or move it elsewhere",
      "connections/huge.yaml: is larger than 1 MB; split it into several files in the folder connections/, a stack each",
      "connections/latin.yaml: is not UTF-8 text; save it with that encoding",
      "connections/list.yaml: must be a mapping with the fields sigsentry and coregit",
      "connections/loop.yaml: cannot be read (ELOOP)",
      "connections/other.yml: is not read: its name must end in .yaml",
      "connections/upper.YAML: is not read: its name must end in .yaml",
      "connections/wrong.yaml: must be a mapping of fields",
    ]);
    expect(project.error().message).toContain("\n\n10 problems in 10 files.");
  });
});
