import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { adjusted, answerWithoutRunning, pulumiCommand } from "./command";

describe("a pulumi that cannot be used", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-command-"));
  const path = (script?: string) => {
    const file = join(folder, "pulumi");
    if (script !== undefined) writeFileSync(file, `#!/bin/sh\n${script}\n`);
    if (script !== undefined) chmodSync(file, 0o755);
    vi.stubEnv("PATH", folder);
  };
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is told as what it is", async () => {
    path();
    await expect(pulumiCommand()).rejects.toThrow("cannot be used: there is no `pulumi` on PATH. Install it");
    path("echo v2.25.2");
    await expect(pulumiCommand()).rejects.toThrow("your current CLI version is v2.25.2");
    path("echo 'error: its disk is full' >&2; exit 3");
    await expect(pulumiCommand()).rejects.toThrow("cannot be used: its disk is full. Install it");
  });
});

describe("adjusted", () => {
  it("leaves the user's selected stack selected", () => {
    expect(adjusted(["stack", "init", "shop"])).toEqual(["stack", "init", "shop", "--no-select"]);
  });

  it("has a plan read the service only when it is asked to", () => {
    expect(adjusted(["preview"])).toEqual(["preview", "--refresh=false"]);
    expect(adjusted(["preview", "--refresh"])).toEqual(["preview", "--refresh"]);
    expect(adjusted(["up", "--yes"])).toEqual(["up", "--yes", "--refresh=false"]);
    expect(adjusted(["destroy"])).toEqual(["destroy", "--refresh=false"]);
  });

  it("leaves everything else as it is", () => {
    expect(adjusted(["refresh", "--preview-only"])).toEqual(["refresh", "--preview-only"]);
    expect(adjusted(["config", "--show-secrets"])).toEqual(["config", "--show-secrets"]);
  });
});

describe("answerWithoutRunning", () => {
  it("answers what nobody reads", () => {
    expect(answerWithoutRunning(["stack", "select", "--stack", "shop"])).toBe("");
    expect(answerWithoutRunning(["stack", "output", "--json", "--stack", "shop"])).toBe("{}");
    expect(answerWithoutRunning(["stack", "history", "--json", "--stack", "shop"])).toBe("[]");
  });

  it("runs everything else", () => {
    for (const args of [["stack", "init", "shop"], ["stack", "ls", "--json"], ["stack", "export"], ["up"]])
      expect(answerWithoutRunning(args)).toBeUndefined();
  });
});
