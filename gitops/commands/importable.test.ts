import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Properties } from "../../provider/contract";
import { inventoryOf } from "../../provider/core/listing";
import { stateOf as coregitStateOf } from "../../provider/coregit/record";
import type { Kind } from "../../provider/kinds/names";
import { normalise } from "../../provider/sigsentry/normalise";
import { stateOf as sigsentryStateOf } from "../../provider/sigsentry/record";
import { problemWithName } from "../../provider/text/foreign";
import { Redactor } from "../../provider/text/redact";
import { unseenIn, visible } from "../../provider/text/visible";
import { appendConnections, type DeclaredStack } from "../file";
import { declarations } from "../testing/declared";
import type { Found, Unknown } from "./found";
import { fileOf, importable } from "./importable";

const name = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,8}$/);
const path = (max: number) =>
  fc.array(name, { minLength: 2, maxLength: max }).map((parts) => parts.join("/"));
const time = fc.constant("2026-05-01T12:00:00.000Z");

/** What a service stores of what its reference allows: any text for a service or a label, capitals, several folders. Nothing in it is invisible. */
const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((some) => unseenIn(some).length === 0);
const documented = fc
  .tuple(
    fc.constantFrom("github", "gitlab", "bitbucket"),
    fc.array(path(2), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(text, fc.nat(), fc.constantFrom("", "src/", "/x/", "a b", "**"), text, fc.boolean()), {
      maxLength: 4,
    }),
  )
  .map(([platform, repositories, mappings]) => ({
    platform,
    repositories,
    serviceMappings: mappings.map(([serviceName, index, pathPrefix, branch, isShouted], number) => {
      const repo = repositories[index % repositories.length] ?? "";
      return {
        serviceName,
        repo: isShouted ? repo.toUpperCase() : repo,
        pathPrefix: `${pathPrefix}${number}`,
        defaultBranch: branch,
      };
    }),
  }));
const ordinary = fc
  .tuple(
    documented,
    fc.record({
      lookbackDays: fc.integer({ min: 1, max: 365 }),
      isActive: fc.boolean(),
      createdAt: time,
      updatedAt: time,
    }),
  )
  .map(([fields, more]) => ({ ...fields, ...more }));

