/** `npm run bench`: what the command costs on an estate, on this machine. */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ensureEngine, progressDisplay } from "../tools/engine";
import { COMMANDS, type Measured, runEstate, type Size } from "./estate";

const HELP = `Usage: npm run bench -- [options]

Measures repo-connections on an estate of many projects: wall time, CPU time of all its processes, requests. A real
Pulumi engine, and the emulator with 50 ms a call. Medians of several rounds.

  --projects <n>      SigSentry projects, each a file and a stack (default 10)
  --connections <n>   connections in each (default 10)
  --rounds <n>        default 3
  --json              one JSON object on standard output`;

const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "10" },
    connections: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const count = z.coerce.number().int().min(1);
const counts = z.object({ projects: count, connections: count, rounds: count });

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { projects, connections, rounds: times } = counts.parse(values);
  const size = { projects, connections };
  const display = progressDisplay();
  const engine = await ensureEngine({ onProgress: display.onProgress }).finally(() => display.end());
  const script = join(__dirname, "../dist/gitops/cli/main.js");
  const rounds: Measured[][] = [];
  for (let round = 1; round <= times; round++) {
    const root = await mkdtemp(join(tmpdir(), "repo-connections-bench-"));
    try {
      rounds.push(await runEstate(engine, script, root, size));
    } finally {
      await rm(root, { recursive: true, force: true });
    }
    console.error(`Round ${round} of ${times} is done.`);
  }
  show(size, rounds);
}

function show(size: Size, rounds: readonly Measured[][]): void {
  const cases = Object.keys(COMMANDS).map((name) => {
    const measured = rounds.flat().filter((one) => one.name === name);
    const median = (of: (one: Measured) => number) =>
      measured.map(of).sort((one, other) => one - other)[Math.floor(measured.length / 2)];
    return {
      ...{ command: name, "wall s": median(({ wall }) => wall), "CPU s": median(({ cpu }) => cpu) },
      requests: median(({ requests }) => requests),
    };
  });
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  if (values.json) console.log(JSON.stringify({ ...size, rounds: rounds.length, machine, cases }));
  else {
    console.log(`${size.projects} projects of ${size.connections} connections, ${rounds.length} rounds.`);
    console.log(`${machine.cpus} × ${machine.model}, Node ${machine.node}`);
    console.table(cases);
  }
}

void main();
