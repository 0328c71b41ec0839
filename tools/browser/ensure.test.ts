import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { temporaryFolder, writeScript } from "../engine/testing/files";
import { installedBrowser } from "./candidates";
import { ensureBrowser, findBrowser } from "./ensure";

/** A machine without a browser: nothing on `PATH`, nothing downloaded, and no way to the download. */
let env: { HOME: string; PATH: string; PLAYWRIGHT_BROWSERS_PATH: string; PLAYWRIGHT_DOWNLOAD_HOST: string };

beforeEach(async () => {
  const folder = await temporaryFolder();
  env = {
    HOME: folder,
    PATH: path.join(folder, "bin"),
    PLAYWRIGHT_BROWSERS_PATH: path.join(folder, "browsers"),
    // The discard service's port: nothing listens there.
    PLAYWRIGHT_DOWNLOAD_HOST: "http://127.0.0.1:9",
  };
});

describe("findBrowser", () => {
  it("takes the one that CHROME_PATH names before any other", async () => {
    await writeScript(path.join(env.PATH, "chromium"));
    const chosen = path.join(env.HOME, "my chrome");
    await writeScript(chosen);
    expect(await findBrowser({ ...env, CHROME_PATH: chosen })).toBe(chosen);
  });

  it("does not pass over a CHROME_PATH that is wrong", async () => {
    await writeScript(path.join(env.PATH, "chromium"));
    const chosen = path.join(env.HOME, "nothing");
    await expect(findBrowser({ ...env, CHROME_PATH: chosen })).rejects.toThrow(
      `CHROME_PATH names ${chosen}, which is no file that can be executed.`,
    );
  });

  it("finds what is on PATH, a Chromium before anything else", async () => {
    const [edge, chromium] = [path.join(env.PATH, "msedge"), path.join(env.PATH, "chromium")];
    await writeScript(edge);
    expect(await findBrowser(env)).toBe(edge);
    await writeScript(chromium);
    expect(await findBrowser(env)).toBe(chromium);
    await rm(chromium);
    await writeFile(chromium, "not executable");
    expect(await findBrowser(env)).toBe(edge);
  });

  it("finds what Playwright has downloaded, once it is complete", async () => {
    const folder = path.join(env.PLAYWRIGHT_BROWSERS_PATH, `chromium_headless_shell-${await revision()}`);
    const executable = path.join(folder, "chrome-headless-shell-linux64", "chrome-headless-shell");
    expect(await findBrowser(env)).toBeUndefined();
    await writeScript(executable);
    expect(await findBrowser(env)).toBeUndefined();
    await writeFile(path.join(folder, "INSTALLATION_COMPLETE"), "");
    expect(await findBrowser(env)).toBe(executable);
  });
});

describe("installedBrowser", () => {
  it("knows where macOS keeps a user's applications", async () => {
    const executable = `${env.HOME}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`;
    await writeScript(executable);
    expect(await installedBrowser(env, "darwin")).toBe(executable);
    expect(await installedBrowser(env, "linux")).toBeUndefined();
  });

  it("knows where Windows keeps programs", async () => {
    const executable = path.join(env.HOME, "Microsoft", "Edge", "Application", "msedge.exe");
    await writeScript(executable);
    expect(await installedBrowser({ ...env, "PROGRAMFILES(X86)": env.HOME }, "win32")).toBe(executable);
    expect(await installedBrowser(env, "win32")).toBeUndefined();
  });
});

describe("ensureBrowser", () => {
  it("makes nothing where one is found", async () => {
    const chromium = path.join(env.PATH, "chromium");
    await writeScript(chromium);
    const told: string[] = [];
    expect(await ensureBrowser({ env, onProgress: ({ message }) => told.push(message) })).toBe(chromium);
    expect(told).toEqual([]);
  });

  it("tries every way, and says why each failed and what to install", async () => {
    await mkdir(env.PATH);
    const told = new Set<string>();
    const made = ensureBrowser({ env, onProgress: ({ message }) => told.add(message) });
    await expect(made).rejects.toThrow(
      /^There is no Chromium .*\n {2}1\. Playwright's download: exit code 1\n[\s\S]*\n {2}2\. Debian's package: there is no apt-get on PATH\n.*\n.*Install Chromium/,
    );
    expect([...told]).toEqual([
      "Downloading a browser for the tests: about 100 MB, once",
      "Installing Debian's Chromium: about a minute, once",
    ]);
  });
});

/** Which of its browsers this Playwright wants. */
async function revision(): Promise<string> {
  const file = path.join(path.dirname(require.resolve("playwright-core/package.json")), "browsers.json");
  const { browsers } = z
    .object({ browsers: z.array(z.object({ name: z.string(), revision: z.string() })) })
    .parse(JSON.parse(await readFile(file, "utf8")));
  return browsers.find(({ name }) => name === "chromium-headless-shell")?.revision ?? "none";
}
