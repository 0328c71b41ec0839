import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Report } from "./schema";
import { HOSTILE } from "./testing/hostile";
import { pairs, withTexts } from "./testing/reports";
import { connection, coregitConnection, report, richReport, stack } from "./testing/samples";
import { renderText } from "./text";

const plain = (of: Report) => renderText(of, { colour: false });

describe("renderText", () => {
  it("shows what differs, field by field, and counts the rest", () => {
    expect(plain(richReport())).toBe(`Stack payments  connections/payments.yaml, project prj_payments
  ≠ payments  drifted  sigsentry github rc_x1y2z3
      isActive                                            true → false
      lookbackDays                                        30 → 99
      repositories                                        + acme/archive
                                                          - acme/refunds
      serviceMappings[ledger, acme/ledger].defaultBranch  main → trunk
  2 unchanged
  note: ledger was edited in the dashboard in a field that no file declares.

Stack platform  connections/platform.yaml, project prj_payments
  ✗ imports  gone  coregit gitlab V1StGXR8_Z5jdHi6B-myT
      label             "acme robot"
      accessToken       config githubToken, version 1, never changed since it was adopted or recorded by an earlier version: age not known
      externalUsername  acme-robot
      status            token refused, 401 Unauthorized: the token was revoked (2026-03-10 09:29 UTC)
      lastSyncedAt      2026-03-10 08:00 UTC
      createdAt         2025-12-01 10:00 UTC
  1 unchanged

Stack search  connections/search.yaml, project prj_payments
  error: SigSentry refused the key (401 API_KEY_EXPIRED).
  │ Make a new one in the dashboard, then set SIGSENTRY_API_KEY. Request id: req_7f3a

1 drifted, 1 gone, 3 as they should be, in 2 stacks; 1 stack failed.
`);
  });

  it("tells what was done, what failed and what was not tried, in columns", () => {
    const stacks = [
      stack(
        [
          connection({ name: "a", change: "create", outcome: "done" }),
          connection({
            name: "bcd",
            change: "update",
            fields: [{ path: "credentials" }],
            outcome: "failed",
            error: "403",
          }),
          coregitConnection({ name: "e", change: "delete", outcome: "skipped" }),
          connection({ name: "f", error: "cannot be read" }),
        ],
        { file: undefined, project: undefined },
      ),
    ];
    expect(
      plain(report("apply", stacks, { refreshed: false })),
    ).toBe(`Stack payments  no file declares it any more
  + a    created  sigsentry github rc_x1y2z3
  ~ bcd  to change: failed  sigsentry github rc_x1y2z3
      credentials  changed
      error: 403
  - e    to delete: not tried  coregit gitlab V1StGXR8_Z5jdHi6B-myT
      label             "acme robot"
      accessToken       config githubToken, version 1, never changed since it was adopted or recorded by an earlier version: age not known
      externalUsername  acme-robot
      status            token works, as acme-robot (2026-03-10 09:29 UTC)
      lastSyncedAt      2026-03-10 08:00 UTC
      createdAt         2025-12-01 10:00 UTC
  ! f    failed  sigsentry github rc_x1y2z3
      error: cannot be read

Applied: 1 created; 2 connections failed; 1 not tried.
`);
  });

  it("is one sentence where there is nothing", () => {
    expect(plain(report("drift", []))).toBe("No drift: no connection is managed yet.\n");
    expect(plain(report("plan", [stack([])]))).toContain("\n  no connections\n");
  });

  it("tells a plan that does not read the services by that, and why nothing was done", () => {
    expect(plain(report("plan", [], { refreshed: false }))).toBe(
      "Existing connections are compared as last recorded; --refresh reads them from the services first.\nNothing to change: there are no connections.\n",
    );
    expect(plain(report("plan", [], { refreshed: false, error: "no\nkey" }))).toBe(
      "error: no\n│ key\nNothing was done: the command failed.\n",
    );
  });

  it("shows a field once", () => {
    const fields = [{ path: "lookbackDays", from: 30, to: 99 }];
    const stacks = Array.from({ length: 50 }, (_, index) =>
      stack([connection({ change: index === 20 ? "update" : "none", fields: index === 20 ? fields : [] })], {
        name: `stack-${index}`,
      }),
    );
    const text = plain(report("plan", stacks));
    expect(text.split("lookbackDays  30 → 99")).toHaveLength(2);
    expect(text.match(/^Stack /gm)).toHaveLength(50);
  });

  it("has colours only where they are asked for", () => {
    const coloured = renderText(richReport(), { colour: true });
    expect(coloured).toContain("\u001b[33mdrifted\u001b[39m");
    expect(withoutColours(coloured)).toBe(plain(richReport()));
  });
});

