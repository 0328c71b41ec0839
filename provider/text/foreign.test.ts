import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "../../test/support/seed";
import { UnknownForm } from "../core/recorded";
import { check as checkCoregit } from "../coregit/check";
import { errorFrom as coregitError } from "../coregit/errors";
import { cleaned as cleanedCoregit, stateOf as coregitState } from "../coregit/record";
import type { Answer, Call } from "../http/call";
import { errorFrom as sigsentryError } from "../sigsentry/errors";
import { cleaned as cleanedSigsentry, namesIn, stateOf as sigsentryState } from "../sigsentry/record";
import { Foreign, problemWithName, timeOf, timesIn } from "./foreign";
import { Redactor } from "./redact";

const SECRET = "planted+token/of?nobody=at~all";

function doorFor(...secrets: string[]) {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return { redactor, door: new Foreign(redactor) };
}

describe("an answer", () => {
  const { door } = doorFor(SECRET);

  it("loses secrets, wherever they stand, and nothing else", () => {
    const content = {
      id: "a",
      n: 7,
      yes: true,
      none: null,
      list: ["x", { label: ` żółw 🐢\n${"y".repeat(9_999)}` }],
    };
    expect(door.answer(content)).toEqual(content);
    expect(door.answer({ label: `ci ${SECRET}`, list: [[SECRET]], username: `me\u0007 ${SECRET}` })).toEqual({
      label: "ci [secret]",
      list: [["[secret]"]],
      username: "me  [secret]",
    });
  });

  it("has an end in every direction", () => {
    const deep = JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`);
    expect(JSON.stringify(door.answer(deep)).length).toBeLessThan(50);
    const long = door.answer("x".repeat(3_000_000));
    expect(String(long)).toMatch(/^x+…\[hidden\]$/);
    expect(String(long).length).toBeLessThan(20_000);
  });

  it("is nothing where it holds more than any could", () => {
    expect(door.answer({ repositories: Array.from({ length: 10_000 }, () => "a/b") })).not.toBeNull();
    expect(door.answer({ repositories: Array.from({ length: 250_000 }, () => "") })).toBeNull();
  });

  it("keeps no prototype of a service's", () => {
    expect(Object.keys(Object(door.answer(JSON.parse('{"__proto__":{"polluted":"yes"}}'))))).toEqual([
      "__proto__",
    ]);
    expect(Object({}).polluted).toBeUndefined();
  });
});

describe("a name to be recorded", () => {
  const { door } = doorFor(SECRET);

  it.each([
    ["plain", "plain"],
    ["a\u001b[2Jb", "a[hidden][2Jb"],
    ["a\u202eb\u200bc", "a[hidden]b[hidden]c"],
    [`x ${SECRET}`, "x [secret]"],
    ["%}> <{%blink%}>", "[hidden] [hidden]blink[hidden]"],
    ["ci ##[error]x", "ci [hidden]error]x"],
    ["#7 ## 8 <{x}>", "#7 ## 8 <{x}>"],
    ["ssh://git@github.com/acme", "ssh://git@github.com/acme"],
    ["👩‍💻 bot 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍💻 bot 🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
    ["a\n::error::b", "a[hidden]::error::b"],
    ["ssh://robot@github.com/acme", "ssh://[secret]@github.com/acme"],
  ])("%j is %j", (name, clean) => {
    expect(door.name(name, [])).toBe(clean);
  });

  it("stays as its user has declared it, but for a secret and what a terminal obeys", () => {
    for (const own of ["two\nlines", "👩‍💻", "a\u200bb"]) expect(door.name(own, [own])).toBe(own);
    expect(door.name("\u001b[2J", ["\u001b[2J"])).toBe("[hidden][2J");
    expect(door.name(SECRET, [SECRET])).toBe("[secret]");
  });

  it("is never equal to a declared one that it was not", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (name, declared) => {
          fc.pre(name !== declared && problemWithName(declared) === undefined);
          for (const service of [name, `${declared}${SECRET}`, `${SECRET}${name}`])
            expect(door.name(service, [declared])).not.toBe(declared);
        },
      ),
    );
  });
});

it.each([
  ["plain", undefined],
  [" żółw 🐢\n", undefined],
  ["acme/glpat-2024-build-server-images", undefined],
  ["x [secret]", /^holds \[secret\], which stands for what was left out/],
  ["x[hidden]", /^holds \[hidden\], which stands for/],
  ["a\u202eb", /^holds what nobody would see there: \\u\{/],
  ["<{%blink%}>", /^holds <\{%, which Pulumi or a CI system obeys/],
  ["two\n ::error::x", /^holds ::, which Pulumi or a CI system obeys/],
  ["a ##vso[task]", /^holds ##vso, which Pulumi or a CI system obeys/],
  ["a\u009bb", /^holds what nobody would see there: \\u\{/],
  [`ghp_${"aB3".repeat(12)}`, /^is a token itself/],
])("a declared name %j has the problem %s", (name, problem) => {
  if (problem === undefined) expect(problemWithName(name)).toBeUndefined();
  else expect(problemWithName(name)).toMatch(problem);
});

describe("a time", () => {
  it.each([
    "2026-01-02T03:04:05.678Z",
    "2026-01-02T03:04:05Z",
    "2026-01-02 03:04:05+02:00",
    "2026-01-02T03:04:05.123456789-0700",
    "2026-01-02",
  ])("is %s", (time) => {
    expect(timeOf(time)).toBe(time);
  });

  it.each([
    ...[7, null, undefined, {}, "", "yesterday", "2026", "2026-13-01T00:00:00Z", "2026-01-02T03:04:05Z x"],
    ...[
      `2026-01-02T03:04:05Z ${SECRET}`,
      "2026-01-02T03:04:05.1234567890Z",
      "Fri Nov 27 2026",
      "12345678901234",
    ],
  ])("is not %j", (none) => {
    expect(timeOf(none)).toBeUndefined();
  });

  it("is left out of a record where there is none", () => {
    const record = { at: "2026-01-02", other: SECRET, rest: 1 };
    expect(timesIn(record, ["at", "other", "third"])).toEqual({ at: "2026-01-02" });
    expect(timesIn("none", ["at"])).toEqual({});
  });
});

it("a label that holds the token of its own connection is refused", () => {
  const { door } = doorFor(SECRET);
  const { problems } = checkCoregit(
    { provider: "github", label: `ci ${SECRET}`, accessToken: SECRET },
    {},
    { identity: "a", read: () => "" },
  );
  expect(problems).toEqual([]);
  expect(door.holdsSecret(`ci ${SECRET}`)).toBe(true);
  expect(door.holdsSecret("ci")).toBe(false);
});

/** How a service may write a secret, and what is to be read of it then: letters and digits, in small letters. */
const WRITTEN: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => secret.toUpperCase(),
  (secret) => [...secret].reverse().join(""),
  (secret) => [...secret].join("\u200b"),
  (secret) => [...secret].join("\n"),
  (secret) => encodeURIComponent(secret),
  (secret) => encodeURIComponent(encodeURIComponent(secret)),
  (secret) => JSON.stringify(JSON.stringify(secret)),
  (secret) => Array.from(secret, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`).join(""),
  (secret) => Array.from(secret, (char) => `&#${char.charCodeAt(0)};`).join(""),
  (secret) => Array.from(secret, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(`user:${secret}`).toString("base64url"),
  (secret) => Buffer.from(secret).toString("hex"),
];

const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether a secret can be read in a text: plainly, or as it was written there. */
function isReadable(text: string, secret: string, written: string): boolean {
  const plain = letters(text);
  return plain.includes(letters(secret)) || plain.includes(letters(written));
}

describe("whatever a service says, and however it writes a secret there", () => {
  const secret = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9]{12,40}$/),
    fc.stringMatching(/^ghp_[A-Za-z0-9]{36}$/),
    fc.stringMatching(/^[A-Za-z0-9]{8}[!-~]{4,20}[A-Za-z0-9]{4}$/),
  );
  const around = fc.oneof(
    fc.constant(""),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({ maxLength: 30 }),
  );
  const said = fc.record({ secret, write: fc.constantFrom(...WRITTEN), before: around, after: around });

  const call: Call = { method: "GET", path: "/v1/connections", headers: {}, repeatable: true };
  const answerOf = (content: unknown): Answer => ({
    ...{ status: 400, contentType: "application/json", requestId: "r", text: JSON.stringify(content) },
    ...{ servedAt: 0, inDoubt: false },
  });

  /** What is recorded of a record; what is said of one in no known form. */
  function recordedOf(record: () => object): string {
    try {
      return JSON.stringify(record());
    } catch (error) {
      if (!(error instanceof UnknownForm)) throw error;
      return error.message;
    }
  }

  it("no secret is recorded, and none is in a message", () => {
    fc.assert(
      fc.property(said, ({ secret: token, write, before, after }) => {
        const { redactor, door } = doorFor(token);
        const written = write(token);
        // Letters that touch a secret belong to whatever it is written in.
        const text = `${before} ${written} ${after}`;
        const record = { external_username: text, created_at: text, updated_at: text, last_synced_at: text };
        const listed = {
          repositories: [text],
          createdAt: text,
          updatedAt: text,
          lookbackDays: 30,
          isActive: true,
        };
        const mapping = { serviceName: text, repo: text, pathPrefix: text, defaultBranch: text };
        const texts = [
          recordedOf(() => {
            const label = door.answer({ id: "a", provider: "github", label: text, ...record });
            const state = coregitState(label, {});
            return cleanedCoregit({ ...state, label: door.name(state.label, []) }, door);
          }),
          recordedOf(() => {
            const clean = door.answer({ id: "a", platform: "github", ...listed, serviceMappings: [mapping] });
            const state = sigsentryState(clean, {});
            return cleanedSigsentry(state, door, namesIn(state));
          }),
          recordedOf(() => coregitState(door.answer({ id: "a", provider: text, label: "x" }), {})),
          redactor.redact(
            coregitError(call, answerOf({ error: text, code: text, details: { x: text } }), "b").message,
          ),
          redactor.redact(
            sigsentryError(
              call,
              answerOf({ success: false, error: { code: text, message: text, details: { [text]: text } } }),
              "b",
            ).message,
          ),
        ];
        for (const shown of texts) expect(isReadable(shown, token, written), shown).toBe(false);
      }),
      { numRuns: 1_000, seed: SEED },
    );
  });
});
