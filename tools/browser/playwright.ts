import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { findIn } from "../engine/onPath";
import { run } from "../engine/run";

const cli = path.join(path.dirname(require.resolve("playwright-core/package.json")), "cli.js");
const install = [cli, "install", "chromium-headless-shell"];
const executables = ["chrome-headless-shell", "headless_shell"];
/** Playwright writes this file last. */
const completed = "INSTALLATION_COMPLETE";
const deadlineMs = 10 * 60_000;

/** The browser that Playwright has downloaded for this version of itself; `undefined` where it has not. */
export async function downloadedBrowser(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const told = await run(process.execPath, [...install, "--dry-run"], { env, deadlineMs });
  const folder = /^ *Install location: *(\S.*)$/m.exec(told)?.[1];
  return folder === undefined ? undefined : executableBelow(folder);
}

/** Has Playwright download its browser, as `npx playwright install` does. */
export async function downloadBrowser(env: NodeJS.ProcessEnv): Promise<void> {
  await run(process.execPath, install, { env, deadlineMs });
}

/** The archive has one folder, whose name tells the platform. One that was not unpacked to its end is none. */
async function executableBelow(folder: string): Promise<string | undefined> {
  if (!existsSync(path.join(folder, completed))) return undefined;
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
  const suffix = process.platform === "win32" ? ".exe" : "";
  for (const name of executables) {
    const found = await findIn(folders, `${name}${suffix}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