describe("what comes or goes as a whole", () => {
  const { id: _, createdAt: __, updatedAt: ___, ...planned } = connection({ change: "create" });
  const created = { ...planned, credentials: { from: "env READER_TOKEN" } };

  it("is shown with every field, one item a line", () => {
    expect(
      plain(report("plan", [stack([created])])),
    ).toBe(`Stack payments  connections/payments.yaml, project prj_payments
  + payments  to create  sigsentry github
      repositories     acme/payments
                       acme/ledger
      serviceMappings  payments-api ← acme/payments @ main, folder services/api
                       ledger ← acme/ledger @ trunk
      lookbackDays     30
      isActive         true
      credentials      env READER_TOKEN

Plan: 1 to create.
`);
  });

  it("is shown with what only its declaration knows, and with where its credentials go", () => {
    const credentials = { from: "env A", baseUrl: "https://git.example.com", username: "robot", version: 3 };
    const declared = { verify: true, deletionProtection: false, allowDuplicate: true };
    expect(
      plain(report("plan", [stack([{ ...planned, ...declared, credentials }])])),
    ).toContain(`      isActive              true
      verify                true
      deletionProtection    false
      allowDuplicate        true
      credentials           env A, version 3
      credentials.baseUrl   "https://git.example.com"
      credentials.username  robot
`);
  });

  it("is shown of an adoption with what that changes in its place, each field once; of a deletion as a record", () => {
    const adopted = connection({
      change: "adopt",
      credentials: { from: "config reader" },
      fields: [
        { path: "credentials", to: "[secret]" },
        { path: "lookbackDays", from: 7, to: 30 },
        { path: "repositories", added: ["acme/ledger"], removed: ["acme/old"] },
        {
          path: "serviceMappings",
          added: [{ serviceName: "ledger", repo: "acme/ledger", pathPrefix: "", defaultBranch: "trunk" }],
        },
        { path: "serviceMappings[payments-api, acme/payments].defaultBranch", from: "master", to: "main" },
      ],
    });
    expect(
      plain(report("plan", [stack([adopted])])),
    ).toContain(`  → payments  to take over  sigsentry github rc_x1y2z3
      repositories                                                acme/payments
                                                                  + acme/ledger
                                                                  - acme/old
      serviceMappings                                             + ledger ← acme/ledger @ trunk
      serviceMappings[payments-api, acme/payments].defaultBranch  master → main
      lookbackDays                                                7 → 30
      isActive                                                    true
      credentials                                                 + config reader
      createdAt                                                   2025-11-02 08:00 UTC
      updatedAt                                                   2026-02-26 09:00 UTC

`);
    const kept = plain(
      report("plan", [stack([{ ...adopted, credentials: {}, fields: [{ path: "label", to: "x" }] }])]),
    );
    expect(kept).toContain("      credentials      kept by the service\n");
    expect(kept).toContain("      label            + x\n");
    expect(kept).toContain(
      "      serviceMappings  payments-api ← acme/payments @ main, folder services/api\n",
    );
    const deleted = connection({ change: "delete", outcome: "done" });
    expect(plain(report("destroy", [stack([deleted])]))).toContain(
      "      updatedAt        2026-02-26 09:00 UTC\n",
    );
  });

  it("is not shown again once it is made: the file has it", () => {
    const done = connection({ change: "create", outcome: "done" });
    expect(plain(report("apply", [stack([done])]))).not.toContain("repositories");
    const failed = connection({ change: "create", outcome: "failed", error: "403" });
    expect(plain(report("apply", [stack([failed])]))).toContain("repositories");
  });
});

