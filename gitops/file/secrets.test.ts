import { describe, expect, it } from "vitest";
import { useProject } from "./testing/project";

const project = useProject();

/** Of no known shape, and long enough to be recognised in any part. */
const SECRET = "s3cretValue42x";

/** Of a known shape. */
const TOKEN = "ghp_s3cretValue42xs3cretValue42xs3cretValue";

const REFERENCE =
  "must be a reference: { env: NAME }, { file: PATH } or { config: name }; a secret does not belong in this file";

const shown = () => {
  const error = project.error();
  return `${error.message}\n${JSON.stringify(error.problems)}`;
};

const github = (fields: string) => `sigsentry:
  a:
    platform: github
    repositories: [acme/a]
    ${fields}
`;

describe("a secret where a reference belongs", () => {
  it.each([
    [
      "a token",
      github(`credentials: { token: ${SECRET} }`),
      `5:27 sigsentry.a.credentials.token: ${REFERENCE}`,
    ],
    [
      "a token of a known shape",
      github(`credentials: { token: ${TOKEN} }`),
      `5:27 sigsentry.a.credentials.token: ${REFERENCE}`,
    ],
    [
      "a token in a block",
      github(`credentials:\n      token: |\n        ${SECRET}\n        ${SECRET}`),
      `6:14 sigsentry.a.credentials.token: ${REFERENCE}`,
    ],
    [
      "a password",
      `sigsentry: { a: { platform: bitbucket, repositories: [a/b], credentials: { username: u, appPassword: ${SECRET} } } }`,
      `1:102 sigsentry.a.credentials.appPassword: ${REFERENCE}`,
    ],
    [
      "a token of Coregit",
      `coregit: { a: { provider: github, label: a, accessToken: ${TOKEN} } }`,
      `1:58 coregit.a.accessToken: ${REFERENCE}`,
    ],
    [
      "a default token",
      `defaults: { coregit: { accessToken: { github: ${SECRET} } } }\ncoregit: {}`,
      `1:47 defaults.coregit.accessToken.github: ${REFERENCE}`,
    ],
    [
      "two references",
      github(`credentials: { token: { env: ${SECRET}, file: ${SECRET} } }`),
      "5:27 sigsentry.a.credentials.token: takes one of env, file; leave out all but one",
    ],
    [
      "a list",
      github(`credentials: { token: [${SECRET}] }`),
      `5:27 sigsentry.a.credentials.token: ${REFERENCE}`,
    ],
    [
      "a misspelt reference",
      github(`credentials: { token: { evn: ${SECRET} } }`),
      '5:29 sigsentry.a.credentials.token.evn: is not a field here; did you mean "env"? Known fields: env, file, config',
    ],
    [
      "a misspelt reference of Coregit",
      `coregit: { a: { provider: github, label: a, accessToken: { confg: ${SECRET} } } }`,
      '1:60 coregit.a.accessToken.confg: is not a field here; did you mean "config"? Known fields: env, file, config',
    ],
    [
      "a field beside a reference",
      github(`credentials: { token: { env: X, ${SECRET} } }`),
      "5:37 sigsentry.a.credentials.token: has a field that is not one of env, file, config",
    ],
    [
      "a token in brackets",
      github(`credentials: { token: { ${SECRET} } }`),
      `5:27 sigsentry.a.credentials.token: ${REFERENCE}`,
    ],
    [
      "a token as a variable's name",
      github(`credentials: { token: { env: ${TOKEN} } }`),
      "5:34 sigsentry.a.credentials.token.env: must be the variable's name, and is a credential itself",
    ],
    [
      "a token as a file's path",
      github(`credentials: { token: { file: ${TOKEN} } }`),
      "5:35 sigsentry.a.credentials.token.file: must be the file's path, and is a credential itself",
    ],
    [
      "a token as a secret's name",
      github(`credentials: { token: { config: ${TOKEN} } }`),
      "5:37 sigsentry.a.credentials.token.config: must be the secret's name, and is a credential itself",
    ],
    [
      "credentials that are a token",
      github(`credentials: ${SECRET}`),
      "5:18 sigsentry.a.credentials: must hold references, { token: { env: NAME } } say, or be keep; a secret does not belong in this file",
    ],
    [
      "a token as a field",
      github(`credentials: { ${SECRET} }`),
      [
        "5:18 sigsentry.a.credentials.token: is missing",
        "5:20 sigsentry.a.credentials: has a field that is not one of token, baseUrl",
      ],
    ],
    [
      "a misspelt token",
      github(`credentials: { tokn: ${SECRET} }`),
      '5:20 sigsentry.a.credentials.tokn: is not a field here; did you mean "token"? Known fields: token, baseUrl',
    ],
  ])("is refused as such and not shown: %s", (_, text, expected) => {
    expect(project.problemsOf(text)).toEqual([expected].flat());
    expect(shown()).not.toContain("s3cret");
    expect(shown()).not.toContain("Value42");
  });
});

