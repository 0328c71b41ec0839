import { describe, expect, it } from "vitest";
import { type Properties, UNKNOWN } from "../contract";
import { fingerprintOf } from "../secrets/fingerprint";
import { type SecretSource, SourceError } from "../secrets/source";
import { type CheckContext, check } from "./check";

const VALUES: Readonly<Record<string, string>> = {
  TOKEN: "ghp_verysecret0123456789ABCDEFGHIJKLMNOP",
  OTHER: "ghp_othersecret",
  GITLAB: "glpat-verysecret",
  BROKEN: "ghp_verysecret0123456789ABCDEFGHIJKLMNOP\n",
};

const context: CheckContext = {
  identity: "me",
  read(source: SecretSource): string {
    const value = "env" in source ? VALUES[source.env] : undefined;
    if (value === undefined) throw new SourceError("it gives no value");
    return value;
  },
};

const TOKEN = "ghp_verysecret0123456789ABCDEFGHIJKLMNOP";
const github: Properties = { provider: "github", label: "CI", accessToken: TOKEN };
const { accessToken: _, ...rest } = github;
const referring: Properties = { ...rest, accessTokenFrom: { env: "TOKEN" } };

const inputsOf = (news: Properties, olds: Properties = {}) => check(news, olds, context).inputs;
const problems = (news: Properties, olds: Properties = {}) =>
  check(news, olds, context).problems.map(({ path, message }) => `${path}: ${message}`);

const NO_ID = `is no id of Coregit's: those have 1 to 255 letters, digits, dots, hyphens, underscores and tildes, and are neither "." nor ".."`;

describe("check normalises", () => {
  it("fills in the defaults", () => {
    expect(check(github, {}, context)).toEqual({
      inputs: { ...github, accessTokenVersion: 1, verify: false, deletionProtection: false },
      problems: [],
    });
  });

  it("keeps what is declared", () => {
    const full = {
      ...{ ...github, accessTokenVersion: 7, verify: true, deletionProtection: true },
      ...{ adopt: "id", allowDuplicate: true },
    };
    expect(check(full, {}, context)).toEqual({ inputs: full, problems: [] });
  });

  it.each([null, undefined])("takes %s for what is not declared", (absent) => {
    const fields = [
      "accessTokenFrom",
      "accessTokenVersion",
      "adopt",
      "allowDuplicate",
      "verify",
      "deletionProtection",
      "accessTokenFingerprint",
    ];
    const news = { ...github, ...Object.fromEntries(fields.map((field) => [field, absent])) };
    expect(check(news, {}, context)).toStrictEqual(check(github, {}, context));
    const from = { ...referring, accessToken: absent, accessTokenFrom: { env: "TOKEN", file: absent } };
    expect(check(from, {}, context)).toStrictEqual(check(referring, {}, context));
  });

  it("takes no fingerprint from a declaration: it would be one of its own making", () => {
    const accessTokenFingerprint = fingerprintOf({ accessToken: "made up" }, "salt");
    expect(inputsOf({ ...github, accessTokenFingerprint })).toEqual(inputsOf(github));
    expect(inputsOf({ ...referring, accessTokenFingerprint })).toEqual(inputsOf(referring));
    expect(problems({ ...github, accessTokenFingerprint })).toEqual([
      expect.stringContaining("accessTokenFingerprint: is not a field here"),
    ]);
  });
});

