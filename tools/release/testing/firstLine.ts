import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** What a program prints first, without any environment: neither Node.js nor a package is to be found. It is ended then. */
export async function firstLine(command: string, ...args: string[]): Promise<string> {
  const program = spawn(command, args, { env: {}, stdio: ["ignore", "pipe", "inherit"] });
  try {
    for await (const line of createInterface(program.stdout)) return line;
    throw new Error("It has printed nothing.");
  } finally {
    program.kill();
    await once(program, "close");
  }
}