describe("a token anywhere else", () => {
  const LOOKS = "looks like a token; a secret does not belong in this file, not even in a comment";

  it.each([
    ["in a comment", `# was ${TOKEN} before\ncoregit: {}`, `1:7 ${LOOKS}`],
    ["in a key", `coregit: { ${TOKEN}: { provider: github, label: a } }`, `1:12 ${LOOKS}`],
    ["as a field", github(`${TOKEN}: 1`), `5:5 ${LOOKS}`],
    ["in a text", `coregit: { a: { provider: github, label: "robot ${TOKEN}" } }`, `1:49 ${LOOKS}`],
    ["in what is not looked at", `x-a: [${TOKEN}]\ncoregit: {}`, `1:7 ${LOOKS}`],
    [
      "as a user's name",
      `sigsentry: { a: { platform: bitbucket, repositories: [a/b], credentials: { username: ${TOKEN}, appPassword: { env: X } } } }`,
      `1:86 ${LOOKS}`,
    ],
    ["in an address", `# https://user:${SECRET}@example.com/x\ncoregit: {}`, `1:11 ${LOOKS}`],
  ])("is refused and not shown: %s", (_, text, expected) => {
    expect(project.problemsOf(text)).toEqual([expected]);
    expect(project.error().message).toContain("revoke");
    expect(shown()).not.toContain("s3cret");
  });

  it("is found in a file that cannot be parsed", () => {
    expect(project.problemsOf(`# ${TOKEN}\ncoregit: [`)).toEqual([
      `1:3 ${LOOKS}`,
      "2:11 is not indented as it should be, or a bracket before it is not closed",
    ]);
    expect(shown()).not.toContain("s3cret");
  });

  it("is found in the defaults of a folder", () => {
    project.write({ "connections/_defaults.yaml": `# ${TOKEN}`, "connections/a.yaml": "coregit: {}" });
    expect(project.error().problems).toMatchObject([
      { file: "connections/_defaults.yaml", line: 1, column: 3 },
    ]);
  });

  it("is not a user in an address, nor what only begins like one", () => {
    project.write({
      "connections.yaml": "# ssh://git@github.com/acme/a.git, ghp_…, glpat- and so on\ncoregit: {}",
    });
    expect(project.load().stacks).toHaveLength(1);
  });
});

