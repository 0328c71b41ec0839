import { describe, expect, it } from "vitest";
import { useProject } from "./testing/project";

const project = useProject();

const connection = (fields: string) => `sigsentry:
  payments:
    platform: github
    repositories: [acme/payments]
${fields.replace(/^/gm, "    ")}
`;

describe("the form", () => {
  it.each([
    [
      "a field that does not exist",
      "sigsentri: {}",
      [
        '1:1 sigsentri: is not a field here; did you mean "sigsentry"? Known fields: project, defaults, sigsentry, coregit',
      ],
    ],
    [
      "a misspelt field that is needed, once",
      "coregit:\n  a: { provder: github, label: a }",
      [
        '2:8 coregit.a.provder: is not a field here; did you mean "provider"? Known fields: provider, label, accessTokenVersion, adopt, allowDuplicate, verify, deletionProtection, accessToken, renamedFrom',
      ],
    ],
    [
      "a misspelt platform, once",
      "sigsentry: { a: { platfrm: github, repositories: [a/b] } }",
      [
        '1:19 sigsentry.a.platfrm: is not a field here; did you mean "platform"? Known fields: platform, repositories, serviceMappings, lookbackDays, isActive, credentialsVersion, adopt, allowDuplicate, renamedFrom, credentials',
      ],
    ],
    [
      "a misspelt nested field, once",
      connection("serviceMappings: [{ serviceNam: x, repo: acme/payments }]"),
      [
        '5:25 sigsentry.payments.serviceMappings[0].serviceNam: is not a field here; did you mean "serviceName"? Known fields: serviceName, repo, pathPrefix, defaultBranch',
      ],
    ],
    [
      "connections in a list",
      "sigsentry: [a]",
      ["1:12 sigsentry: must map names to connections, found a list"],
    ],
    [
      "a connection without fields",
      "coregit:\n  a:\n",
      ["2:3 coregit.a: is empty; declare the connection below, or take the line out"],
    ],
    [
      "a value that is missing",
      connection("lookbackDays:"),
      ["5:5 sigsentry.payments.lookbackDays: is empty; write a value, or take the line out"],
    ],
    [
      "an empty item",
      connection("serviceMappings: [ { serviceName: , repo: acme/payments } ]"),
      [
        "5:26 sigsentry.payments.serviceMappings[0].serviceName: is empty; write a value, or take the line out",
      ],
    ],
    [
      "a number that is a text",
      connection("lookbackDays: '3'"),
      ['5:19 sigsentry.payments.lookbackDays: must be a whole number of days from 1 to 365, found "3"'],
    ],
    [
      "names that YAML takes for numbers",
      `project: 0042\n${connection("serviceMappings: [{ serviceName: 1.10, repo: acme/payments, defaultBranch: 2024.10 }]\nadopt: 1e3\nisActive: 0x1F")}`,
      [
        "1:10 project: must be a string, found 0042; put it in quotes",
        "6:38 sigsentry.payments.serviceMappings[0].serviceName: must be a string, found 1.10; put it in quotes",
        "6:80 sigsentry.payments.serviceMappings[0].defaultBranch: must be a string, found 2024.10; put it in quotes",
        "7:12 sigsentry.payments.adopt: must be a string, found 1e3; put it in quotes",
        "8:15 sigsentry.payments.isActive: must be a boolean, found 0x1F",
      ],
    ],
    [
      "yes for true",
      connection("isActive: yes"),
      ['5:15 sigsentry.payments.isActive: must be a boolean, found "yes"'],
    ],
    [
      "what no default gives",
      "defaults: { sigsentry: { platform: gitlab } }\nsigsentry:\n  a: {}\n  b: { repositories: [a/b] }",
      ["3:6 sigsentry.a.repositories: is missing"],
    ],
    [
      "what a default could give, and does not",
      "coregit: { a: { label: x } }",
      ['1:15 coregit.a.provider: is missing; must be one of "github", "gitlab"'],
    ],
    [
      "a platform that does not exist",
      "sigsentry: { a: { platform: githb, repositories: [a/b] } }",
      ['1:29 sigsentry.a.platform: must be one of "github", "gitlab", "bitbucket", found "githb"'],
    ],
    [
      "a program's field for credentials",
      connection("credentialsFrom: { token: { env: X } }"),
      [
        "5:5 sigsentry.payments.credentialsFrom: is not a field of this file; write credentials: { token: { env: NAME } }",
      ],
    ],
    [
      "a program's field for the project",
      connection("projectId: p"),
      [
        "5:5 sigsentry.payments.projectId: is not a field of a connection; write project at the top of the file, for all of them",
      ],
    ],
    [
      "a name that is none",
      "coregit: { _a: { provider: github, label: x } }",
      [
        "1:12 coregit._a: is no name for a connection: 1 to 100 letters, digits, dots, hyphens and underscores, a letter or digit first",
      ],
    ],
    [
      "a name of both kinds",
      "sigsentry:\n  a: { platform: github, repositories: [a/b] }\ncoregit:\n  a: { provider: github, label: x }",
      ["4:3 coregit.a: is the name of a connection in line 2 already; choose another"],
    ],
    [
      "a field of the wrong defaults",
      "sigsentry: {}\ndefaults: { coregit: { lookbackDays: 3 } }",
      [
        "2:24 defaults.coregit.lookbackDays: is not a field here; known fields are provider, verify, deletionProtection, accessToken",
      ],
    ],
    [
      "a project with white space",
      "project: a b\nsigsentry: {}",
      ['1:10 project: must be a project\'s id, without white space, found "a b"'],
    ],
    [
      "a field called like a method",
      connection("constructor: 1"),
      [
        "5:5 sigsentry.payments.constructor: is not a field here; known fields are platform, repositories, serviceMappings, lookbackDays, isActive, credentialsVersion, adopt, allowDuplicate, renamedFrom, credentials",
      ],
    ],
    [
      "a field called __proto__",
      connection("__proto__: { isActive: false }"),
      [
        "5:5 sigsentry.payments: has a field that is not one of platform, repositories, serviceMappings, lookbackDays, isActive, credentialsVersion, adopt, allowDuplicate, renamedFrom, credentials",
      ],
    ],
  ])("is not met by %s", (_, text, expected) => {
    expect(project.problemsOf(text)).toEqual(expected);
  });
});

