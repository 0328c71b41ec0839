import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stateOf as coregitStateOf } from "../../provider/coregit/record";
import type { Properties } from "../../provider/lifecycle";
import { inventoryOf } from "../../provider/listing";
import { normalise } from "../../provider/sigsentry/normalise";
import { stateOf as sigsentryStateOf } from "../../provider/sigsentry/record";
import { appendConnections, type DeclaredStack } from "../file";
import type { Kind } from "../kinds";
import { declarations } from "../testing/declared";
import { type Found, importable, type Unknown } from "./importable";

const name = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,8}$/);
const path = (max: number) =>
  fc.array(name, { minLength: 2, maxLength: max }).map((parts) => parts.join("/"));
const time = fc.constant("2026-05-01T12:00:00.000Z");

/** What a service stores of what its reference allows: any text for a service or a label, capitals, several folders. */
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
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

const EMPTY = "defaults: { sigsentry: { lookbackDays: 12, isActive: false } }\n";

/** What an import would read of these records, make of them, and what the file then declares. */
async function imported(kind: Kind, records: readonly object[]) {
  const byId = new Map(records.map((record, index) => [`id_${index}`, { ...record, id: `id_${index}` }]));
  const stateOf = (record: unknown): Properties =>
    kind === "sigsentry" ? sigsentryStateOf(record, {}) : coregitStateOf(record, {});
  const { listed, unreadable } = await inventoryOf({ byId, unidentified: 0 }, stateOf);
  const found: (Found | Unknown)[] = [...listed, ...unreadable].map((one) => ({ ...one, kind }));
  const { entries, leftOut } = importable(found, stackOf(`${EMPTY}${kind}: {}\n`));
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
      const { credentials, adopt, ...declared } = stack.sigsentry[given] ?? {};
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
      expect(stack.coregit[given]).toEqual({
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

  it("keeps spaces and line breaks of a label", async () => {
    const labels = [" \n", "\n ", "a\n  b\n", " a ", "\t", "a\u2028b", "\u2029\u00a0"];
    expect(await check(labels.map((label) => ({ provider: "github", label })))).toEqual([]);
  });

  it("leaves none out that has an ordinary label", async () => {
    const label = fc.stringMatching(/^[\p{L}\p{N} .,:#'"{}[\]&*!|>%@`-]{1,20}$/u);
    const known = fc.record({ provider: fc.constantFrom("github", "gitlab"), label });
    await fc.assert(
      fc.asyncProperty(fc.array(known, { maxLength: 4 }), async (some) => {
        expect(await check(some)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
