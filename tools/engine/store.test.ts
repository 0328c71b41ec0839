import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdir, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ENGINE, rootOf } from "./kit";
import { keep, kept, makeCacheFolder, placeHere, removeLeftovers } from "./store";
import { temporaryFolder, writeEngine } from "./testing/files";
import { engineVersion } from "./version";

const complete = (folder: string) => writeEngine(path.join(folder, "bin"), engineVersion);

describe("keep", () => {
  it("puts a complete engine in place, without the scratch folder", async () => {
    const cache = await temporaryFolder();
    const root = rootOf(ENGINE, cache);
    const engine = await keep(root, ENGINE, async (folder, scratch) => {
      await writeFile(path.join(scratch, "temporary"), "");
      await complete(folder);
      expect(existsSync(root)).toBe(false);
    });
    expect(engine).toEqual(await kept(root, ENGINE));
    expect(engine.binDir).toBe(path.join(root, "bin"));
    expect(readdirSync(root).sort()).toEqual(["bin", "engine.json"]);
    expect(readdirSync(cache)).toEqual([path.basename(root)]);
  });

  it.each([
    ["making it fails", () => Promise.reject(new Error("broken off")), "broken off"],
    [
      "a file is missing",
      (folder: string) => mkdir(path.join(folder, "bin")),
      "a file of the Pulumi engine is missing",
    ],
  ])("leaves nothing when %s", async (_, make: (folder: string) => Promise<unknown>, message) => {
    const cache = await temporaryFolder();
    const keeping = keep(rootOf(ENGINE, cache), ENGINE, async (folder) => {
      await make(folder);
    });
    await expect(keeping).rejects.toThrow(message);
    expect(readdirSync(cache)).toEqual([]);
  });

  it("uses the engine that another process put in place meanwhile", async () => {
    const root = rootOf(ENGINE, await temporaryFolder());
    const engine = await keep(root, ENGINE, async (folder) => {
      await complete(folder);
      await keep(root, ENGINE, (other) => writeEngine(path.join(other, "bin"), engineVersion));
      await writeFile(path.join(root, "from the other"), "");
    });
    expect(engine.binDir).toBe(path.join(root, "bin"));
    expect(existsSync(path.join(root, "from the other"))).toBe(true);
  });

  it("replaces an engine of which a file was deleted", async () => {
    const root = rootOf(ENGINE, await temporaryFolder());
    const { binDir } = await keep(root, ENGINE, complete);
    await rm(path.join(binDir, "pulumi"));
    expect(await kept(root, ENGINE)).toBeUndefined();
    expect(await keep(root, ENGINE, complete)).toEqual(await kept(root, ENGINE));
  });
});

describe("removeLeftovers", () => {
  it("removes what dead processes and days gone by left, not what a living process is making, nor one of another container", async () => {
    const cache = await temporaryFolder();
    const [dead, living, old, elsewhere] = [
      `.making-${placeHere()}-999999999-a`,
      `.making-${placeHere()}-${process.pid}-b`,
      `.making-${placeHere()}-${process.pid}-c`,
      ".making-anothercontainer-999999999-d",
    ];
    for (const name of [dead, living, old, elsewhere, "3.1.0-linux-x64"])
      await mkdir(path.join(cache, name, "bin"), { recursive: true });
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    await utimes(path.join(cache, old), twoDaysAgo, twoDaysAgo);
    await removeLeftovers(cache);
    expect(readdirSync(cache).sort()).toEqual([living, elsewhere, "3.1.0-linux-x64"].sort());
  });
});

describe("makeCacheFolder", () => {
  it("names the folder and the variable that moves it when it cannot be made", async () => {
    const file = path.join(await temporaryFolder(), "file");
    await writeFile(file, "");
    await chmod(file, 0o400);
    const making = makeCacheFolder(path.join(file, "engine"));
    await expect(making).rejects.toThrow(
      /cannot be kept in .*ENOTDIR.*\nSet REPO_CONNECTIONS_ENGINE_CACHE to/s,
    );
  });
});
