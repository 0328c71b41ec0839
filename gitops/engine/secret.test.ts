import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setSecret } from "./secret";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "set-secret-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A command that does what this script says. POSIX only. */
function command(script: string): string {
  const file = join(folder, "pulumi");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("a secret of a stack's configuration", () => {
  it("is given through a pipe, to a command that asks nobody whether there is a newer one", async () => {
    vi.stubEnv("PULUMI_SKIP_UPDATE_CHECK", undefined);
    const pulumi = command('cat > value; echo "$@" > arguments; echo "$PULUMI_SKIP_UPDATE_CHECK" > check');
    await setSecret(pulumi, folder, "prod", "shop:token", "planted-secret");
    const written = ["value", "arguments", "check"].map((name) => readFileSync(join(folder, name), "utf8"));
    expect(written).toEqual([
      "planted-secret",
      "config set --secret --stack=prod --non-interactive -- shop:token\n",
      "true\n",
    ]);
  });

  it("that is not even read is told by what the command says", async () => {
    const pulumi = command("echo 'error: incorrect passphrase' >&2; exit 255");
    await expect(setSecret(pulumi, folder, "prod", "token", "x".repeat(1_000_000))).rejects.toThrow(
      "The stack's configuration token cannot be set: incorrect passphrase",
    );
  });
});