describe("the fingerprint of a token that is referred to", () => {
  const fingerprintIn = (news: Properties, olds: Properties = {}) =>
    inputsOf(news, olds).accessTokenFingerprint;

  it("is salted with the resource's identity", () => {
    expect(fingerprintIn(referring)).toBe(fingerprintOf({ accessToken: TOKEN }, "me"));
    const other = check(referring, {}, { ...context, identity: "other" }).inputs.accessTokenFingerprint;
    expect(other).toBe(fingerprintOf({ accessToken: TOKEN }, "other"));
  });

  it("keeps the salt that it had", () => {
    const olds = { ...referring, accessTokenFingerprint: fingerprintOf({ accessToken: TOKEN }, "old") };
    expect(fingerprintIn(referring, olds)).toBe(olds.accessTokenFingerprint);
    expect(fingerprintIn({ ...referring, accessTokenFrom: { env: "OTHER" } }, olds)).toBe(
      fingerprintOf({ accessToken: "ghp_othersecret" }, "old"),
    );
  });

  it.each([
    UNKNOWN,
    7,
    "",
    "without a dot",
    ".salt is missing",
  ])("gets a new salt where the old one is unusable: %s", (accessTokenFingerprint) => {
    expect(fingerprintIn(referring, { ...referring, accessTokenFingerprint })).toMatch(/^me\.[\w-]{43}$/);
  });

  it("has a salt also without an identity, another one each time", () => {
    const [one, other] = [1, 2].map(
      () => check(referring, {}, { ...context, identity: undefined }).inputs.accessTokenFingerprint,
    );
    expect(one).toMatch(/^[\w-]{36}\.[\w-]{43}$/);
    expect(one).not.toBe(other);
  });

  it("is all that is left of the token", () => {
    expect(JSON.stringify(check(referring, {}, context))).not.toContain("verysecret");
    expect(inputsOf(referring)).not.toHaveProperty("accessToken");
    expect(inputsOf(github)).not.toHaveProperty("accessTokenFingerprint");
  });

  it.each<[string, unknown]>([
    ["is not known yet", UNKNOWN],
    ["names what is not known yet", { env: UNKNOWN }],
  ])("is unknown where the reference %s", (_, accessTokenFrom) => {
    const { inputs } = check({ ...rest, accessTokenFrom }, referring, context);
    expect(inputs.accessTokenFingerprint).toBe(UNKNOWN);
  });

  it.each<[string, unknown]>([
    ["gives no value", { env: "NOTHING" }],
    ["is none", "TOKEN"],
    ["has a field too many", { env: "TOKEN", more: 1 }],
  ])("is absent beside the problem where the reference %s: outside a preview nothing is unknown", (_, from) => {
    const { inputs, problems } = check({ ...rest, accessTokenFrom: from }, referring, context);
    expect(problems).toHaveLength(1);
    expect(inputs).not.toHaveProperty("accessTokenFingerprint");
    expect(Object.values(inputs)).not.toContain(UNKNOWN);
  });
});

describe("check counts the changes of the token", () => {
  const version = (news: Properties, olds: Properties) =>
    check(news, olds, context).inputs.accessTokenVersion;
  const old: Properties = { ...github, accessTokenVersion: 3 };
  const oldReferring: Properties = { ...inputsOf(referring), accessTokenVersion: 3 };
  const adopted: Properties = { ...rest, accessTokenVersion: 3 };

  it.each<[string, Properties, Properties, unknown]>([
    ["of a new resource", github, {}, 1],
    ["the same", github, old, 3],
    ["another", { ...github, accessToken: "ghp_other" }, old, 4],
    ["another, of a state without a number", { ...github, accessToken: "ghp_other" }, github, 2],
    ["another, of a number by hand", { ...github, accessToken: "x" }, { ...old, accessTokenVersion: "3" }, 2],
    ["one not known yet", { ...github, accessToken: UNKNOWN }, old, UNKNOWN],
    ["one not known yet, of a new resource", { ...github, accessToken: UNKNOWN }, {}, 1],
    ["one at a place not known yet", { ...rest, accessTokenFrom: UNKNOWN }, old, UNKNOWN],
    ["the same, referred to", referring, old, 3],
    ["the same, written out now", github, oldReferring, 3],
    ["the same at another place", { ...rest, accessTokenFrom: { env: "TOKEN" } }, oldReferring, 3],
    ["another, referred to", { ...rest, accessTokenFrom: { env: "OTHER" } }, oldReferring, 4],
    ["another, written out now", { ...github, accessToken: "ghp_other" }, oldReferring, 4],
    ["the first that an adopted connection is given", github, adopted, 3],
    ["none that an adopted connection keeps", rest, adopted, 3],
    ["none any more", { ...rest, adopt: "id" }, old, 3],
  ])("%s", (_, news, olds, expected) => {
    expect(version(news, olds)).toBe(expected);
  });

  it.each([2, 3, 9, UNKNOWN])("and takes a declared number as it is: %s", (accessTokenVersion) => {
    expect(version({ ...github, accessTokenVersion }, old)).toBe(accessTokenVersion);
    expect(version({ ...github, accessToken: "ghp_other", accessTokenVersion }, old)).toBe(
      accessTokenVersion,
    );
  });
});

