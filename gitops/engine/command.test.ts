import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stack } from "@pulumi/pulumi/automation";
import { afterAll, afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  adjusted,
  answerWithoutRunning,
  locks,
  pulumiCommand,
  withLocksTold,
  withoutFalseFlags,
  workspaceOf,
} from "./command";

const signal = new AbortController().signal;
const never = { stopping: signal, dropping: signal };

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
    await expect(pulumiCommand(never)).rejects.toThrow(
      "cannot be used: there is no `pulumi` on PATH. Install it",
    );
    path("echo v2.25.2");
    await expect(pulumiCommand(never)).rejects.toThrow("your current CLI version is v2.25.2");
    path("echo 'error: its disk is full' >&2; exit 3");
    await expect(pulumiCommand(never)).rejects.toThrow("cannot be used: its disk is full. Install it");
  });

  it("is not to blame for what the user has interrupted", async () => {
    path("kill -INT $$");
    await expect(pulumiCommand({ ...never, stopping: AbortSignal.abort() })).rejects.toThrow(
      /^Interrupted: /,
    );
    path("test $1 = version && echo v3.248.0 && exit; kill -INT $$");
    const stopping = new AbortController();
    const workspace = await workspaceOf(folder, await pulumiCommand({ ...never, stopping: stopping.signal }));
    await expect(workspace.whoAmI()).rejects.not.toThrow(/^Interrupted/);
    stopping.abort();
    await expect(workspace.whoAmI()).rejects.toThrow(/^Interrupted: /);
  });
});

describe("withLocksTold", () => {
  it("tells the very process that locks a stack, and no other", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-command-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "pulumi"), "#!/bin/sh\ntest $1 = version && echo v3.248.0 || echo pid $$\n", {
      mode: 0o755,
    });
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const told: unknown[] = [];
    const command = withLocksTold(await pulumiCommand(never), (child) => told.push(child.pid));
    const stack = await Stack.select("shop", await workspaceOf(folder, command));
    await stack.workspace.whoAmI().catch(() => undefined);
    await stack.preview().catch(() => undefined);
    expect(told).toEqual([]);
    let said = "";
    await stack.destroy({ onOutput: (text) => (said += text) });
    expect(`pid ${told}`).toBe(said.trim());
  });

  it("knows which commands lock", () => {
    for (const args of [["up", "--yes"], ["destroy", "--yes"], ["refresh"]]) expect(locks(args)).toBe(true);
    for (const args of [
      ["preview"],
      ["destroy", "--preview-only"],
      ["refresh", "--preview-only"],
      ["stack", "ls"],
      [],
    ])
      expect(locks(args)).toBe(false);
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

describe("withoutFalseFlags", () => {
  it("keeps values values, whatever they begin with", () => {
    expect(
      withoutFalseFlags(["up", "--yes", "--stack", "--show-secrets", "--target", "-x", "--plan", "p"]),
    ).toEqual(["up", "--yes", "--stack=--show-secrets", "--target=-x", "--plan=p"]);
    expect(withoutFalseFlags(["config", "--show-secrets", "--json", "--stack", "-h"])).toEqual([
      "config",
      "--show-secrets",
      "--json",
      "--stack=-h",
    ]);
  });

  it("lets no flag stand where a name does", () => {
    expect(() => withoutFalseFlags(["stack", "init", "--show-secrets"])).toThrow("is not a stack's name");
    expect(withoutFalseFlags(["stack", "init", "prod", "--stack", "x"])).toEqual([
      "stack",
      "init",
      "prod",
      "--stack=x",
    ]);
  });
});
