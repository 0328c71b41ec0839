import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renderHtml } from "./html";
import { HOSTILE } from "./testing/hostile";
import { connection, coregitConnection, report, richReport, stack } from "./testing/samples";

/** The texts of a page, without markup; those of one element joined. */
const texts = (html: string) =>
  html
    .slice(html.indexOf("<body>"))
    .split(/<[^>]*>/)
    .map((text) => text.trim())
    .filter((text) => text !== "");

describe("renderHtml", () => {
  it("tells all that is known of a SigSentry connection", () => {
    const fields = [
      { path: "credentials", from: "[secret]", to: "[secret]" },
      { path: "lookbackDays", from: 30, to: 99 },
      { path: "repositories", added: ["acme/new"], removed: ["acme/old"] },
    ];
    const drifted = connection({ change: "drifted", fields });
    const all = texts(renderHtml(report("drift", [stack([drifted])])));
    const card = all.slice(all.indexOf("payments", all.indexOf("prj_payments")), all.indexOf("Written by"));
    expect(card).toEqual([
      ...["payments", "≠", "drifted", "SigSentry · GitHub ·", "rc_x1y2z3"],
      ...["Field", "Difference", "credentials", "changed", "lookbackDays", "30", "→", "99"],
      ...["repositories", "+ acme/new", "− acme/old"],
      ...["Repositories", "acme/payments", "acme/ledger"],
      ...["Services", "payments-api", "←", "acme/payments/services/api", "@", "main"],
      ...["ledger", "←", "acme/ledger", "@", "trunk"],
      ...["Looks back", "30 days", "Analyses", "active"],
      ...["Credentials", "env GITHUB_TOKEN", ", version 3", "changed 12 days ago"],
      ...["Created", "2025-11-02 08:00 UTC", "Updated", "2026-02-26 09:00 UTC"],
    ]);
  });

  it("tells all that is known of a Coregit connection", () => {
    const refused = { valid: false, error: "401 Unauthorized", checkedAt: "2026-03-10T09:29:58Z" };
    const gone = coregitConnection({ change: "gone", status: refused, lastSyncedAt: "lately" });
    const all = texts(renderHtml(report("drift", [stack([gone])])));
    expect(all.slice(all.indexOf("Label"), all.indexOf("Written by"))).toEqual([
      ...["Label", "acme robot", "Credentials", "config githubToken", ", version 1"],
      "never changed since it was adopted or recorded by an earlier version: age not known",
      ...["Token of", "acme-robot"],
      ...["Last test", "token refused", ": 401 Unauthorized", "2026-03-10 09:29 UTC"],
      ...["Last sync", "lately", "Created", "2025-12-01 10:00 UTC"],
    ]);
  });

  it("shows what is wanted in green: of a change what is to come, of drift what was applied", () => {
    const html = (change: "update" | "drifted") =>
      renderHtml(
        report("plan", [
          stack([connection({ change, fields: [{ path: "lookbackDays", from: 30, to: 99 }] })]),
        ]),
      );
    expect(html("update")).toContain('<del class="unwanted">30</del> → <ins class="wanted">99</ins>');
    expect(html("drifted")).toContain('<del class="wanted">30</del> → <ins class="unwanted">99</ins>');
  });

  it("marks what is paused, kept by the service, or old", () => {
    const credentials = { from: "file /run/x", changedAt: "2025-09-12T10:00:00Z" };
    const html = renderHtml(
      report("plan", [
        stack([connection({ isActive: false, credentials: {} }), connection({ credentials })], {
          notes: ["a"],
        }),
      ]),
    );
    expect(texts(html)).toEqual(
      expect.arrayContaining([
        ...["paused", "kept by the service, age not known", "changed 178 days ago: older than 90 days"],
        ...["2 unchanged · 1 with old credentials", "with old credentials", "Note"],
      ]),
    );
  });

  it("claims nothing of credentials that were not sent yet", () => {
    const { id: _, ...planned } = connection({ change: "create", credentials: { from: "env A" } });
    const all = texts(renderHtml(report("plan", [stack([planned])])));
    expect(all[all.indexOf("env A") + 1]).toBe("not sent yet");
  });

  it("shows all that is declared of a creation, where its credentials go among it", () => {
    const credentials = { from: "env A", baseUrl: "https://git.example.com", username: "robot" };
    const declared = { verify: true, deletionProtection: false, allowDuplicate: true };
    const made = connection({ change: "create", credentials, ...declared });
    expect(texts(renderHtml(report("plan", [stack([made])]))).join(" ")).toMatch(
      /Token test on Deletion protection off Look-alike made even if there is one Credentials env A\s*, of robot\s*, for https:\/\/git\.example\.com/,
    );
  });

  it("shows a field once, and every connection of 50 stacks", () => {
    const stacks = Array.from({ length: 50 }, (_, index) =>
      stack([
        index === 7 ? connection({ change: "update", fields: [{ path: "label", to: "CI" }] }) : connection(),
      ]),
    );
    const html = renderHtml(report("plan", stacks));
    expect(html.split('<ins class="wanted">+ CI</ins>')).toHaveLength(2);
    expect(html.split("<article>")).toHaveLength(51);
  });

  it("says that there is nothing", () => {
    expect(renderHtml(report("drift", []))).toContain("<h1>No drift: no connection is managed yet</h1>");
    expect(renderHtml(report("drift", [stack([])]))).toContain("No connections.");
  });

  it("allows nothing but its own style sheet, by its hash", () => {
    const html = renderHtml(richReport());
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/<script|<link|<img| src=| style=|@import|url\(/);
  });

  it.each(HOSTILE)("keeps a text from outside a text: %j", (text) => {
    const elements = (name: string) =>
      renderHtml(report("plan", [stack([connection({ name, id: name, error: name })], { name })])).match(
        /<[^>]*>/g,
      );
    expect(elements(text)).toEqual(elements("harmless"));
  });
});
