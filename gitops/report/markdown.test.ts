import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MARKER, renderMarkdown } from "./markdown";
import type { ConnectionReport, Report, StackReport } from "./schema";
import { pairs } from "./testing/reports";
import { connection, coregitConnection, report, richReport, stack } from "./testing/samples";

/** What GitHub takes as a comment. */
const LIMIT = 65_536;

const changed = (more: Partial<ConnectionReport> = {}) =>
  connection({ change: "update", fields: [{ path: "lookbackDays", from: 30, to: 99 }], ...more });

const stacks = (number: number, one: (index: number) => Partial<StackReport>): StackReport[] =>
  Array.from({ length: number }, (_, index) => stack([], { name: `stack-${index}`, ...one(index) }));

/** Without the entities, to be read. */
const readable = (of: Report) =>
  renderMarkdown(of).replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

describe("renderMarkdown", () => {
  it("has the marker, the result in words, the stacks, their changes and errors, and the rest folded", () => {
    expect(readable(richReport())).toBe(`<!-- repo-connections -->

## 1 drifted, 1 gone, 3 as they should be, in 2 stacks; 1 stack failed

\`repo-connections drift\`, 2026-03-10 09:30 UTC. The services were read.

| Stack | File | Result |
| --- | --- | --- |
| <code>search</code> | <code>connections/search.yaml</code> | failed |
| <code>payments</code> | <code>connections/payments.yaml</code> | 1 differing, 2 unchanged |
| <code>platform</code> | <code>connections/platform.yaml</code> | 1 differing, 1 unchanged |

### <code>search</code>

<code>connections/search.yaml</code>, project <code>prj_payments</code>

> [!CAUTION]
> The stack failed.
> <pre>SigSentry refused the key (401 API_KEY_EXPIRED).
Make a new one in the dashboard, then set SIGSENTRY_API_KEY. Request id: req_7f3a</pre>

### <code>payments</code>

<code>connections/payments.yaml</code>, project <code>prj_payments</code>

| | Connection | Result | Of | Differences |
| --- | --- | --- | --- | --- |
| ≠ | <code>payments</code> | drifted | sigsentry <code>github</code> <code>rc_x1y2z3</code> | \
<code>isActive</code> <code>true</code> → <code>false</code><br>\
<code>lookbackDays</code> <code>30</code> → <code>99</code><br>\
<code>repositories</code> + <code>acme/archive</code><br>− <code>acme/refunds</code><br>\
<code>serviceMappings[ledger, acme/ledger].defaultBranch</code> <code>main</code> → <code>trunk</code> |

Note:
<pre>ledger was edited in the dashboard in a field that no file declares.</pre>

<details><summary>2 unchanged</summary>

| Connection | Of |
| --- | --- |
| <code>platform</code> | sigsentry <code>gitlab</code> <code>rc_p1</code> |
| <code>mobile</code> | sigsentry <code>bitbucket</code> <code>rc_m1</code> |

</details>

### <code>platform</code>

<code>connections/platform.yaml</code>, project <code>prj_payments</code>

| | Connection | Result | Of | Differences |
| --- | --- | --- | --- | --- |
| ✗ | <code>imports</code> | gone | coregit <code>gitlab</code> <code>V1StGXR8_Z5jdHi6B-myT</code> | label <code>"acme robot"</code> |

<details><summary>All fields of 1 connection</summary>

| Connection | Field | Value |
| --- | --- | --- |
| <code>imports</code> | <code>label</code> | <code>"acme robot"</code> |
| <code>imports</code> | <code>accessToken</code> | <code>config githubToken, version 1, never changed since it was adopted or recorded by an earlier version: age not known</code> |
| <code>imports</code> | <code>externalUsername</code> | <code>acme-robot</code> |
| <code>imports</code> | <code>status</code> | <code>token refused, 401 Unauthorized: the token was revoked (2026-03-10 09:29 UTC)</code> |
| <code>imports</code> | <code>lastSyncedAt</code> | <code>2026-03-10 08:00 UTC</code> |
| <code>imports</code> | <code>createdAt</code> | <code>2025-12-01 10:00 UTC</code> |

</details>

<details><summary>1 unchanged</summary>

| Connection | Of |
| --- | --- |
| <code>mirror</code> | coregit <code>gitlab</code> <code>V1StGXR8_Z5jdHi6B-myT</code> |

</details>
`);
  });

  it("needs no table for one stack, and little for none", () => {
    expect(renderMarkdown(report("plan", [stack([changed()])]))).not.toContain("| Stack |");
    expect(renderMarkdown(report("plan", [], { refreshed: false }))).toBe(
      `${MARKER}\n\n## Nothing to change: there are no connections\n\n\`repo-connections plan\`, ` +
        "2026-03-10 09:30 UTC. Existing connections are compared as last recorded; --refresh reads them from the services first.\n",
    );
  });

  it("shows a connection's error in a block by itself, and credentials without values", () => {
    const failed = changed({
      outcome: "failed",
      error: "first\nsecond",
      fields: [{ path: "credentials", from: "[secret]", to: "[secret]" }],
    });
    const text = renderMarkdown(report("apply", [stack([failed])]));
    expect(text).toContain("> [!CAUTION]\n> <code>payments</code> failed.\n> <pre>first&#10;second</pre>\n");
    expect(text).toContain("| to change: failed |");
    expect(text).toContain("| <code>credentials</code> changed |");
  });
});

