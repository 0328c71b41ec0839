import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { HAS_GROUPS } from "./children";
import { pulumiVariables } from "./user";

/**
 * Sets a secret of a stack's configuration. The Automation API would give the value as an argument, which every user
 * of the machine can read while the command runs; here it goes through a pipe.
 */
export async function setSecret(
  command: string,
  folder: string,
  stack: string,
  key: string,
  value: string,
): Promise<void> {
  const args = ["config", "set", "--secret", `--stack=${stack}`, "--non-interactive", "--", key];
  const env = { ...process.env, ...pulumiVariables() };
  // A file is written: the group's interruption does not cut that short.
  const child = spawn(command, args, {
    cwd: folder,
    env,
    stdio: ["pipe", "ignore", "pipe"],
    detached: HAS_GROUPS,
  });
  const closed = once(child, "close");
  // A command that ends without reading says why by itself.
  child.stdin.on("error", () => {});
  child.stdin.end(value);
  const [said] = await Promise.all([text(child.stderr), closed]);
  if (child.exitCode !== 0)
    throw new Error(`The stack's configuration ${key} cannot be set: ${said.trim().replace(/^error: /, "")}`);
}