describe("check accepts", () => {
  it.each<[string, Properties]>([
    ["GitHub's tokens", github],
    ["GitHub's fine-grained tokens", { ...github, accessToken: "github_pat_1" }],
    ["GitLab's tokens", { ...github, provider: "gitlab", accessToken: "glpat-1" }],
    ["tokens without a prefix", { ...github, provider: "gitlab", accessToken: "0123456789abcdef" }],
    ["a token of any visible characters", { ...github, accessToken: 'p4$$"\\=~^|{}<>' }],
    ["a label of any characters", { ...github, label: " żółw 🐢\n" }],
    ["a very long label", { ...github, label: "x".repeat(10_000) }],
    ["a token that is referred to", referring],
    ["no token with adopt", { ...rest, adopt: "id" }],
    ["no token with an adopt not known yet", { ...rest, adopt: UNKNOWN }],
    ["a token with adopt", { ...github, adopt: "id" }],
  ])("%s", (_, news) => {
    expect(problems(news)).toEqual([]);
  });

  it.each([
    "provider",
    "label",
    "accessToken",
    "accessTokenFrom",
    "accessTokenVersion",
    "adopt",
    "allowDuplicate",
    "verify",
    "deletionProtection",
  ])("an unknown %s", (field) => {
    const news = { ...(field === "accessTokenFrom" ? rest : github), [field]: UNKNOWN };
    expect(problems(news)).toEqual([]);
    expect(inputsOf(news)[field]).toBe(UNKNOWN);
  });

  it("a token of whatever host while the provider is unknown", () => {
    for (const accessToken of [TOKEN, "glpat-verysecret"])
      expect(problems({ ...github, provider: UNKNOWN, accessToken })).toEqual([]);
    for (const env of ["TOKEN", "GITLAB"])
      expect(problems({ ...rest, provider: UNKNOWN, accessTokenFrom: { env } })).toEqual([]);
  });

  it.each<[string, Properties]>([
    ["the name of a variable", { env: UNKNOWN }],
    ["the path of a file", { file: UNKNOWN }],
  ])("%s that is unknown", (_, accessTokenFrom) => {
    expect(problems({ ...rest, accessTokenFrom })).toEqual([]);
    expect(inputsOf({ ...rest, accessTokenFrom })).toMatchObject({ accessTokenFrom });
  });

  it("a connection without a token once it was adopted, and without adopt then", () => {
    expect(problems(rest, { ...rest, adopt: "id" })).toEqual([]);
    expect(problems(rest, rest)).toEqual([]);
  });
});

