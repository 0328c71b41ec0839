import fc from "fast-check";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../gitops/report/html";
import type { Report } from "../../gitops/report/schema";
import { type Pair, pairs } from "../../gitops/report/testing/reports";
import { connection, report, richReport, stack } from "../../gitops/report/testing/samples";
import { showValue } from "../../gitops/report/values";
import { visible, visibleLines } from "../../provider/text/visible";
import { openBrowser } from "../../tools/browser";
import { contrastsOf, type Element, elementsOf, show, unfold } from "./reportPage";

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Something of everything, with every kind of change. */
function everything(): Report {
  const changes = (["create", "adopt", "update", "replace", "delete"] as const).map((change) =>
    connection({ name: change, change, fields: [{ path: "credentials" }], outcome: "skipped" }),
  );
  const failed = connection({ name: "failed", error: "403 FORBIDDEN", id: "x".repeat(300) });
  const { stacks } = richReport();
  return report(
    "apply",
    [...stacks, stack([...changes, failed], { name: "w".repeat(200), file: undefined })],
    {
      refreshed: false,
    },
  );
}

describe.each([
  [360, "light"],
  [360, "dark"],
  [768, "light"],
  [768, "dark"],
  [1280, "light"],
  [1280, "dark"],
] as const)("at %i px, %s", (width, colorScheme) => {
  const options = { viewport: { width, height: 800 }, colorScheme };

  it("does not scroll sideways, shows every card and says nothing to the console", async () => {
    const { page, requests, messages, url } = await show(browser, renderHtml(everything()), options);
    await unfold(page);
    const cards = await page.locator("article").all();
    expect(cards).toHaveLength(everything().summary.connections);
    for (const card of cards) expect(await inside(card, width)).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(messages).toEqual([]);
    expect(requests).toEqual([url]);
  });

  it("has a contrast of 4.5 at least wherever text stands", async () => {
    const { page } = await show(browser, renderHtml(everything()), options);
    await unfold(page);
    const contrasts = await contrastsOf(page);
    expect(contrasts.length).toBeGreaterThan(150);
    expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  });
});

it("has landmarks, one heading of the first level, and no level left out", async () => {
  const { page } = await show(browser, renderHtml(everything()));
  const levels = (await elementsOf(page)).flatMap(({ name }) =>
    /^h[1-6]$/.test(name) ? [Number(name[1])] : [],
  );
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels[0]).toBe(1);
  for (const [index, level] of levels.entries())
    expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  for (const role of ["banner", "main", "contentinfo", "navigation"] as const)
    expect(await page.getByRole(role).count(), role).toBe(1);
  expect(await page.getByRole("region", { name: "payments" }).count()).toBe(1);
  expect(await page.locator("th:not([scope])").count()).toBe(0);
});

it("keeps its tables tables for a screen reader, where they are narrow too", async () => {
  const { page } = await show(browser, renderHtml(richReport()), { viewport: { width: 360, height: 800 } });
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const names = (role: string) =>
    nodes.filter((node) => node.role?.value === role).map((node) => node.name?.value);
  expect(names("columnheader")).toEqual(["Stack", "Result", "Field", "Difference"]);
  expect(names("rowheader")).toEqual(
    expect.arrayContaining(["payments", "isActive", "lookbackDays", "repositories"]),
  );
});

it("can be used by touch, and without a script", async () => {
  const { page } = await show(browser, renderHtml(richReport()), { viewport: { width: 360, height: 800 } });
  for (const target of await page.locator("summary:visible, a:visible").all())
    expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  const folded = page.getByRole("heading", { name: "mobile" });
  expect(await folded.isVisible()).toBe(false);
  await page.getByText("2 unchanged · 1 with old credentials").click();
  expect(await folded.isVisible()).toBe(true);
  await page.getByRole("link", { name: "platform" }).click();
  expect(await page.getByRole("heading", { level: 2, name: "platform" }).evaluate("scrollY > 0")).toBe(true);
});

it("prints what is folded too", async () => {
  const { page } = await show(browser, renderHtml(richReport()));
  const folded = page.locator("article", { hasText: "rc_m1" });
  expect(await folded.evaluate((card) => card.checkVisibility({ contentVisibilityAuto: true }))).toBe(false);
  await page.emulateMedia({ media: "print" });
  expect((await folded.boundingBox())?.height).toBeGreaterThan(100);
});

it("understands texts from outside as texts, and nothing else", async () => {
  const { page, requests, messages } = await show(browser, renderHtml(richReport()));
  const parsed = async (of: Report) => {
    await page.goto(`data:text/html;base64,${Buffer.from(renderHtml(of)).toString("base64")}`);
    return elementsOf(page);
  };
  await fc.assert(
    fc.asyncProperty(pairs(), async ({ harmless, hostile, texts }) => {
      const [expected, found] = [await parsed(harmless), await parsed(hostile)];
      expect(found.map(markup)).toEqual(expected.map(markup));
      for (const [index, element] of found.entries())
        expect(readings(expected[index]?.text ?? "", texts)).toContain(element.text);
    }),
    { numRuns: 40 },
  );
  expect(requests.filter((url) => !/^(?:file|data):/.test(url))).toEqual([]);
  expect(messages).toEqual([]);
});

/** Whether all of an element is shown within the width of the page. */
async function inside(element: Locator, width: number): Promise<boolean> {
  const box = await element.boundingBox();
  return box !== null && box.height > 50 && box.width > 200 && box.x >= 0 && box.x + box.width <= width;
}

function markup({ name, attributes }: Element): string {
  return [name, ...attributes].join(" ");
}

/** What may stand where a harmless text stood: another, alone or as part of a line, as a value, or as a message with its lines. */
function readings(harmless: string, texts: Pair["texts"]): string[] {
  const other = (text: string) => texts.get(text) ?? text;
  return [
    harmless.replace(/text no\. \d+/g, (text) => visible(other(text))),
    visible(harmless.replace(/text no\. \d+/g, other)),
    harmless.replace(/"(text no\. \d+)"/g, (_, text: string) => showValue(other(text))),
    harmless.replace(/text no\. \d+/g, (text) => visibleLines(other(text).trim()).join("\n")),
  ];
}
