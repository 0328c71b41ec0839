import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemWithSecret, problemWithText } from "./impossible";

const TOKEN = `ghp_${"aB3dE".repeat(7)}x`;

describe("problemWithSecret", () => {
  it.each([
    TOKEN,
    "0123456789abcdef0123456789abcdef01234567",
    `github_pat_11ABCDEFG0aB3dE5fG7haB_${"aB3dE5fG7h".repeat(6).slice(1)}`,
    "github_pat_reader2",
    `ghp_${"aB3dE".repeat(11)}`,
    `gho_${"aB3dE".repeat(8)}`,
    `ghr_${"aB3d".repeat(19)}`,
    "GHP_reader",
    "GLPAT-aB3-_xyZ0123456789ab",
    "run/aB3dE5fG7h+/aB3dE5fG7h",
    "/aB3dE5fG7h/xyZ0123456789ab=",
    "vault-aB3dE5fG7h",
    "var-aB3dE5fG7h",
    "v1:abc",
    "glpat-aB3-_xyZ0123456789ab.01.0w1a2b3c4d5",
    `ATATT3xFfGF0${"_abc-DEF1".repeat(12)}=ABCDEF01`,
    `ATBB${"aB3dE5fG".repeat(4)}`,
    "Zs2DnVkBq7WFZ6fR8kFp",
    "xoxp-xxxx-1",
    "env.planted-1",
    "ghp_bot",
    "ghp_the-first-token-of-this-test",
    "ghp_madeUpForTheEmulator1",
    "cgk_live_0000",
    "your1key",
    "abcabc",
    "acme:0123456789abcdefghij",
    "abc:def",
    "abc==",
    "planted+token/?=with-signs~1",
    'pass"in\\word<of>',
    "=abc",
  ])("has nothing to say of what a host may issue: %s", (token) => {
    expect(problemWithSecret(token)).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ["quotes around it", `"${TOKEN}"`, "starts with U+0022 QUOTATION MARK: leave the quotes out"],
    ["a quote behind it", `${TOKEN}'`, "ends with U+0027 APOSTROPHE: leave the quotes out"],
    ["a zero-width space", `${TOKEN}\u200b`, "ends with U+200B ZERO WIDTH SPACE"],
    ["a mark before it", `\ufeff${TOKEN}`, "starts with U+FEFF ZERO WIDTH NO-BREAK SPACE: a byte-order mark"],
    ["a space inside", `${TOKEN.slice(0, 9)} ${TOKEN.slice(9)}`, "has, as its character 10, U+0020 SPACE"],
    ["two line breaks", `${TOKEN}\n\n`, `has, as its character ${TOKEN.length + 1}, U+000A LINE FEED`],
    ["its variable", `READER_TOKEN=${TOKEN}`, "is an assignment (NAME=value): give what follows its ="],
    ["an export", `export T=${TOKEN}`, "is an assignment (NAME=value)"],
    ["a workflow's secret", "$\u007b{ secrets.X }}", "is a placeholder that nothing has filled in"],
    ["a shell's variable", "$\u007bTOKEN}", "is a placeholder that nothing has filled in"],
    ["JSON", `{"token": "${TOKEN}"}`, "is JSON or a list, or a mask"],
    ["a mask", "[secret]", "is JSON or a list, or a mask"],
    ["what a page shows", "<your token>", "is a placeholder (< … >)"],
    ["a header", `Bearer ${TOKEN}`, "starts with the word that goes before a token in a header"],
    ["UTF-16", Array.from(TOKEN).join("\0"), "has, as its character 2, U+0000 NULL: is it UTF-16?"],
    [
      "UTF-16 read as UTF-8",
      `\ufffd\ufffd${TOKEN}`,
      "starts with U+FFFD REPLACEMENT CHARACTER: it is not UTF-8",
    ],
    ["a variable", "$READER_TOKEN", "is a placeholder that nothing has filled in"],
    ["a variable of PowerShell", "$env:READER_TOKEN", "is a placeholder that nothing has filled in"],
    ["a variable of Windows", "%READER_TOKEN%", "is a placeholder that nothing has filled in"],
    ["a template", "{{ token }}", "is a placeholder that nothing has filled in"],
    ["a mark of a pipeline", "#{READER_TOKEN}#", "is a placeholder that nothing has filled in"],
    ["another mark", "__READER_TOKEN__", "is a placeholder that nothing has filled in"],
    ["an expression", "secrets.READER_TOKEN", "is a placeholder that nothing has filled in"],
    ["stars", "***", "is masked or cut short"],
    ["crosses", "xxxx-xxxx-xxxx", "is masked or cut short"],
    ["lines", "----____....", "is masked or cut short"],
    ["a prefix and crosses", "ghp_XXXXXXXXXX", "is masked or cut short"],
    ["what a mask has left", `${TOKEN.slice(0, 8)}****`, "is masked or cut short"],
    ["three dots", `${TOKEN.slice(0, 8)}...`, "is masked or cut short"],
    ...["undefined", "null", "None", "true", "TODO"].map((word): [string, string, string] => [
      word,
      word,
      "is a word for a value that is missing",
    ]),
    ...["changeme", "REPLACE_ME", "your-token", "ghp_yourTokenHere", "INSERT_YOUR_GITHUB_TOKEN_HERE"].map(
      (text): [string, string, string] => [text, text, "is a placeholder: give the token that it stands for"],
    ),
    ["an address", `https://x:${TOKEN}@github.com`, "is an address (…://…)"],
    ["where 1Password keeps it", "op://vault/item/field", "is an address (…://…)"],
    ["where helmfile finds it", "ref+vault://path/to#/token", "is an address (…://…)"],
    ...[
      "arn:aws:secretsmanager:eu-west-1:1:secret:x",
      "arn:aws-cn:ssm:cn-north-1:1:parameter/x",
      "projects/x/secrets/y/versions/latest",
      "vault:secret/data/x#token",
      "env:READER_TOKEN",
      "file:token",
      "secretref:reader",
      "@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/y)",
      "!vault",
      "!Ref ReaderToken",
    ].map((place): [string, string, string] => [
      `where it is kept: ${place}`,
      place,
      "names the place where a secret is kept, or how to find it: give the secret itself",
    ]),
    ...[
      "/run/secrets/x",
      "/etc/token",
      "/Users/ann/token",
      "~/.token",
      "./token",
      "../secrets/token",
      "C:\\secrets\\token",
      "\\\\server\\token",
      "secrets/token",
      "keys/reader.txt",
    ].map((path): [string, string, string] => [
      `a path: ${path}`,
      path,
      "is the path of a file: give what stands in it",
    ]),
    ...[
      "ENC[AES256_GCM,data:aB3d=,iv:aB3d=,tag:aB3d=,type:str]",
      "ENC(aB3dE5fG7h)",
      "$ANSIBLE_VAULT;1.1;AES256",
      "!vault |\n  $ANSIBLE_VAULT;1.1;AES256",
      "v1:aB3dE5fG7haB3dE5:aB3dE5fG7h=",
    ].map((text): [string, string, string] => [
      `what is encrypted: ${text.slice(0, 12)}`,
      text,
      text.startsWith("!") ? "names the place" : "is encrypted: give it decrypted",
    ]),
    ["a variable of a pipeline", "<< pipeline.parameters.token >>", "is a placeholder (< … >)"],
    ["a variable of Azure", "$[variables.token]", "is a placeholder that nothing has filled in"],
    ["a variable of Terraform", "var.reader_token", "is a placeholder that nothing has filled in"],
    ["one character more", `${TOKEN}x`, "starts like a token of github, and is longer than those are"],
    [
      "one of a fine-grained one",
      `github_pat_${"aB3dE5fG7hI9".repeat(2).slice(2)}_${"aB3dE5fG7h".repeat(6)}`,
      "starts like a token of github, and is longer than those are",
    ],
    [
      "the beginning of a fine-grained one",
      "github_pat_11ABCDEFG0",
      "starts like a token of github, and is shorter than those are",
    ],
    ...[TOKEN.toUpperCase(), TOKEN.replace("ghp", "GHP"), TOKEN.replace("ghp", "Ghp")].map(
      (text): [string, string, string] => [
        "other letters",
        text,
        "is like a token of github, but for capital and small letters, which count",
      ],
    ),
    [
      "GitLab's in capitals",
      "GLPAT-AB3-_XYZ0123456789AB",
      "is like a token of gitlab, but for capital and small letters, which count",
    ],
    [
      "Bitbucket's in small letters",
      `atbb${"ab3de5fg".repeat(4)}`,
      "is like a token of bitbucket, but for capital and small letters, which count",
    ],
    ["a key", "-----BEGIN OPENSSH PRIVATE KEY-----", "is a key or a certificate"],
    ...["x-access-token", "token", "oauth2", "PRIVATE-TOKEN", "Authorization: Bearer "].map(
      (name): [string, string, string] => [
        name,
        `${name}:${TOKEN}`,
        "is a user name or a header with a token",
      ],
    ),
    [
      "a user name behind it",
      "0123456789abcdef:x-oauth-basic",
      "has the user name x-oauth-basic behind a colon",
    ],
    ["any user name", `bot:${TOKEN}`, "has something before the token that is in it"],
    ["an option", `--token=${TOKEN}`, "has something before the token that is in it"],
    ["a line of YAML", `token-of-ci: ${TOKEN}`, "is a line of YAML or a header (name: value)"],
    ["a header's word", `token ${TOKEN}`, "starts with the word that goes before a token in a header"],
    ["it twice", `${TOKEN}${TOKEN}`, "is the same text twice"],
    ["a list of it", `${TOKEN},${TOKEN}`, "is the same text twice"],
    [
      "a list",
      `${TOKEN},ghp_other`,
      `has, as its character ${TOKEN.length + 1}, U+002C COMMA; no token that starts like it has one there`,
    ],
    ["a semicolon", `${TOKEN};`, "ends with U+003B SEMICOLON"],
    ["a full stop", `${TOKEN}.`, "ends with U+002E FULL STOP; no token that starts like it has one there"],
    [
      "a comment",
      `${TOKEN}#ci`,
      `has, as its character ${TOKEN.length + 1}, U+0023 (#); no token that starts like it`,
    ],
    ["a user name behind the token", `${TOKEN}:x`, `has, as its character ${TOKEN.length + 1}, U+003A COLON`],
    ["nothing but a prefix", "ghp_", "is the beginning of a token of github, and nothing follows"],
    ["a part of one", TOKEN.slice(0, -1), "starts like a token of github, and is shorter than those are"],
    ["a part of GitLab's", "glpat-aB3dE5fG7h", "starts like a token of gitlab, and is shorter"],
    ["base64", Buffer.from(`${TOKEN}\n`).toString("base64"), "is a token in base64: give it decoded"],
    ["letters beyond ASCII", `${TOKEN.slice(0, 8)}\u00e9`, "ends with U+00E9, which no token has"],
    [
      "an escape",
      `${TOKEN}\u001b[0m`,
      `has, as its character ${TOKEN.length + 1}, U+001B, which no token has`,
    ],
    ["nothing", "", "is empty"],
  ])("refuses %s, and shows nothing of it", (_, text, message) => {
    const problem = problemWithSecret(text);
    expect(problem?.startsWith(message), problem).toBe(true);
    expect(problem).not.toContain(TOKEN.slice(0, 8));
  });

  it("lets nothing pass but visible ASCII, and never shows more than one character of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 6, maxLength: 40 }), (text) => {
        const problem = problemWithSecret(text);
        if (problem === undefined) expect(text).toMatch(/^[!-~]+$/);
        else expect(problem).not.toContain(text);
      }),
    );
  });
});