/** What nobody expects there: fields that are missing, or of another kind, or hold anything. */
const odd = fc
  .tuple(
    ordinary,
    fc.record(
      {
        platform: fc.constantFrom("azure_devops", "", null, 7),
        repositories: fc.oneof(fc.array(fc.string()), fc.constant(null), fc.constant([])),
        serviceMappings: fc.oneof(
          fc.constant(null),
          fc.array(
            fc.record({
              serviceName: fc.string({ unit: "binary" }),
              repo: fc.oneof(path(2), fc.string()),
              pathPrefix: fc.option(fc.string()),
              defaultBranch: fc.option(fc.string()),
            }),
          ),
        ),
        lookbackDays: fc.oneof(fc.constant(null), fc.integer(), fc.double()),
        isActive: fc.constantFrom(null, true, "yes"),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([fields, more]) => ({ ...fields, ...more }));

const atCoregit = (label: fc.Arbitrary<unknown>) =>
  fc.record({ provider: fc.constantFrom("github", "gitlab", "gitea"), label, created_at: time });

/** Known to the command: a service may quote it, in a label say. */
const SECRET = "planted+secret/not?a=real~one";

const redactor = new Redactor();
redactor.add(SECRET);
const redact = (text: string) => redactor.redact(text);

const EMPTY = "defaults: { sigsentry: { lookbackDays: 12, isActive: false } }\n";

/** What an import would read of these records, make of them, and what the file then declares. */
async function imported(kind: Kind, records: readonly object[]) {
  const byId = new Map(records.map((record, index) => [`id_${index}`, { ...record, id: `id_${index}` }]));
  const stateOf = (record: unknown): Properties =>
    kind === "sigsentry" ? sigsentryStateOf(record, {}) : coregitStateOf(record, {});
  const { listed, unreadable } = await inventoryOf({ byId, unidentified: 0 }, stateOf);
  const found: (Found | Unknown)[] = [...listed, ...unreadable].map((one) => ({ ...one, kind }));
  const { entries, leftOut } = importable(found, fileOf(stackOf(`${EMPTY}${kind}: {}\n`)), [], redact);
  const stack = stackOf(appendConnections(`${EMPTY}${kind}: {}\n`, entries));
  return { listed, entries, leftOut, stack };
}

function stackOf(content: string): DeclaredStack {
  const [stack] = declarations({ "connections.yaml": content }).stacks;
  if (stack === undefined) throw new Error("there is no stack");
  return stack;
}

describe("what an import writes of SigSentry's records", () => {
  /** Loading throws where `validate` would refuse something. */
  const check = async (records: readonly object[]) => {
    const { listed, entries, leftOut, stack } = await imported("sigsentry", records);
    expect(entries.length + leftOut.length).toBe(records.length);
    for (const { name: given, connection } of entries) {
      const { credentials, adopt, ...declared } = stack.connections.sigsentry[given] ?? {};
      expect([credentials, adopt]).toEqual(["keep", connection.id]);
      const held = listed.find(({ id }) => id === connection.id)?.state;
      const { createdAt: _, updatedAt: __, ...fields } = held ?? {};
      expect(normalise(declared)).toEqual(fields);
    }
    return leftOut;
  };

  it("is valid and declares the same, whatever the service may hold by its own rules", async () => {
    const records = fc.array(ordinary, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(records, async (some) => {
        expect(await check(some)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("is valid whatever else stands there, and each connection is either declared as it is or named", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 3 }), async (some) => {
        for (const note of await check(some))
          expect(note).toMatch(/^Connection id_\d of SigSentry is left out/);
      }),
      { numRuns: 100 },
    );
  });
});

describe("what an import writes of Coregit's records", () => {
  const check = async (records: readonly object[]) => {
    const { entries, leftOut, stack } = await imported("coregit", records);
    expect(entries.length + leftOut.length).toBe(records.length);
    for (const { name: given, connection } of entries)
      expect(stack.connections.coregit[given]).toEqual({
        provider: connection.state.provider,
        label: connection.state.label,
        accessToken: "keep",
        adopt: connection.id,
      });
    return leftOut;
  };

  it("is valid and declares the same label, whatever it is", async () => {
    const label = fc.oneof(text, fc.string({ unit: "binary" }), fc.constantFrom("", "null", "~", "1e3", 7));
    await fc.assert(
      fc.asyncProperty(fc.array(atCoregit(label), { minLength: 1, maxLength: 4 }), async (some) => {
        for (const note of await check(some))
          expect(note).toMatch(/^Connection id_\d of Coregit is left out/);
      }),
      { numRuns: 100 },
    );
  });

  it("keeps spaces of a label, and emoji", async () => {
    const labels = [" ", " a ", "a\u00a0b", "🛠\ufe0f CI", "👩\u200d💻"];
    expect(await check(labels.map((label) => ({ provider: "github", label })))).toEqual([]);
  });

  it("leaves none out that has an ordinary label", async () => {
    const label = fc
      .stringMatching(/^[\p{L}\p{N} .,:#'"{}[\]&*!|>%@`-]{1,20}$/u)
      // Some letters are drawn as nothing, and some signs are for Pulumi or a CI system.
      .filter((text) => problemWithName(text) === undefined && unseenIn(text).length === 0);
    const known = fc.record({ provider: fc.constantFrom("github", "gitlab"), label });
    await fc.assert(
      fc.asyncProperty(fc.array(known, { maxLength: 4 }), async (some) => {
        expect(await check(some)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("what is never written", () => {
  const LABELS = [
    ["\u202egnp.exe", "label: holds what nobody would see there: \\u{202e}"],
    ["a\u200bb\u200bc", "label: holds what nobody would see there: \\u{200b}"],
    ["first\nsecond\t\r\u001b[2J", "label: holds what nobody would see there: \\n, \\t, \\r and others"],
    ["\u009b2J", "label: holds what nobody would see there: \\u{9b}"],
    ["\u3164", "label: holds what nobody would see there: \\u{3164}"],
    [`key ${SECRET}`, "label: holds a secret, which everybody could read there"],
    [encodeURIComponent(SECRET), "label: holds a secret, which everybody could read there"],
    [
      `x ${Buffer.from(SECRET).toString("base64")}`,
      "label: holds a secret, which everybody could read there",
    ],
    [`https://robot:hunter2@example.com`, expect.stringMatching(/^label: /)],
    [`was ghp_${"aB3".repeat(12)}`, "label: holds a secret, which everybody could read there"],
  ] as const;

  it.each(LABELS)("the label %j", async (label, why) => {
    const { entries, leftOut } = await imported("coregit", [{ provider: "github", label, created_at: "x" }]);
    expect(entries).toEqual([]);
    const [, reason] =
      /^Connection id_0 of Coregit is left out: a file cannot declare it as it is\. (.*)\. Correct it at the service, and import again\.$/.exec(
        leftOut.join(),
      ) ?? [];
    expect(reason).toEqual(why);
    expect(visible(leftOut.join())).toBe(leftOut.join());
    expect(leftOut.join()).not.toMatch(/hunter2|ghp_|planted/);
  });

  it.each([
    ["serviceName", `x ${SECRET}`, "secret"],
    ["serviceName", "a\u2066b", "\\u{2066}"],
    ["pathPrefix", "src\u200d", "\\u{200d}"],
    ["defaultBranch", "main\u00ad", "\\u{ad}"],
    ["defaultBranch", Buffer.from(SECRET).toString("base64"), "secret"],
  ])("a mapping whose %s is %j", async (field, text, why) => {
    const mapping = { serviceName: "api", repo: "acme/x", pathPrefix: "", defaultBranch: "main" };
    const record = {
      platform: "gitlab",
      repositories: ["acme/x"],
      serviceMappings: [{ ...mapping, [field]: text }],
    };
    const times = { createdAt: "2026-05-01T12:00:00.000Z", updatedAt: "2026-05-01T12:00:00.000Z" };
    const known = { ...record, ...times, lookbackDays: 30, isActive: true };
    const { entries, leftOut } = await imported("sigsentry", [
      known,
      { ...known, serviceMappings: [mapping] },
    ]);
    expect(entries.map(({ connection }) => connection.id)).toEqual(["id_1"]);
    expect(leftOut).toEqual([expect.stringContaining(`serviceMappings[0].${field}: holds`)]);
    expect(leftOut.join()).toContain(why);
  });

  it.each(["acme/\u202ex", "acme/x\u200b", "acme/x\n::error::"])("a repository called %j", async (name) => {
    const { entries, leftOut } = await imported("sigsentry", [
      { platform: "gitlab", repositories: [name], serviceMappings: [], lookbackDays: 30, isActive: true },
    ]);
    expect(entries).toEqual([]);
    expect(leftOut).toEqual([expect.stringMatching(/^Connection id_0 of SigSentry is left out/)]);
  });
});
