import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskFields, Redactor } from "./redact";

/** Every way to write a secret into a text that is masked. */
const ENCODINGS: [string, (secret: string) => string][] = [
  ["as it is", (secret) => secret],
  ["as JavaScript encodes for URLs", encodeURIComponent],
  ["in the query of a URL", (secret) => new URLSearchParams({ "": secret }).toString().slice(1)],
  [
    "with lower-case percent codes",
    (secret) => encodeURIComponent(secret).replace(/%../g, (c) => c.toLowerCase()),
  ],
  ["in JSON", (secret) => JSON.stringify(secret).slice(1, -1)],
  ["in JSON in JSON", (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  [
    "in JSON of nothing but ASCII",
    (secret) =>
      JSON.stringify(secret)
        .slice(1, -1)
        .replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  ],
  [
    "in Go's JSON",
    (secret) =>
      JSON.stringify(secret)
        .slice(1, -1)
        .replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  ],
  [
    "in HTML",
    (secret) =>
      secret
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;"),
  ],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
  ["in base64url", (secret) => Buffer.from(secret).toString("base64url")],
  ["in hexadecimal", (secret) => Buffer.from(secret).toString("hex")],
  ["in upper-case hexadecimal", (secret) => Buffer.from(secret).toString("hex").toUpperCase()],
];

describe("Redactor", () => {
  const secret = 'ghp_s3cr3t/+&"x';

  it.each(ENCODINGS)("masks a secret %s", (_, encode) => {
    const text = encode(secret);
    const redactor = new Redactor();
    redactor.add(secret);
    const clean = redactor.redact(`before ${text} after`);
    expect(clean).toContain("[secret]");
    expect(clean).not.toContain(text);
    expect(clean).toMatch(/^before .* after$/);
  });

  it.each([
    ["JavaScript's URLs", "a%20b!*~'x"],
    ["URLs by RFC 3986", "a%20b%21%2A~%27x"],
    ["HTML forms", "a+b%21*%7E%27x"],
  ])("masks the whole of a secret as it stands in %s", (_, text) => {
    const redactor = new Redactor();
    redactor.add("a b!*~'x");
    expect(redactor.redact(`<${text}>`)).toBe("<[secret]>");
  });

  it("masks the whole of a secret with escaped slashes, as PHP writes JSON", () => {
    const redactor = new Redactor();
    redactor.add("abcd/efgh");
    expect(redactor.redact("<abcd\\/efgh>")).toBe("<[secret]>");
  });

  it.each([
    "sixteen-letters!",
    "seventeen-letters",
    "eighteen-letters!!",
  ])("masks the whole of a secret in base64, padded or not: %s", (long) => {
    const redactor = new Redactor();
    redactor.add(long);
    const padded = Buffer.from(long).toString("base64");
    for (const text of [padded, padded.replace(/=+$/, "")]) {
      expect(redactor.redact(`<${text}>`)).toBe("<[secret]>");
    }
  });

  it.each(["", "u", "us", "user:"])("masks a secret inside longer base64, behind %j", (before) => {
    const redactor = new Redactor();
    redactor.add("a-long-enough-token");
    const clean = redactor.redact(Buffer.from(`${before}a-long-enough-token`).toString("base64"));
    expect(Buffer.from(clean.replace("[secret]", ""), "base64").toString()).not.toMatch(/long|enough|token/);
    expect(clean).toContain("[secret]");
  });

  it("masks the user part of a URL", () => {
    expect(new Redactor().redact("https://me:pw@github.com/acme/x")).toBe(
      "https://[secret]@github.com/acme/x",
    );
  });

  it.each([
    `ghp_${"aB3".repeat(12)}`,
    `glpat-${"ab-12".repeat(4)}`,
    `ss_secret_${"abcd1234".repeat(4)}`,
  ])("masks the unremembered token %s, whole and cut short", (token) => {
    expect(new Redactor().redact(`found "${token}"`)).toBe('found "[secret]"');
    expect(new Redactor().redact(`found "${token.slice(0, 18)}…"`)).toBe('found "[secret]…"');
  });

  it.each([
    "acme/ghs_games",
    "/run/secrets/ghp_token",
    "ghp_READER",
    "glpat-token-of-the-readers",
  ])("leaves a name that only begins like a token: %s", (name) => {
    expect(new Redactor().redact(`found "${name}"`)).toBe(`found "${name}"`);
  });

  it("leaves prefixes that only name a kind of token", () => {
    expect(new Redactor().redact("a secret key (ss_secret_…), ghp_…")).toBe(
      "a secret key (ss_secret_…), ghp_…",
    );
  });

  it("passes over what is too short or no string", () => {
    const redactor = new Redactor();
    redactor.add("a");
    redactor.add(undefined);
    expect(redactor.redact("a plain text")).toBe("a plain text");
  });

  it("masks secrets that overlap as one", () => {
    const redactor = new Redactor();
    redactor.add("abcdef");
    redactor.add("defghi");
    expect(redactor.redact("<abcdefghi>")).toBe("<[secret]>");
  });

  it("masks a password with an @ in a URL", () => {
    expect(new Redactor().redact("https://me:p@ss@host/x@y")).toBe("https://[secret]@host/x@y");
  });

  it("bears a secret that is no well-formed text", () => {
    const redactor = new Redactor();
    redactor.add("abc\ud800def");
    expect(redactor.redact("<abc\ud800def>")).toBe("<[secret]>");
  });

  // What stands for a secret cannot be without itself.
  const secrets = fc
    .oneof(fc.string({ unit: "binary", minLength: 4 }), fc.stringMatching(/^[ab+/%\\"&<]{4,9}$/))
    .filter((secret) => secret.length >= 4 && !/[[\]]/.test(secret) && !"secret".includes(secret));

  it.each(ENCODINGS)("lets no secret through %s, whatever it is and stands in", (_, encode) => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const redactor = new Redactor();
        redactor.add(secret);
        const planted = encode(secret);
        const clean = redactor.redact(`${before}\n${planted}\n${after}`);
        expect(clean).not.toContain(planted);
      }),
    );
  });

  it("lets nothing through of secrets that overlap or contain each other", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-d]{6,20}$/),
        fc.array(fc.tuple(fc.nat(16), fc.integer({ min: 4, max: 20 })), { minLength: 1, maxLength: 5 }),
        (text, cuts) => {
          const redactor = new Redactor();
          const planted = cuts
            .map(([at, length]) => text.slice(at, at + length))
            .filter((s) => s.length >= 4);
          for (const secret of planted) redactor.add(secret);
          const clean = redactor.redact(`<${text}>`);
          for (const secret of planted) expect(clean).not.toContain(secret);
          const covered = Array.from(text, (_, i) =>
            planted.some((s) => text.slice(Math.max(0, i - s.length + 1), i + s.length).includes(s)),
          );
          const open = Array.from(text, (char, i) => (covered[i] ? "" : char)).join("");
          expect(clean.replaceAll("[secret]", "")).toBe(`<${open}>`);
        },
      ),
    );
  });

  it("masks what a cut has left of a secret, in every form", () => {
    const redactor = new Redactor();
    redactor.add("s3cret+value/of=nobody");
    for (const form of ["s3cret+value/of=nobody", Buffer.from("s3cret+value/of=nobody").toString("base64")]) {
      for (let length = 4; length < form.length; length += 1) {
        expect(redactor.redact(`refused: ${form.slice(0, length)}… Try again.`)).toBe(
          "refused: [secret]… Try again.",
        );
      }
    }
    expect(redactor.redact("as s3c… says")).toBe("as s3c… says");
    redactor.add("ss_secret_0123456789");
    expect(redactor.redact("make a key (ss_secret_…)")).toBe("make a key (ss_secret_…)");
    expect(redactor.redact("your key ss_secret_0…")).toBe("your key [secret]…");
    expect(redactor.redact("…")).toBe("…");
  });

  it("takes no longer for a hostile text", () => {
    const redactor = new Redactor();
    for (const secret of ["aaaa", "a.a.a.a.b", "\\\\\\\\"]) redactor.add(secret);
    for (const unit of ["…", "a…", "a", "a.", "a://", "ghp_", "\\", "%", "a:@"]) {
      const started = performance.now();
      redactor.redact(unit.repeat(1_000_000 / unit.length));
      expect(performance.now() - started).toBeLessThan(5000);
    }
  });
});

