import { describe, expect, it } from "vitest";
import { useProject } from "./testing/project";

const project = useProject();

describe("a value that is written elsewhere", () => {
  it("is pointed at where it is written, once, with the connections that use it", () => {
    const text = `x-base: &base
  lookbackDays: 0
defaults:
  sigsentry: { isActive: 3 }
sigsentry:
  a: { platform: github, repositories: &r [acme], <<: *base }
  b: { platform: bitbucket, repositories: *r, <<: *base }
`;
    expect(project.problemsOf(text)).toEqual([
      "2:17 sigsentry.a.lookbackDays: must be a whole number of days from 1 to 365, found 0 (used for sigsentry.a, sigsentry.b)",
      "4:26 defaults.sigsentry.isActive: must be a boolean, found 3 (used for sigsentry.a, sigsentry.b)",
      '6:44 sigsentry.a.repositories[0]: must be owner/repo, found "acme" (used for sigsentry.b)',
    ]);
  });

  it("may stand in the defaults of the folder", () => {
    project.write({
      "connections/_defaults.yaml": "defaults:\n  coregit:\n    provider: bitbucket\n",
      "connections/a.yaml": "coregit: { a: { label: a } }",
      "connections/b.yaml": "coregit: { b: { label: b } }",
    });
    expect(project.error().problems).toMatchObject([
      {
        file: "connections/_defaults.yaml",
        line: 3,
        column: 15,
        message: 'must be one of "github", "gitlab", found "bitbucket" (used for coregit.a, coregit.b)',
      },
    ]);
  });

  it("names some of very many connections", () => {
    const many = Array.from({ length: 8 }, (_, index) => `  c${index}: { provider: github, label: x }`).join(
      "\n",
    );
    expect(project.problemsOf(`defaults: { coregit: { verify: 1 } }\ncoregit:\n${many}`)).toEqual([
      "1:32 defaults.coregit.verify: must be a boolean, found 1 (used for coregit.c0, coregit.c1, coregit.c2, coregit.c3, coregit.c4 and 3 more)",
    ]);
  });

  it("is used for its own host only", () => {
    const text = `defaults: { sigsentry: { credentials: { gitlab: { token: { env: 1 } } } } }
sigsentry: { a: { platform: github, repositories: [a/b] } }`;
    expect(project.problemsOf(text)).toEqual([
      "1:65 defaults.sigsentry.credentials.gitlab.token.env: must be a string, found a number; put it in quotes",
    ]);
  });
});

describe("across connections and files", () => {
  const file = (project: string, rest = "") =>
    `${project}\nsigsentry:\n  a: { platform: github, repositories: [a/b]${rest} }\n`;

  it("a connection is adopted once, by each service", () => {
    project.write({
      "connections/one.yaml": `${file("project: one", ", adopt: rc_1")}coregit: { c: { provider: github, label: c, adopt: rc_1 } }`,
      "connections/two.yaml": file("project: two", ", adopt: rc_1"),
    });
    expect(project.error().problems).toMatchObject([
      {
        file: "connections/two.yaml",
        line: 3,
        column: 54,
        path: "sigsentry.a.adopt",
        message:
          "names the connection that sigsentry.a takes over already (connections/one.yaml:3:54); one connection is declared once",
      },
    ]);
  });

  it("a project is declared by one file", () => {
    project.write({
      "connections/one.yaml": file("project: p"),
      "connections/two.yaml": file("project: p"),
      "connections/three.yaml": file("project: q"),
      "connections/four.yaml": "project: p\ncoregit: {}",
    });
    expect(project.error().problems).toMatchObject([
      {
        file: "connections/two.yaml",
        line: 1,
        column: 10,
        path: "project",
        message:
          "is the project of connections/one.yaml already (connections/one.yaml:1:10); one project is declared in one file",
      },
    ]);
  });

  it("at most one file names no project", () => {
    project.write({ "connections/one.yaml": file(""), "connections/two.yaml": file("") });
    expect(project.error().problems).toMatchObject([
      {
        file: "connections/two.yaml",
        line: 2,
        column: 1,
        path: "sigsentry",
        message:
          "holds connections of no project, like connections/one.yaml (connections/one.yaml:2:1): both would be the same one; name it as project, above",
      },
    ]);
  });
});