describe("check refuses", () => {
  const MISSING =
    "accessToken: is missing; give accessToken, or accessTokenFrom to keep it out of the state. Only a connection that is taken over (adopt) may keep the one it has";

  it.each<[string, Properties, unknown]>([
    [
      "another provider",
      { provider: "bitbucket" },
      'provider: must be one of "github", "gitlab", found "bitbucket"',
    ],
    [
      "a provider in capitals",
      { provider: "GitHub" },
      'provider: must be one of "github", "gitlab", found "GitHub"',
    ],
    [
      "a provider in a list",
      { provider: ["github"] },
      'provider: must be one of "github", "gitlab", found a list',
    ],
    ["no provider", { provider: undefined }, 'provider: is missing; must be one of "github", "gitlab"'],
    ["no label", { label: undefined }, "label: is missing"],
    ["an empty label", { label: "" }, "label: is empty"],
    ["a label of another type", { label: 7 }, "label: must be a string, found 7"],
    ["U+0000", { label: "a\0b" }, 'label: holds U+0000, which Coregit cannot store, found "a\\u0000b"'],
    ["half of a character", { label: "a\ud83d" }, 'label: holds half of a character, found "a\\ud83d"'],
    ["a token in the place of a switch", { verify: TOKEN }, 'verify: must be a boolean, found "[secret]"'],
    [
      "a token for a label",
      { label: `my ${TOKEN}` },
      'label: is a token itself, which everybody could read there, found "my [secret]"',
    ],
    ["an empty id", { adopt: "" }, `adopt: ${NO_ID}`],
    ["the folder above for an id", { adopt: ".." }, `adopt: ${NO_ID}, found ".."`],
    ["the folder itself for an id", { adopt: "." }, `adopt: ${NO_ID}, found "."`],
    ["an encoded folder for an id", { adopt: "%2E%2E" }, `adopt: ${NO_ID}, found "%2E%2E"`],
    ["a path for an id", { adopt: "a/../b" }, `adopt: ${NO_ID}, found "a/../b"`],
    ["a control character in an id", { adopt: "a\u001b[2J" }, `adopt: ${NO_ID}, found "a\\u001b[2J"`],
    ["an endless id", { adopt: "a".repeat(9_000) }, `adopt: ${NO_ID}, found "${"a".repeat(199)}…`],
    ["no token", { accessToken: undefined }, MISSING],
    ["null for a token", { accessToken: null }, MISSING],
    ["an empty token", { accessToken: "" }, "accessToken: is empty"],
    ["a token as number", { accessToken: 7 }, "accessToken: must be a string, found a number"],
    ["a list of tokens", { accessToken: [TOKEN] }, "accessToken: must be a string, found a list"],
    [
      "a token as in SigSentry's credentials",
      { accessToken: { token: TOKEN } },
      "accessToken: must be a string, found an object",
    ],
    [
      "a token with its line break",
      { accessToken: `${TOKEN}\n` },
      "accessToken: ends with U+000A LINE FEED: was it read with a line break at its end?",
    ],
    [
      "two tokens in one",
      { accessToken: `${TOKEN} ${TOKEN}` },
      `accessToken: has, as its character ${TOKEN.length + 1}, U+0020 SPACE`,
    ],
    [
      "GitLab's token for GitHub",
      { accessToken: "glpat-verysecret" },
      "accessToken: looks like a token of gitlab, not of github",
    ],
    [
      "GitHub's token for GitLab",
      { provider: "gitlab" },
      "accessToken: looks like a token of github, not of gitlab",
    ],
    [
      "a token beside a reference",
      { accessTokenFrom: { env: "TOKEN" } },
      "accessTokenFrom: is given beside accessToken; leave one of them out",
    ],
    [
      "a token beside a reference, though one is adopted",
      { accessTokenFrom: { env: "TOKEN" }, adopt: "id" },
      "accessTokenFrom: is given beside accessToken; leave one of them out",
    ],
    [
      "a version of nothing",
      { accessTokenVersion: 0 },
      "accessTokenVersion: must be a whole number from 1, found 0",
    ],
    [
      "half a version",
      { accessTokenVersion: 1.5 },
      "accessTokenVersion: must be a whole number from 1, found 1.5",
    ],
    [
      "a version as text",
      { accessTokenVersion: "2" },
      'accessTokenVersion: must be a whole number from 1, found "2"',
    ],
    ["an id with a line break", { adopt: "id\n" }, `adopt: ${NO_ID}, found "id\\n"`],
    ["an id as number", { adopt: 7 }, "adopt: must be a string, found 7"],
    ["a switch as text", { verify: "yes" }, 'verify: must be a boolean, found "yes"'],
    ["a switch as number", { deletionProtection: 1 }, "deletionProtection: must be a boolean, found 1"],
    [
      "a slip",
      { lable: "CI" },
      'lable: is not a field here; did you mean "label"? Known fields: provider, label, accessToken, accessTokenFrom, accessTokenVersion, adopt, allowDuplicate, verify, deletionProtection',
    ],
    [
      "the API's own spelling",
      { access_token: "verysecret" },
      expect.stringMatching(/^access_token: is not a field here; did you mean "accessToken"\?/),
    ],
    [
      "a field of SigSentry's",
      { repositories: ["a/b"] },
      expect.stringMatching(/^repositories: is not a field here; known fields are provider, label,/),
    ],
    [
      "a field that JavaScript knows",
      { constructor: 1 },
      expect.stringMatching(/^constructor: is not a field here/),
    ],
  ])("%s", (_, fields, expected) => {
    const found = problems({ ...github, ...fields });
    expect(found).toEqual([expected]);
    expect(found.join()).not.toContain("verysecret");
  });

  it.each<[string, unknown, string]>([
    ["to what does not exist", { env: "NOTHING" }, "accessTokenFrom: it gives no value"],
    ["that is the token itself", TOKEN, 'accessTokenFrom: must be { env: "NAME" } or { file: "PATH" }'],
    ["that is nothing", {}, 'accessTokenFrom: must be { env: "NAME" } or { file: "PATH" }'],
    ["in a list", [{ env: "TOKEN" }], 'accessTokenFrom: must be { env: "NAME" } or { file: "PATH" }'],
    [
      "to two places",
      { env: "TOKEN", file: "token" },
      'accessTokenFrom: must be { env: "NAME" } or { file: "PATH" }',
    ],
    [
      "with the token as its name",
      { env: TOKEN },
      "accessTokenFrom.env: must be the variable's name, and is a credential itself",
    ],
    [
      "with the token as its path",
      { file: "glpat-verysecret01234567890" },
      "accessTokenFrom.file: must be the file's path, and is a credential itself",
    ],
    [
      "with a secret that tells nobody that it is one",
      { env: "very-secret-verysecret" },
      "accessTokenFrom.env: must be the name of an environment variable: letters, digits and _",
    ],
    [
      "with the token as the name of a field",
      { env: "TOKEN", [TOKEN]: "x" },
      "accessTokenFrom: has a field that is not one of env, file",
    ],
    [
      "with a token beside it",
      { env: "TOKEN", token: TOKEN },
      "accessTokenFrom: has a field that is not one of env, file",
    ],
    [
      "as SigSentry has them",
      { token: { env: "TOKEN" } },
      'accessTokenFrom: must be { env: "NAME" } or { file: "PATH" }',
    ],
    [
      "to a token of another code host",
      { env: "GITLAB" },
      "accessTokenFrom: looks like a token of gitlab, not of github",
    ],
    [
      "to a token with its line break",
      { env: "BROKEN" },
      "accessTokenFrom: ends with U+000A LINE FEED: was it read with a line break at its end?",
    ],
  ])("a reference %s", (_, accessTokenFrom, expected) => {
    const found = problems({ ...rest, accessTokenFrom });
    expect(found).toEqual([expected]);
    expect(found.join()).not.toContain("verysecret");
  });

  it("everything at once, in the order of the fields", () => {
    const all = problems({
      provider: "github",
      label: "",
      accessToken: "a b",
      accessTokenFrom: { env: "NOTHING" },
      accessTokenVersion: 0,
      adopt: "a b",
      allowDuplicate: 1,
      verify: 1,
      deletionProtection: 1,
      nonsense: 1,
    });
    expect(all.map((problem) => problem.split(": ")[0])).toEqual([
      "label",
      "accessToken",
      "accessTokenVersion",
      "adopt",
      "allowDuplicate",
      "verify",
      "deletionProtection",
      "nonsense",
      "accessTokenFrom",
      "accessTokenFrom",
    ]);
  });

  it("no token where the connection had one before: it cannot be taken back", () => {
    expect(problems(rest, github)).toEqual([MISSING]);
    expect(problems(rest, inputsOf(referring))).toEqual([MISSING]);
  });

  it("no token of another kind of resource", () => {
    expect(problems(rest, { platform: "github" })).toEqual([MISSING]);
  });
});

it("takes no mistake of the provider's own for a reference without a value", () => {
  const read = () => {
    throw new TypeError("a mistake");
  };
  expect(() => check(referring, {}, { identity: "me", read })).toThrow(TypeError);
});