describe("problemWithText", () => {
  it.each(["null", "xxx", "your-token", "ghp_", "botbotbotbotbotbot"])("takes a user's name: %s", (name) => {
    expect(problemWithText(name)).toBeUndefined();
  });
});

describe("tokens as hosts make them", () => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const text = (signs: string, minLength: number, maxLength = minLength) =>
    fc.string({ unit: fc.constantFrom(...signs), minLength, maxLength });
  const base62 = (length: number) => text(letters, length);
  const url64 = (least: number, most?: number) => text(`${letters}-_`, least, most);

  it.each<[string, fc.Arbitrary<string>]>([
    ["GitHub", base62(36).map((body) => `ghp_${body}`)],
    [
      "GitHub, fine-grained",
      fc.tuple(base62(22), base62(59)).map((parts) => `github_pat_${parts.join("_")}`),
    ],
    ["GitHub Enterprise Server, before 2021", text("0123456789abcdef", 40)],
    ["GitLab", url64(20).map((body) => `glpat-${body}`)],
    [
      "GitLab with no prefix, or its own",
      fc.tuple(fc.constantFrom("", "acme-"), url64(20)).map((both) => both.join("")),
    ],
    ["GitLab, routable", fc.tuple(url64(27, 300), base62(9)).map(([body, end]) => `glpat-${body}.01.${end}`)],
    ["Bitbucket", base62(32).map((body) => `ATBB${body}`)],
    ["Bitbucket, before 2022", base62(20)],
    ["Atlassian", url64(60, 190).map((body) => `ATATT3xFfGF0${body}=0A1B2C3D`)],
  ])("are all taken: %s", (_, token) => {
    fc.assert(
      fc.property(token, (one) => problemWithSecret(one) === undefined),
      { numRuns: 1_000, seed: 1 },
    );
  });
});

it("takes time in proportion to a text that is nearly a placeholder", () => {
  // Tried in every way in which it could be divided, this would take longer than the universe has been there.
  expect(problemWithSecret(`${"-".repeat(10_000)}a`)).toBeUndefined();
});