describe("the line of a problem", () => {
  const frame = (text: string) => {
    project.write({ "connections.yaml": text });
    return project.error().problems.at(-1)?.frame.split("\n")[0];
  };

  it("shows known fields, open values and good references, and masks all else", () => {
    expect(
      frame(
        `sigsentry: { a: { credentials: { token: { env: X }, baseUrl: x, other: ${SECRET} } } } # ${SECRET}`,
      ),
    ).toBe("  1 | sigsentry: { a: { credentials: { token: { env: X }, baseUrl: x, •••: ••• } } } # •••");
    expect(frame(`x-a: ${SECRET} # note\nnot: 1`)).toBe("  2 | not: •••");
    expect(frame("coregit: { a: { provider: github, label: '', accessToken: keep } }")).toBe(
      "  1 | coregit: { a: { provider: github, label: '', accessToken: keep } }",
    );
  });

  it("masks whatever is long in a file that cannot be parsed, but for fields", () => {
    expect(frame(`accessToken: ${SECRET}: short`)).toBe("  1 | accessToken: •••: short");
  });

  it("masks what stands under a field with a slip of the hand", () => {
    expect(
      frame(`sigsentry: { a: { platform: github, repositories: [a/b], credntials: { token: ${SECRET} } } }`),
    ).toBe("  1 | sigsentry: { a: { platform: github, repositories: [a/b], credntials: { token: ••• } } }");
  });

  it("masks what lost its colon at an anchor", () => {
    expect(frame(`x-a: { token ${SECRET} }\ncoregit: { a: { provider: github, label: a, verify: 3 } }`)).toBe(
      "  2 | coregit: { a: { provider: github, label: a, verify: 3 } }",
    );
    const text = `x-a: &a { token ${SECRET} }\nsigsentry: { a: { platform: github, repositories: [a/b], credentials: *a } }`;
    project.write({ "connections.yaml": text });
    expect(project.error().problems.map((problem) => problem.frame.split("\n")[0])).toEqual([
      "  1 | x-a: &a { ••• }",
      "  1 | x-a: &a { ••• }",
    ]);
    expect(shown()).not.toContain("s3cret");
  });

  it("masks a field that can be none, and the message does not name it", () => {
    const text = `coregit:\n  a: { provider: github, label: a, ${SECRET}: 1, other: 2 }`;
    expect(project.problemsOf(text)).toEqual([
      "2:36 coregit.a: has a field that is not one of provider, label, accessTokenVersion, adopt, allowDuplicate, verify, deletionProtection, accessToken, renamedFrom",
      "2:55 coregit.a.other: is not a field here; known fields are provider, label, accessTokenVersion, adopt, allowDuplicate, verify, deletionProtection, accessToken, renamedFrom",
    ]);
    expect(frame(text)).toBe("  2 |   a: { provider: github, label: a, •••: •••, other: ••• }");
  });

  it("masks the name of a connection that is none, as is its path", () => {
    expect(frame(`coregit:\n  ? ${SECRET}\n`)).toBe("  2 |   ? •••");
    expect(project.error().problems[0]?.path).toBe("coregit.•••");
    expect(frame("coregit:\n  name: 1")).toBe("  2 |   name: •••");
    expect(project.error().problems[0]?.path).toBe("coregit.name");
  });

  it("masks a value that has swallowed the line below", () => {
    const text = `coregit:\n  a:\n    provider: github\n      ${SECRET}\n    label: a`;
    expect(frame(text)).toBe("  3 |     provider: •••");
    expect(project.error().problems[0]?.message).toBe('must be one of "github", "gitlab", found "[secret]"');
  });
});

describe("a reference to what opens Pulumi or a service", () => {
  const NOT_FREE = "is not for a code host's credential: it is Pulumi's, or the API key of a service";
  const quoted = (reference: string) => `${reference.replace(": ", ': "')}"`;
  const KINDS: readonly (readonly [string, (reference: string) => string])[] = [
    ["SigSentry", (reference) => github(`credentials: { token: ${reference} }`)],
    [
      "Bitbucket",
      (reference) =>
        `sigsentry: { a: { platform: bitbucket, repositories: [a/b], credentials: { username: u, appPassword: ${reference} } } }`,
    ],
    ["Coregit", (reference) => `coregit: { a: { provider: gitlab, label: a, accessToken: ${reference} } }`],
    [
      "defaults",
      (reference) => `defaults: { coregit: { accessToken: { github: ${reference} } } }\ncoregit: {}`,
    ],
  ];
  const REFERENCES = [
    ...["env: PULUMI_CONFIG_PASSPHRASE", "env: PULUMI_ACCESS_TOKEN", "env: pulumi_config_passphrase"],
    ...["env: SIGSENTRY_API_KEY", "env: COREGIT_API_KEY", "env: Coregit_Api_Key"],
    ...["config: sigsentry:apiKey", "config: coregit:apiKey", "config: Coregit:APIKEY"],
  ];
  it.each(
    REFERENCES.flatMap((reference) => KINDS.map(([kind, write]) => [reference, kind, write] as const)),
  )("is refused: { %s } at %s", (reference, _, write) => {
    expect(project.problemsOf(write(`{ ${quoted(reference)} }`))).toEqual([
      expect.stringContaining(NOT_FREE),
    ]);
  });

  it.each([
    "config: sigsentry:config:apiKey",
    "config: coregit:config:apiKey",
  ])("is no name of a setting in its long form: { %s }", (reference) => {
    expect(project.problemsOf(github(`credentials: { token: { ${quoted(reference)} } }`))).toEqual([
      expect.stringContaining("must be the name of a secret of the stack's configuration"),
    ]);
  });
});
