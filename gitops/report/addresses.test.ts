import { expect, it } from "vitest";
import { renderHtml } from "./html";
import { renderMarkdown } from "./markdown";
import { reportSchema } from "./schema";
import { connection, report, stack } from "./testing/samples";
import { renderText } from "./text";

const OWN = [
  { kind: "sigsentry", url: "https://api.sigsentry.com" },
  { kind: "coregit", url: "https://api.coregit.dev" },
] as const;
const OTHER = { kind: "coregit", url: "https://proxy.example/coregit" } as const;

const planned = (...addresses: { kind: "sigsentry" | "coregit"; url: string }[]) =>
  report("plan", [stack([connection()], { addresses })]);
const text = (...addresses: Parameters<typeof planned>) =>
  renderText(planned(...addresses), { colour: false });
/** Without the entities, to be read. */
const markdown = (...addresses: Parameters<typeof planned>) =>
  renderMarkdown(planned(...addresses)).replace(/&#(\d+);/g, (_, code: string) =>
    String.fromCodePoint(Number(code)),
  );

it("text and Markdown name an address where it is not the service's own", () => {
  expect(text(OWN[0], OTHER)).toContain(
    "Stack payments  connections/payments.yaml, project prj_payments\n  Coregit at https://proxy.example/coregit\n  1 unchanged\n",
  );
  expect(markdown(OWN[0], OTHER)).toContain(
    "project <code>prj_payments</code>\n\nCoregit at <code>https://proxy.example/coregit</code>\n\n",
  );
  expect(text(...OWN)).toBe(text());
  expect(markdown(...OWN)).toBe(markdown());
});

it("what only looks like the service's own is named", () => {
  for (const url of [
    "https://api.coregit.dev.evil.example",
    "https://api.coregit.dev/x",
    "http://api.coregit.dev",
  ]) {
    expect(text({ kind: "coregit", url })).toContain(`\n  Coregit at ${url}\n`);
    expect(markdown({ kind: "coregit", url })).toContain(`Coregit at <code>${url}</code>`);
  }
  expect(text({ kind: "coregit", url: OWN[0].url })).toContain(`\n  Coregit at ${OWN[0].url}\n`);
});

it("the page always does, and JSON has them all", () => {
  const html = renderHtml(planned(OWN[0], OTHER));
  expect(html).toContain(" · SigSentry at <code>https://api.sigsentry.com</code>");
  expect(html).toContain(' · Coregit at <strong class="warn">https://proxy.example/coregit</strong>');
  expect(reportSchema.parse(planned(OWN[0], OTHER)).stacks[0]?.addresses).toEqual([OWN[0], OTHER]);
});
