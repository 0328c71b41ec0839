import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { z } from "zod";
import type { FaultRuleInput } from "../../../emulator";
import { userFolder } from "../../../provider/files/ownFolder";
import { DEFAULT_LIMITS } from "../../../provider/http/limits";
import { killTree } from "../../support/killTree";
import { filesBelow } from "../../support/noSecrets";
import type { TestService } from "../../support/service";
import type { Stack } from "../../support/stack";
import { connectionsIn, parseState, type StackState } from "../../support/state";
import { matchOf } from "../commands/faults";
import type { Circumstances, Driver, Ended, Kill, Resource, Result } from "./driver";

const UP = ["up", "--yes", "--skip-preview"];

/** For how long the provider is told that a list may lag, in seconds. */
const PATIENCE_SECONDS = 2;

/** How far lists lag that the provider's default is made for, in milliseconds. */
const MAX_LAG_MS = 60_000;

/** After so many milliseconds, a call that was cut short is over, and the list shows what came of it. */
const PAST_ALL_DOUBT_MS = DEFAULT_LIMITS.callMs + PATIENCE_SECONDS * 1_000 + 1;

/** Longer than any test waits, in milliseconds. */
const FOR_EVER_MS = 600_000;

/** Where a stack's state is: to read it there takes no further start of the engine. */
const STATE = join("backend", ".pulumi", "stacks", "test", "dev.json");

const stored = z.object({ checkpoint: z.object({ latest: z.unknown().default({}) }) });

/** How a command of the engine has ended. */
interface Command {
  /** A few words for the journal. */
  readonly how: string;
  readonly isWell: boolean;
  readonly isKilled: boolean;
  /** What it printed. */
  readonly all: string;
}

/** Runs a program on Pulumi's engine, with the package as it is installed. */
export class RealEngine implements Driver {
  readonly sharesLooks = false;
  readonly isCheap = false;
  readonly readsSecrets = false;
  readonly patienceMs = PATIENCE_SECONDS * 1_000;
  /** Less than the provider is told. */
  readonly maxLagMs = 1_500;
  #isInDoubt = false;

  constructor(
    readonly services: TestService,
    readonly stack: Stack,
  ) {
    stack.environment.COREGIT_LIST_LAG_SECONDS = String(PATIENCE_SECONDS);
  }

  async up(program: readonly Resource[], circumstances: Circumstances): Promise<Ended> {
    const { refresh, faults, kill, parallel = 16, details = false } = circumstances;
    await this.#declare(program);
    const args = [...UP, ...(refresh ? ["--refresh"] : []), `--parallel=${parallel}`];
    if (kill !== undefined) return this.#ended(program, await this.#killed(args, faults, kill));
    if (!details) return this.#ended(program, await this.#run(args, faults));
    const detailed = await this.#run([...args, "--diff"], faults);
    // Where details are shown, errors do not say whose they are.
    return this.#ended(program, detailed.isWell ? detailed : await this.#run(args, faults));
  }

  async refresh(program: readonly Resource[], faults: readonly FaultRuleInput[]): Promise<Ended> {
    await this.#declare(program);
    return this.#ended(program, await this.#run(["refresh", "--yes", "--skip-preview"], faults));
  }