describe("the provider's own rules", () => {
  it.each([
    [
      "a mapping of another repository",
      connection("serviceMappings:\n  - serviceName: x\n    repo: acme/other"),
      [
        '7:15 sigsentry.payments.serviceMappings[0].repo: "acme/other" is not among repositories (acme/payments); add it there or correct the name',
      ],
    ],
    [
      "a mapping twice",
      connection(
        "serviceMappings:\n  - &m { serviceName: x, repo: acme/payments }\n  - { serviceName: x, repo: acme/payments }",
      ),
      [
        "7:9 sigsentry.payments.serviceMappings[1]: maps the same service to the same folder of a repository as serviceMappings[0]; leave one of them out",
      ],
    ],
    [
      "a repository's address",
      "sigsentry: { a: { platform: gitlab, repositories: [https://gitlab.com/a/b/c.git] } }",
      [
        '1:52 sigsentry.a.repositories[0]: must be group/project or group/subgroup/project, found "https://gitlab.com/a/b/c.git"; did you mean "a/b/c"?',
      ],
    ],
    [
      "GitHub.com as an Enterprise Server",
      connection("credentials: { token: { env: X }, baseUrl: https://api.github.com }"),
      [
        '5:48 sigsentry.payments.credentials.baseUrl: is for GitHub Enterprise Server (https://github.example.com/api/v3); leave it out, found "https://api.github.com"',
      ],
    ],
    [
      "an e-mail address as a user's name",
      "sigsentry: { a: { platform: bitbucket, repositories: [a/b], credentials: { username: a@b.c, appPassword: { env: X } } } }",
      ['1:86 sigsentry.a.credentials.username: must be the user name, not the e-mail address, found "a@b.c"'],
    ],
    [
      "a reference where no secret belongs",
      "project: { env: P }\nsigsentry: { a: { platform: bitbucket, repositories: { file: x }, credentials: { username: { config: u }, appPassword: { env: X } } } }",
      ["1:10 project", "2:54 sigsentry.a.repositories", "2:92 sigsentry.a.credentials.username"].map(
        (place) =>
          `${place}: must be written out here; only a secret is read from elsewhere ({ env }, { file }, { config })`,
      ),
    ],
    ["an empty label", "coregit: { a: { provider: github, label: '' } }", ["1:42 coregit.a.label: is empty"]],
  ])("refuse %s", (_, text, expected) => {
    expect(project.problemsOf(text)).toEqual(expected);
  });

  it("do not ask here for credentials: only the provider knows whether a connection was adopted", () => {
    project.write({
      "connections.yaml": `${connection("")}\n  b: { platform: gitlab, credentials: keep, repositories: [a/b] }\ncoregit: { c: { provider: github, label: c } }`,
    });
    expect(Object.keys(project.load().stacks[0]?.connections.sigsentry ?? {})).toEqual(["payments", "b"]);
  });

  it("read nothing that a reference names", () => {
    project.write({
      "connections.yaml": `${connection("credentials: { token: { env: NOT_SET_ANYWHERE } }")}coregit: { a: { provider: github, label: a, accessToken: { file: /not/there } } }`,
    });
    expect(project.load().stacks).toHaveLength(1);
  });
});
