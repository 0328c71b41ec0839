import path from "node:path";
import { reasonOf } from "../engine/messages";
import { findIn, pathFolders } from "../engine/onPath";
import { run } from "../engine/run";
import { step } from "../engine/step";
import type { OnProgress } from "../engine/types";
import { browserVariable, installedBrowser } from "./candidates";
import { downloadBrowser, downloadedBrowser } from "./playwright";

const aptDeadlineMs = 10 * 60_000;

/** Settings of {@link ensureBrowser}. */
export interface EnsureBrowserOptions {
  /** Told what is happening; by default nobody is. */
  onProgress?: OnProgress;
  /** Where is looked; by default this process's environment. */
  env?: NodeJS.ProcessEnv;
}

/**
 * The executable of a Chromium: the one that `CHROME_PATH` names, else an installed one, else the one that
 * Playwright downloaded; `undefined` where there is none. Rejects when `CHROME_PATH` names none.
 */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const chosen = env[browserVariable];
  if (chosen) return chosenBrowser(path.resolve(chosen));
  return (await installedBrowser(env, process.platform)) ?? downloadedBrowser(env);
}

async function chosenBrowser(file: string): Promise<string> {
  const found = await findIn([path.dirname(file)], path.basename(file));
  if (found !== undefined) return found;
  throw new Error(`${browserVariable} names ${file}, which is no file that can be executed.`);
}

/**
 * Makes a Chromium available: finds one, else has Playwright download its own, else installs Debian's where this
 * process may. Rejects with an error that says what was tried and what to install.
 */
export async function ensureBrowser(options: EnsureBrowserOptions = {}): Promise<string> {
  const { onProgress = () => undefined, env = process.env } = options;
  const found = await findBrowser(env);
  if (found !== undefined) return found;
  const failures: string[] = [];
  for (const way of ways) {
    try {
      await step(onProgress, way.doing, () => way.make(env));
      const made = await findBrowser(env);
      if (made !== undefined) return made;
      failures.push(`${way.name}: left no browser that can be found`);
    } catch (error) {
      failures.push(`${way.name}: ${reasonOf(error)}`);
    }
  }
  throw new Error(noBrowserMessage(failures));
}

/** A way to a browser: `findBrowser` finds what it made. */
interface Way {
  readonly name: string;
  readonly doing: string;
  make(env: NodeJS.ProcessEnv): Promise<void>;
}

const ways: readonly Way[] = [
  {
    name: "Playwright's download",
    doing: "Downloading a browser for the tests: about 100 MB, once",
    make: downloadBrowser,
  },
  {
    name: "Debian's package",
    doing: "Installing Debian's Chromium: about a minute, once",
    make: installPackage,
  },
];

async function installPackage(env: NodeJS.ProcessEnv): Promise<void> {
  const aptGet = await findIn(pathFolders(env.PATH), "apt-get");
  if (aptGet === undefined) throw new Error("there is no apt-get on PATH");
  if (process.getuid?.() !== 0) throw new Error("only root may install packages");
  const options = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, deadlineMs: aptDeadlineMs };
  await run(aptGet, ["update"], options);
  await run(aptGet, ["install", "-y", "--no-install-recommends", "chromium"], options);
}

function noBrowserMessage(failures: readonly string[]): string {
  return [
    "There is no Chromium to run the tests in. Tried, besides looking for an installed one:",
    ...failures.map((failure, index) => `  ${index + 1}. ${failure.split("\n").join("\n     ")}`),
    "Do one of these and run the command again:",
    "  - Install Chromium, Google Chrome or Microsoft Edge.",
    "  - Where the download is allowed: npx playwright-core install chromium-headless-shell",
    `  - Set ${browserVariable} to the executable of a Chromium.`,
  ].join("\n");
}
