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
      repositories                                        + acme/archive  - acme/refunds
      serviceMappings[ledger, acme/ledger].defaultBranch  main → trunk
  2 unchanged
  note: ledger was edited in the dashboard in a field that no file declares.

Stack platform  connections/platform.yaml, project prj_payments
  ✗ imports  gone  coregit gitlab V1StGXR8_Z5jdHi6B-myT
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