it("says in short, without unfolding, what comes or goes as a whole and differs in nothing", () => {
  const changes = (["create", "adopt", "delete", "gone"] as const).map((change) => connection({ change }));
  const one = connection({ change: "create", repositories: ["acme/x"], services: [] });
  const bare = connection({ change: "create", repositories: undefined, services: undefined });
  const error = connection({ error: "403" });
  const text = readable(
    report("plan", [stack([...changes, one, coregitConnection({ change: "delete" }), bare, error])]),
  );
  expect([...text.matchAll(/^\| . \|.*\| (.*) \|$/gm)].map(([, cell]) => cell)).toEqual([
    ...changes.map(() => "2 repositories, 2 mappings"),
    "1 repository",
    'label <code>"acme robot"</code>',
    "",
    "",
  ]);
});

it("shows what is created with all its fields, folded, an item a line", () => {
  const text = readable(report("plan", [stack([connection({ change: "create" })])]));
  expect(text).toContain("<details><summary>All fields of 1 connection</summary>");
  expect(text).toContain(
    "| <code>payments</code> | <code>repositories</code> | <code>acme/payments</code><br><code>acme/ledger</code> |",
  );
  expect(text).toContain("<code>payments-api ← acme/payments @ main, folder services/api</code><br>");
});

describe("the limit of a comment", () => {
  it("shows 50 stacks whole, each field once", () => {
    const text = renderMarkdown(
      report(
        "plan",
        stacks(50, (index) => ({ connections: [index === 30 ? changed() : connection()] })),
      ),
    );
    expect(text.match(/^### /gm)).toHaveLength(50);
    expect(text.split("<code>30</code> → <code>99</code>")).toHaveLength(2);
    expect(text).not.toContain("left out");
    expect(text.indexOf("stack-30")).toBeLessThan(text.indexOf("stack-0"));
  });

  it("counts unchanged connections first", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => connection({ name: `connection-${index}` }));
    const text = renderMarkdown(report("plan", [stack([changed(), ...many])]));
    expect(text.length).toBeLessThan(LIMIT);
    expect(text).toContain("<code>30</code> → <code>99</code>");
    expect(text).toContain("\n\n1000 unchanged\n");
    expect(text).toContain(
      "Connections that did not change are only counted here. The whole report: `repo-connections plan --format html`.",
    );
  });

  it("leaves out the fields of what comes then", () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      connection({ name: `connection-${index}`, change: "create" }),
    );
    const text = renderMarkdown(report("plan", [stack(many)]));
    expect(text.length).toBeLessThan(LIMIT);
    expect(text.match(/^\| \+ \|/gm)).toHaveLength(200);
    expect(text).toContain(
      "The fields of connections that come or go are left out. The whole report: `repo-connections plan --format html`.",
    );
  });

  it("leaves out stacks then, the least urgent ones, and says how many", () => {
    const connections = Array.from({ length: 40 }, () => changed());
    const failing = stacks(200, (index) => ({ connections, errors: index === 199 ? ["no key"] : [] }));
    const text = renderMarkdown(report("plan", failing));
    expect(text.length).toBeLessThan(LIMIT);
    const shown = text.match(/^### /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(5);
    expect(text).toContain(`**${200 - shown} stacks are left out here**, as a comment has no room for more.`);
    expect(text).toContain("`repo-connections plan --format html`");
    expect(text.match(/^### .*$/m)?.[0]).toBe("### <code>stack-199</code>");
    expect(text.match(/^\| <code>stack/gm)).toHaveLength(shown);
  });

  it("fits where a command failed with more to say than there is room for", () => {
    const text = renderMarkdown(report("apply", [], { error: "<".repeat(LIMIT) }));
    expect(text.length).toBeLessThan(LIMIT);
    expect(text).toContain("<pre>&#60;");
  });

  it("leaves out a stack that no comment could hold, and shows the others", () => {
    const huge = stack([], { name: "huge", errors: ["<".repeat(LIMIT)] });
    const text = renderMarkdown(report("plan", [huge, ...stacks(2, () => ({}))]));
    expect(text.length).toBeLessThan(LIMIT);
    expect(text).toContain("**1 stack is left out here**");
    expect(text.match(/^### .*$/gm)).toEqual(["### <code>stack-0</code>", "### <code>stack-1</code>"]);
  });

  it("is kept whatever the report", () => {
    fc.assert(
      fc.property(pairs(), fc.nat(400), ({ hostile }, times) => {
        const stacks = Array.from({ length: times }, () => hostile.stacks).flat();
        const text = renderMarkdown({ ...hostile, stacks });
        expect(Buffer.byteLength(text)).toBeLessThan(LIMIT);
        expect(text.startsWith(`${MARKER}\n`)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

it("lets texts from outside be nothing but text", () => {
  fc.assert(
    fc.property(pairs(), ({ harmless, hostile }) => {
      expect(skeleton(hostile)).toBe(skeleton(harmless));
    }),
  );
});

/** Without what stands in the elements for texts from outside, as far as it means nothing there. */
function skeleton(of: Report): string {
  return renderMarkdown(of).replace(
    /<(code|pre)>(?:[A-Za-z0-9 ,/-]|&#\d+;)*<\/\1>/g,
    (_, element: string) => `<${element}></${element}>`,
  );
}
