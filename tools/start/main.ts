/** `npm start`: walks through the life of repo connections on a real Pulumi engine and the local emulator. */
import { parseArgs } from "node:util";
import pc from "picocolors";
import { type Engine, EngineError, EngineInterrupted, ensureEngine, progressDisplay } from "../engine";
import { step } from "../engine/step";
import { refusal } from "./guard";
import { renderEnd, renderStep } from "./render";
import { Session } from "./session";
import { type Outcome, STEPS } from "./steps";

const HELP = `Usage: npm start -- [options]

Walks through the life of four connections, declared in connections.yaml: created, unchanged, rotated, drifted,
healed, recreated, destroyed. A real Pulumi engine, and a local emulator of SigSentry and Coregit.

  --json       one JSON object on standard output: every step with its changes, requests and checks
               (npm prints lines of its own before it: npm start --silent -- --json)
  --emulator   run although SIGSENTRY_API_KEY or COREGIT_API_KEY is set; the key is not used
  --help       this text

Exit codes: 0 every step did what it claims; 1 one did not, or something failed; 2 refused, or wrong usage;
130 interrupted.`;

interface Options {
  readonly json: boolean;
  readonly emulator: boolean;
  readonly help: boolean;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === "string") return fail(options, 2);
  if (options.help) return say(HELP);
  const refused = refusal(process.env, options.emulator);
  if (refused !== undefined) return fail(refused, 2);

  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new EngineInterrupted(130));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    return await walk(options.json, interruption.signal);
  } catch (error) {
    if (error instanceof EngineInterrupted)
      return fail("Interrupted; nothing is left behind.", error.exitCode);
    return fail(error instanceof EngineError || !(error instanceof Error) ? String(error) : error.message, 1);
  }
}

function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      options: { json: { type: "boolean" }, emulator: { type: "boolean" }, help: { type: "boolean" } },
    });
    return { json: values.json ?? false, emulator: values.emulator ?? false, help: values.help ?? false };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${HELP}`;
  }
}

async function walk(json: boolean, signal: AbortSignal): Promise<number> {
  const start = performance.now();
  const engine = await prepareEngine(signal);
  const session = await Session.open(engine, signal);
  const outcomes: { title: string; did: string; outcome: Outcome }[] = [];
  try {
    if (!json)
      say(`Pulumi ${engine.version}, and an emulator of SigSentry and Coregit on ${session.emulator.url}`);
    for (const [index, step] of STEPS.entries()) {
      const outcome = await withProgress(step.title, () => step.run(session));
      outcomes.push({ title: step.title, did: step.did, outcome });
      if (!json) say(renderStep(index + 1, STEPS.length, step, outcome));
      if (!outcome.checks.every(({ holds }) => holds)) break;
    }
  } finally {
    await session.close();
  }
  const ok = outcomes.every(({ outcome }) => outcome.checks.every(({ holds }) => holds));
  if (json)
    say(
      JSON.stringify({
        ok,
        engine: { version: engine.version, source: engine.source },
        steps: outcomes.map(flat),
      }),
    );
  else if (ok) say(renderEnd((performance.now() - start) / 1000));
  return ok ? 0 : fail("A step did not do what it claims.", 1);
}

async function prepareEngine(signal: AbortSignal): Promise<Engine> {
  const display = progressDisplay();
  try {
    return await ensureEngine({ onProgress: display.onProgress, signal });
  } finally {
    display.end();
  }
}

/** A step takes seconds: on a terminal, something moves meanwhile. */
async function withProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work();
  const display = progressDisplay();
  try {
    return await step(display.onProgress, `${title} …`, work);
  } finally {
    display.end();
  }
}

function flat({ title, did, outcome }: { title: string; did: string; outcome: Outcome }) {
  return { title, did, ...outcome.report, requests: outcome.requests, checks: outcome.checks };
}

function say(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(text: string, exitCode: number): number {
  process.stderr.write(`${pc.red(text)}\n`);
  return exitCode;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
