import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../emulator";
import type { Engine } from "../tools/engine";
import { engineEnvironment } from "../tools/engine";
import { type Cost, costOf } from "./cost";

/** How large an estate is: each project is a file, and a stack. */
export interface Size {
  readonly projects: number;
  /** In each project. */
  readonly connections: number;
}

/** How long a service takes for an answer, in milliseconds. */
const LATENCY_MS = 50;

/** What is measured, in this order: each command finds what the one before has left. */
export const COMMANDS = {
  "plan, all new": ["plan"],
  "apply, all new": ["apply", "--yes"],
  "plan, nothing changed": ["plan"],
  "plan --refresh": ["plan", "--refresh"],
  drift: ["drift"],
  "apply, all rotated": ["apply", "--yes"],
  destroy: ["destroy", "--yes"],
} as const;

/** What a command has cost, once. */
export interface Measured extends Cost {
  /** Its name among {@link COMMANDS}. */
  readonly name: string;
  /** To the services. */
  readonly requests: number;
}

/** What each command costs, once. */
export async function runEstate(
  engine: Engine,
  script: string,
  root: string,
  { projects, connections }: Size,
): Promise<Measured[]> {
  const ids = Array.from({ length: projects }, (_, index) => `prj_${index + 1}`);
  const emulator = await startEmulator({ projects: ids });
  try {
    await emulator.control.addFault({
      match: { times: "always" },
      effect: { kind: "delay", ms: LATENCY_MS, when: "after" },
    });
    const folder = await declare(root, ids, connections);
    const environment = await environmentOf(engine, root, emulator);
    const costs: Measured[] = [];
    for (const [name, args] of Object.entries(COMMANDS)) {
      const token = name === "apply, all rotated" || name === "destroy" ? "second" : "first";
      const command = [process.execPath, script, ...args, "-C", folder];
      const env = { ...environment, GITHUB_TOKEN: `ghp_the-${token}-token-of-this-run` };
      await emulator.control.clearLog();
      const cost = await costOf(command, env);
      costs.push({ name, ...cost, requests: (await emulator.control.log()).length });
    }
    return costs;
  } finally {
    await emulator.close();
  }
}

async function declare(root: string, projects: readonly string[], connections: number): Promise<string> {
  const folder = join(root, "estate");
  await mkdir(join(folder, "connections"), { recursive: true });
  for (const id of projects) {
    const all = Array.from(
      { length: connections },
      (_, index) =>
        `  c-${index + 1}:\n    platform: github\n    repositories: [acme/a-${index + 1}, acme/b-${index + 1}]\n` +
        "    credentials: { token: { env: GITHUB_TOKEN } }\n" +
        `    serviceMappings: [{ serviceName: api, repo: acme/a-${index + 1}, pathPrefix: services/api }]\n`,
    );
    await writeFile(join(folder, "connections", `${id}.yaml`), `project: ${id}\nsigsentry:\n${all.join("")}`);
  }
  return folder;
}

async function environmentOf(engine: Engine, root: string, emulator: Emulator): Promise<NodeJS.ProcessEnv> {
  const use = { home: join(root, "home"), backendDir: join(root, "backend"), passphrase: "a passphrase" };
  for (const folder of [use.home, use.backendDir]) await mkdir(folder, { recursive: true });
  return {
    ...process.env,
    ...engineEnvironment(engine, use),
    SIGSENTRY_API_KEY: emulator.orgKey,
    SIGSENTRY_BASE_URL: emulator.url,
  };
}
