import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENGINE, rootOf } from "./kit";
import { obtain, type Way } from "./obtain";
import { compilerBench, eventually, isRunning } from "./testing/compiler";
import { temporaryFolder, writeEngine } from "./testing/files";
import { engineVersion } from "./version";

const timeout = 60_000;
const works: Way = {
  name: "one that works",
  source: "build",
  make: ({ folder }) => writeEngine(`${folder}/bin`, engineVersion),
};
const fails: Way = {
  name: "one that fails",
  source: "download",
  make: () => Promise.reject(new Error("no network")),
};

function obtainFrom(cache: string, ways: Way[]) {
  return obtain({ kit: ENGINE, cache, ways, env: process.env, onProgress: () => undefined });
}

describe("obtain", () => {
  it("goes on to the next way when one fails, and keeps what the next one made", async () => {
    const cache = `${await temporaryFolder()}/engine`;
    const root = rootOf(ENGINE, cache);
    const engine = { version: engineVersion, binDir: `${root}/bin` };
    expect(await obtainFrom(cache, [fails, works])).toEqual({ ...engine, source: "build" });
    expect(await obtainFrom(cache, [fails])).toEqual({ ...engine, source: "cache" });
    expect(readdirSync(cache)).toEqual([`${engineVersion}-${process.platform}-${process.arch}`]);
  });

  it("returns every failure, in order, when no way works", async () => {
    const cache = `${await temporaryFolder()}/engine`;
    const tooOld: Way = {
      ...works,
      name: "old",
      make: ({ folder }) => writeEngine(`${folder}/bin`, "3.1.0"),
    };
    expect(await obtainFrom(cache, [fails, tooOld])).toEqual([
      { way: "one that fails", reason: "no network" },
      { way: "old", reason: "version 3.1.0 is older than 3.216.0" },
    ]);
    expect(readdirSync(cache)).toEqual([]);
  });

  it("rejects with the caller's reason when the caller aborts, trying no further way", async () => {
    const cache = `${await temporaryFolder()}/engine`;
    const controller = new AbortController();
    const aborts: Way = {
      ...fails,
      make: async ({ signal }) => {
        controller.abort(new Error("enough"));
        signal.throwIfAborted();
      },
    };
    const { signal } = controller;
    const options = {
      kit: ENGINE,
      cache,
      ways: [aborts, works],
      env: process.env,
      onProgress: () => undefined,
      signal,
    };
    await expect(obtain(options)).rejects.toThrow("enough");
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe("several processes that obtain an engine", { timeout }, () => {
  it("build once when they start together: the second says that it waits and uses the first's", async () => {
    const bench = await compilerBench();
    bench.closeGate();
    const [one, two] = [bench.start(), bench.start()];
    const both = () => one.printed() + two.printed();
    await eventually(() => bench.builds().length === 1 && both().includes("waiting for it"));
    expect(existsSync(rootOf(ENGINE, bench.cache))).toBe(false);
    bench.openGate();
    expect(await Promise.all([one.ended, two.ended])).toEqual([0, 0]);
    expect(bench.builds().map(({ target }) => target.split("/").at(-1))).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
    ]);
    expect(
      both()
        .match(/"source":"\w+"/g)
        ?.sort(),
    ).toEqual(['"source":"build"', '"source":"cache"']);
  });

  it("leave nothing half-made on Ctrl-C, and no compiler running", async () => {
    const bench = await compilerBench();
    bench.closeGate();
    const stopped = bench.start();
    await eventually(() => bench.builds().length === 1);
    stopped.child.kill("SIGINT");
    expect(await stopped.ended).toBe(130);
    expect(bench.builds().filter(({ pid }) => isRunning(pid))).toEqual([]);
    expect(readdirSync(bench.cache)).toEqual([]);
  });

  it("wait no longer for a killed one, do not take its leftover for an engine, and remove it", async () => {
    const bench = await compilerBench();
    bench.closeGate();
    const killed = bench.start();
    await eventually(() => bench.builds().length === 1);
    killed.child.kill("SIGKILL");
    // The stand-in compiler outlives its parent, as Go would; it ends when the gate opens.
    expect(await eventually(() => !isRunning(killed.child.pid ?? 0))).toBeUndefined();
    expect(readdirSync(bench.cache)).toEqual([expect.stringMatching(/^\.making-/)]);
    bench.openGate();
    const next = bench.start();
    expect(await next.ended).toBe(0);
    expect(next.printed()).toContain('"source":"build"');
    expect(readdirSync(bench.cache)).toEqual([`${engineVersion}-${process.platform}-${process.arch}`]);
  });
});
