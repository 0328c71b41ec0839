import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ensureYamlHost } from "./ensure";
import { rootOf, YAML_HOST } from "./kit";
import { cacheVariable } from "./layout";
import { compilerBench } from "./testing/compiler";
import { temporaryFolder, writeEngine, writeScript } from "./testing/files";
import type { Engine } from "./types";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** An engine in a folder of its own, without a host of YAML programs. */
async function engine(): Promise<Engine> {
  const binDir = await temporaryFolder();
  await writeEngine(binDir, "3.248.0");
  return { source: "cache", version: "3.248.0", binDir, command: path.join(binDir, "pulumi") };
}

const writeHost = (folder: string) => writeScript(path.join(folder, "pulumi-language-yaml"));

describe("the host of YAML programs", () => {
  it("is the one beside the engine, then the one on PATH", async () => {
    const own = await engine();
    const elsewhere = await temporaryFolder();
    await writeHost(elsewhere);
    vi.stubEnv("PATH", elsewhere);
    expect(await ensureYamlHost(own)).toBe(elsewhere);
    await writeHost(own.binDir);
    expect(await ensureYamlHost(own)).toBe(own.binDir);
  });

  it("is built from source otherwise, once", async () => {
    const bench = await compilerBench();
    vi.stubEnv("PATH", bench.searchPath);
    vi.stubEnv(cacheVariable, path.dirname(bench.cache));
    const own = await engine();
    const binDir = path.join(rootOf(YAML_HOST, bench.cache), "bin");
    expect([await ensureYamlHost(own), await ensureYamlHost(own)]).toEqual([binDir, binDir]);
    expect(bench.builds().map(({ target }) => target)).toEqual([
      "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    ]);
  });

  it("is missed in words that say what to install", async () => {
    vi.stubEnv("PATH", await temporaryFolder());
    vi.stubEnv(cacheVariable, await temporaryFolder());
    await expect(ensureYamlHost(await engine())).rejects.toThrow(
      "1. beside pulumi, and on PATH: not found\n  2. build from source: Go is not installed (no go on PATH)",
    );
  });
});