  /** From now on the list lags as the service's does: it does not show what the last commands have written. */
  async expectNothingToDo(): Promise<Ended["shown"]> {
    this.stack.environment.COREGIT_LIST_LAG_SECONDS = undefined;
    await this.services.control.coregit.changeSettings({ listLagMs: MAX_LAG_MS, lookupLagMs: null });
    const preview = await this.stack.pulumi("preview", "--refresh", "--expect-no-changes", "--diff");
    expect(preview.exitCode, preview.all).toBe(0);
    return { "the last preview": this.#noted(preview.all) };
  }

  async forget(): Promise<void> {
    const { PULUMI_HOME } = this.stack.environment;
    const folder = userFolder("", { PULUMI_HOME });
    if (PULUMI_HOME === undefined || folder === undefined) throw new Error("nothing is remembered anywhere");
    await rm(folder, { recursive: true, force: true });
  }

  async written(): Promise<Ended["shown"]> {
    return filesBelow(this.stack.folder);
  }

  /** Tokens stand in the environment, and so in no file. */
  async #declare(program: readonly Resource[]): Promise<void> {
    for (const { variable, token } of program) this.stack.environment[variable] = token;
    const declared = program.map(({ name, variable, argumentsOf }) => [name, argumentsOf?.(`$${variable}`)]);
    await this.stack.declare(Object.fromEntries(declared));
    // Every list shows what was done by hand, and what a killed command has left is beyond doubt.
    await this.services.control.advanceClock(this.#isInDoubt ? PAST_ALL_DOUBT_MS : this.maxLagMs + 1);
  }

  async #run(args: readonly string[], faults: readonly FaultRuleInput[]): Promise<Command> {
    const { control } = this.services;
    for (const fault of faults) await control.addFault(fault);
    const { exitCode, all } = await this.stack.pulumi(...args);
    await control.clearFaults();
    return { how: `exit code ${exitCode}`, isWell: exitCode === 0, isKilled: false, all: this.#noted(all) };
  }

  async #killed(args: readonly string[], faults: readonly FaultRuleInput[], kill: Kill): Promise<Command> {
    const { control } = this.services;
    // Holds the answer to a request back for ever. It is the first rule, so that no other meets that request.
    const effect = { kind: "delay" as const, ms: FOR_EVER_MS, when: kill.when };
    const holding = await control.addFault({ match: matchOf(kill), effect });
    for (const fault of faults) await control.addFault(fault);
    const engine = this.stack.start(...args);
    if (engine.pid === undefined) throw new Error("the engine was not started");
    let all = "";
    engine.stdout?.on("data", (chunk) => {
      all += chunk;
    });
    const closed = once(engine, "close");
    const isHeld = async () => (await control.faults()).some(({ id, usedUp }) => id === holding && usedUp);
    try {
      // A command that sends fewer requests ends by itself.
      await vi.waitUntil(async () => engine.exitCode !== null || (await isHeld()), {
        timeout: 120_000,
        interval: 200,
      });
    } finally {
      if (engine.exitCode === null) await killTree(engine.pid);
      await closed;
      await control.clearFaults();
    }
    const { exitCode } = engine;
    const how = exitCode === null ? "killed" : `exit code ${exitCode}, not killed`;
    if (exitCode === null) await this.stack.succeed("cancel", "--yes");
    return { how, isWell: exitCode === 0, isKilled: exitCode === null, all: this.#noted(all) };
  }

  /** Keeps what a command printed. */
  #noted(all: string): string {
    expect(all, "a stack trace").not.toMatch(/^\s+at .+:\d+:\d+|\bpanic:/m);
    return all;
  }

  async #ended(program: readonly Resource[], { how, isWell, isKilled, all }: Command): Promise<Ended> {
    this.#isInDoubt = isKilled;
    const text = await readFile(join(this.stack.folder, STATE), "utf8");
    const recorded = connectionsIn(stateIn(text));
    const said = isWell ? new Map<string, string>() : errorsIn(all);
    const results = program.map(({ name }): [string, Result] => {
      const found = recorded[name];
      return [
        name,
        {
          recorded: found && { id: found.id ?? "", outputs: found.outputs, pendingReplacement: false },
          failure: isWell ? undefined : (said.get(name) ?? (said.size === 0 ? all : undefined)),
          creation: "open if something is unknown",
          token: isKilled ? "open" : isWell ? "settled" : "as before",
        },
      ];
    });
    return { how, results: new Map(results), shown: { "the output": all, "the state": text } };
  }
}

/** What the file of a stack holds, which is what `pulumi stack export` prints. */
function stateIn(text: string): StackState {
  const { checkpoint } = stored.parse(JSON.parse(text));
  return parseState(JSON.stringify({ deployment: checkpoint.latest }));
}

/** What a command says of each resource; nothing where it shows details. */
function errorsIn(all: string): Map<string, string> {
  const [, diagnostics = ""] = all.split(/^Diagnostics:$/m);
  const parts = diagnostics.split(/^ {2}(?=\S+ \(\S+\):$)/m);
  return new Map(
    parts.flatMap((part) => {
      const name = /^\S+Connection \((\S+)\):$/m.exec(part)?.[1];
      return name === undefined ? [] : [[name, part] as const];
    }),
  );
}
