import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { z } from "zod";

/** A page that is shown, and what it did besides. */
export interface Shown {
  readonly page: Page;
  /** The addresses asked for, the page's own included. */
  readonly requests: readonly string[];
  /** What the browser had to say of it. */
  readonly messages: readonly string[];
  readonly url: string;
}

/** Shows HTML from a file in a window of its own, without JavaScript, as a mail program would. */
export async function show(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<Shown> {
  const folder = await mkdtemp(join(tmpdir(), "report-test-"));
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  onTestFinished(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });
  const file = join(folder, "report.html");
  await writeFile(file, html);
  const page = await context.newPage();
  const requests: string[] = [];
  const messages: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(error.message));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, requests, messages, url };
}

/** Unfolds everything, as a reader does. */
export async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator("summary").all()) await summary.click();
}

const element = z.object({ name: z.string(), attributes: z.array(z.string()), text: z.string() });

/** One element of a page. */
export type Element = z.output<typeof element>;

/** Every element of the body, as the browser has understood the page. */
export async function elementsOf(page: Page): Promise<Element[]> {
  return z.array(element).parse(await page.evaluate(script("elements.js")));
}

/** Every text that is shown, with its contrast. */
export async function contrastsOf(page: Page) {
  const contrast = z.object({ text: z.string(), contrast: z.number() });
  return z.array(contrast).parse(await page.evaluate(script("contrasts.js")));
}

function script(name: string): string {
  return readFileSync(join(__dirname, "inPage", name), "utf8");
}