describe("on a terminal", () => {
  const narrow = (of: Report, width: number) => renderText(of, { colour: false, width });

  it("lines are broken between words and go on below what they say", () => {
    expect(narrow(richReport(), 60)).toBe(`Stack payments  connections/payments.yaml, project
    prj_payments
  ≠ payments  drifted  sigsentry github rc_x1y2z3
      isActive
        true → false
      lookbackDays
        30 → 99
      repositories
        + acme/archive
        - acme/refunds
      serviceMappings[ledger, acme/ledger].defaultBranch
        main → trunk
  2 unchanged
  note: ledger was edited in the dashboard in a field that
  │ no file declares.

Stack platform  connections/platform.yaml, project
    prj_payments
  ✗ imports  gone  coregit gitlab V1StGXR8_Z5jdHi6B-myT
      label             "acme robot"
      accessToken       config githubToken, version 1, never
                          changed since it was adopted or
                          recorded by an earlier version:
                          age not known
      externalUsername  acme-robot
      status            token refused, 401 Unauthorized: the
                          token was revoked (2026-03-10
                          09:29 UTC)
      lastSyncedAt      2026-03-10 08:00 UTC
      createdAt         2025-12-01 10:00 UTC
  1 unchanged

Stack search  connections/search.yaml, project prj_payments
  error: SigSentry refused the key (401 API_KEY_EXPIRED).
  │ Make a new one in the dashboard, then set
  │ SIGSENTRY_API_KEY. Request id: req_7f3a

1 drifted, 1 gone, 3 as they should be, in 2 stacks; 1 stack
failed.
`);
  });

  it("no word is broken at 60 columns, and none is lost", () => {
    const words = (text: string) => text.split(/[\s│]+/).filter((word) => word !== "");
    const wide = connection({ change: "create", id: "9d6b3c1e-0f3a-4c55-8a58-1f2d3c4b5a69" });
    for (const of of [richReport(), report("plan", [stack([wide])])]) {
      expect(words(narrow(of, 60))).toEqual(words(plain(of)));
      for (const line of narrow(of, 60).split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    }
  });

  it("a text from outside begins no line that could pass for ours", () => {
    const liar = "x ".repeat(20) + "Applied: 3 created. ".repeat(3);
    const of = report("apply", [stack([connection({ change: "update", error: liar })], { notes: [liar] })]);
    for (const line of narrow(of, 40)
      .split("\n")
      .filter((line) => line.includes("created")))
      expect(line).toMatch(/^ *│ |^Applied: |^Apply: /);
    expect(narrow(of, 40)).not.toMatch(/^Applied/m);
  });
});

describe("colours", () => {
  const [RED, GREEN] = ["\u001b[31m", "\u001b[32m"];
  const fields = [
    { path: "lookbackDays", from: 30, to: 99 },
    { path: "repositories", added: ["acme/new"], removed: ["acme/old"] },
  ];
  const coloured = (command: Report["command"], change: "drifted" | "update") =>
    renderText(report(command, [stack([connection({ change, fields })])]), { colour: true });

  it("show what is wanted in green: of a plan what is to come, of drift what was applied", () => {
    const plan = coloured("plan", "update");
    for (const part of [`${RED}30`, `${GREEN}99`, `${GREEN}+ acme/new`, `${RED}- acme/old`])
      expect(plan).toContain(part);
    const drift = coloured("drift", "drifted");
    for (const part of [`${GREEN}30`, `${RED}99`, `${RED}+ acme/new`, `${GREEN}- acme/old`])
      expect(drift).toContain(part);
  });
});

describe("texts from outside", () => {
  it("hold nothing that a terminal obeys", () => {
    fc.assert(
      fc.property(pairs(), ({ hostile }) => {
        expect(plain(hostile)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
        expect(withoutColours(renderText(hostile, { colour: true }))).toBe(plain(hostile));
      }),
    );
  });

  it("begin no line and stay on theirs, a message apart, whose lines begin with a bar", () => {
    fc.assert(
      fc.property(pairs(), ({ harmless, hostile }) => {
        expect(beginnings(hostile)).toEqual(beginnings(harmless));
      }),
    );
  });

  it.each(HOSTILE)("give no command to a CI system: %j", (text) => {
    const texts = new Map(
      ["payments", "lookbackDays", "acme/archive", "github", "rc_x1y2z3", "connections/payments.yaml"].map(
        (harmless) => [harmless, text],
      ),
    );
    expect(plain(withTexts(richReport(), texts))).not.toMatch(/^\s*::|##\w*\[/m);
  });
});

/** How each line begins that a message does not go on with: its indentation and sign. */
function beginnings(of: Report): string[] {
  return plain(of)
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("│"))
    .map(
      (line) =>
        /^ {6}(?!error: )|^ *(?:\S(?= )|error:|note:|Stack|\d+ unchanged|no connections)?/.exec(line)?.[0] ??
        "",
    );
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal's colours are written.
  return text.replace(/\u001b\[\d+m/g, "");
}