describe("maskFields", () => {
  const json = (value: unknown) => JSON.stringify(value);

  it.each([
    ["JSON", json({ token: "s3cret", a: 1 }), json({ token: "[secret]", a: 1 })],
    [
      "a list",
      json({ tokens: ["s3cret", "s3"], a: ["b"] }),
      json({ tokens: ["[secret]", "[secret]"], a: ["b"] }),
    ],
    ["quotes within", json({ secret: 's3"cret\\', a: 1 }), json({ secret: "[secret]", a: 1 })],
    [
      "JSON in JSON",
      json({ m: json({ apiKey: 's3"c\\', a: 1 }) }),
      json({ m: json({ apiKey: "[secret]", a: 1 }) }),
    ],
    [
      "JSON in JSON in JSON",
      json(json({ m: json({ apiKey: 's3"c\\', a: 1 }) })),
      json(json({ m: json({ apiKey: "[secret]", a: 1 }) })),
    ],
    ["broken off", '{"token":"s3cret', '{"token":"[secret]'],
    ["a query", "GET /x?token=s3cret&page=2 failed", "GET /x?token=[secret]&page=2 failed"],
    ["a form", "private_token=s3cret&a=b", "private_token=[secret]&a=b"],
    ["an encoded form", "private_token%3Ds3cret", "private_token%3D[secret]"],
    ["a sentence", "bad password=s3cret, try again.", "bad password=[secret], try again."],
    [
      "Authorization",
      "Authorization: Bearer s3cret was refused",
      "Authorization: Bearer [secret] was refused",
    ],
    [
      "Authorization, basic",
      "authorization: Basic czNjcmV0OmE=\nhost: x",
      "authorization: Basic [secret]\nhost: x",
    ],
    [
      "Authorization, other",
      "Authorization: Digest u=a, response=s3\nHost: x",
      "Authorization: [secret]\nHost: x",
    ],
    [
      "Authorization in JSON",
      json({ Authorization: "Bearer s3", a: 1 }),
      json({ Authorization: "[secret]", a: 1 }),
    ],
    ["Private-Token", "Private-Token: s3cret\r\nAccept: */*", "Private-Token: [secret]\r\nAccept: */*"],
    ["X-Api-Key", "X-Api-Key: s3cret", "X-Api-Key: [secret]"],
    ["Cookie", "Cookie: a=s3; b=s4\nHost: x", "Cookie: [secret]\nHost: x"],
    ["Set-Cookie", "<p>Set-Cookie: a=s3; Path=/</p>", "<p>Set-Cookie: [secret]</p>"],
    [
      "a page",
      "&quot;token&quot;:&quot;s3cret&quot; is wrong",
      "&quot;token&quot;:&quot;[secret]&quot; is wrong",
    ],
    ["Python", "{'app_password': 's3 cret', 'a': 1}", "{'app_password': '[secret]', 'a': 1}"],
    ["Ruby", ':token=>"s3cret", :a=>1', ':token=>"[secret]", :a=>1'],
    ["what looks like an object", "password={s3cret&a=1", "password=[secret]&a=1"],
    ["what is only partly masked", "token=[secret]s3cret", "token=[secret]"],
  ])("masks values in %s", (_, text, expected) => {
    expect(maskFields(text)).toBe(expected);
    expect(maskFields(expected)).toBe(expected);
  });

  const words = ["token", "access token", "app password", "password", "secret", "api key"].map((name) =>
    name.split(" "),
  );
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const styles: ((name: string[]) => string)[] = [
    (name) => name.map((word, i) => (i === 0 ? word : capital(word))).join(""),
    (name) => name.map(capital).join(""),
    (name) => name.join("_"),
    (name) => name.join("-"),
    (name) => name.join("_").toUpperCase(),
    (name) => name.map(capital).join("-"),
  ];

  it.each(words.flatMap((name) => styles.map((style) => style(name))))("knows the field %s", (field) => {
    for (const text of [
      `{"${field}":"%"}`,
      `{\\"${field}\\":\\"%\\"}`,
      `${field}=%&a`,
      `${field}: %\nx`,
      `'${field}' : '%'`,
    ]) {
      expect(maskFields(text.replace("%", "s3cret"))).toBe(text.replace("%", "[secret]"));
    }
  });

  it.each([
    "The tokenizer found no token here; secrets are kept secret.",
    '{"token":"","apiKey":null,"secret":true,"tokenCount":3,"password":{"min":8}}',
    "Use a token (see https://example.com/tokens).",
    "",
  ])("leaves alone %j", (text) => {
    expect(maskFields(text)).toBe(text);
  });

  it("lets no quoted value through, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), fc.nat(3), (value, depth) => {
        const wrap = (secret: string) => {
          let text = json({ a: 1, token: secret, b: 2 });
          for (let i = 0; i < depth; i++) text = json({ message: text });
          return text;
        };
        fc.pre(value !== "[secret]");
        expect(maskFields(wrap(value))).toBe(wrap("[secret]"));
      }),
    );
  });

  it("takes no longer for a hostile text", () => {
    const units = [
      "token",
      "token=",
      'token="',
      '"token":"',
      "token\\",
      "\\",
      "token ",
      'token="\\',
      "cookie:",
      "token=)",
      "token=[",
      ',"',
    ];
    for (const unit of units) {
      for (const start of ["", 'token="', '\\"token\\":\\"', 'token=["']) {
        const started = performance.now();
        maskFields(start + unit.repeat(1_000_000 / unit.length));
        expect(performance.now() - started).toBeLessThan(5000);
      }
    }
  });
});
