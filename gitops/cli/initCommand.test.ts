import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { initCommand } from "./initCommand";

it.each([
  ["--folder-for", "../outside"],
  ["--folder-for", "two words"],
  ["--folder-for", "_defaults"],
  ["--folder-for", ".hidden"],
  ["--folder-for", "payments.yaml"],
  ["--folder-for", ""],
  ["--name", "two words"],
  ["--name", "@scope/name"],
  ["--name", ""],
])("init %s %j is refused, and nothing is written", async (option, value) => {
  const root = await mkdtemp(join(tmpdir(), "repo-connections-init-"));
  try {
    const command = initCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    const args = ["-C", join(root, "project"), option, value];
    await expect(command.parseAsync(args, { from: "user" })).rejects.toThrow(/is invalid\. It must be/);
    expect(await readdir(root)).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
