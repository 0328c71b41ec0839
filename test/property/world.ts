import { once } from "node:events";
import { expect, vi } from "vitest";
import { tokenText } from "../../provider/sigsentry/reliability/model/declaration";
import { killTree } from "../support/killTree";
import type { TestService } from "../support/service";
import type { Stack } from "../support/stack";
import { connectionsIn, parseState } from "../support/state";
import { type Disturbance, faultRule, holdRule } from "./disturbance";
import type { Step } from "./history";
import { argumentsOf, emptySlot, fulfil, inDashboard, type Slot, tokenOf } from "./slot";

const UP = ["up", "--yes", "--skip-preview"];

/** A program, its stack and its service, while a history is played. */
export class World {
  readonly slots: readonly Slot[];
  /** What was done, a line a command; without secrets. */
  readonly journal: string[] = [];
  /** What each command printed. */
  readonly outputs: Record<string, string> = {};
  #bystander: string | undefined;
  #used = 0;

  constructor(
    readonly service: TestService,
    readonly stack: Stack,
    size: number,
  ) {
    this.slots = ["payments", "ledger", "web"].slice(0, size).map(emptySlot);
  }

  /** Every token that was ever declared, and the API key. */
  get secrets(): string[] {
    const tokens = Array.from({ length: this.#used }, (_, index) => tokenText(index + 1));
    return [...tokens, this.service.apiKey];
  }

  /** A connection in the same project that no program knows; made when it is first asked for. */
  async bystander(): Promise<string> {
    const { projectId, control } = this.service;
    const seed = { projectId, platform: "github" as const, repositories: ["acme/bystander"] };
    this.#bystander ??= (await control.sigsentry.seedConnection(seed)).id;
    return this.#bystander;
  }

  /** What the service holds, without the bystander. */
  async held() {
    const bystander = await this.bystander();
    return (await this.service.connections()).filter(({ id }) => id !== bystander);
  }

  /** Plays one step; the command may fail, unless it is not disturbed and refreshes. */
  async play({ turns, refresh, parallel, disturbance }: Step): Promise<void> {
    for (const [index, slot] of this.slots.entries()) {
      const turn = turns[index];
      if (turn === undefined) throw new Error("each connection has a turn");
      const context = { turn, service: this.service, fresh: () => ++this.#used };
      const dashboard = await inDashboard(slot, context);
      const wish = await fulfil(slot, context);
      this.journal.push(`${slot.name}: dashboard ${dashboard}, ${wish} ${JSON.stringify(slot.declared)}`);
    }
    await this.declare();
    const args = [...(refresh ? ["--refresh"] : []), `--parallel=${parallel}`];
    const ended = await this.#up(args, disturbance);
    this.journal.push(`up ${args.join(" ")} ${JSON.stringify(disturbance)}: ${ended}`);
    if (disturbance.kind === "none" && refresh) expect(ended).toBe("0 requests disturbed, exit code 0");
    await this.#look();
  }

  /** Writes the program. */
  async declare(): Promise<void> {
    for (const slot of this.slots) this.stack.environment[slot.variable] = tokenOf(slot);
    const declared = this.slots.map((slot) => [slot.name, argumentsOf(slot)]);
    await this.stack.declare(Object.fromEntries(declared));
  }

  /** Keeps what a command printed. */
  note(name: string, output: string): void {
    this.outputs[`${Object.keys(this.outputs).length}. ${name}`] = output;
  }

  async #up(args: readonly string[], disturbance: Disturbance): Promise<string> {
    if (disturbance.kind === "kill") return this.#upKilled(args, disturbance);
    if (disturbance.kind === "fault") {
      await this.service.control.addFault(faultRule(disturbance, this.#sentWith(disturbance)));
    }
    const { exitCode, all } = await this.stack.pulumi(...UP, ...args);
    const met = (await this.service.control.faults()).flatMap(({ applied }) => applied).length;
    await this.service.control.clearFaults();
    this.note("up", all);
    return `${met} requests disturbed, exit code ${exitCode}`;
  }

  /** The secrets of a request, as far as they are certain: its key, and the token of the only connection. */
  #sentWith({ moment: { method } }: Extract<Disturbance, { kind: "fault" }>): string[] {
    const [token, ...others] = this.slots.map(tokenOf);
    const isSent = (method === "POST" || method === "PUT") && others.length === 0;
    return [this.service.apiKey, ...(token !== undefined && isSent ? [token] : [])];
  }

  async #upKilled(
    args: readonly string[],
    disturbance: Extract<Disturbance, { kind: "kill" }>,
  ): Promise<string> {
    const { control } = this.service;
    await control.addFault(holdRule(disturbance));
    const engine = this.stack.start(...UP, ...args);
    if (engine.pid === undefined) throw new Error("the engine was not started");
    let output = "";
    engine.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    const closed = once(engine, "close");
    const isHeld = async () => (await control.faults()).some(({ usedUp }) => usedUp);
    try {
      // A command that sends fewer requests ends by itself.
      await vi.waitUntil(async () => engine.exitCode !== null || (await isHeld()), { timeout: 60_000 });
    } finally {
      if (engine.exitCode === null) await killTree(engine.pid);
      await closed;
      await control.clearFaults();
    }
    this.note("up, killed", output);
    if (engine.exitCode !== null) return `exit code ${engine.exitCode}, not killed`;
    this.note("cancel", (await this.stack.succeed("cancel", "--yes")).all);
    return "killed";
  }

  /** Finds out what the command has left. */
  async #look(): Promise<void> {
    const recorded = connectionsIn(parseState(await this.stack.exportText()));
    const held = (await this.held()).map(({ id }) => id);
    const known = Object.values(recorded).map(({ id }) => id);
    const areOrphans = held.some((id) => !known.includes(id));
    for (const slot of this.slots) {
      slot.recorded = recorded[slot.name]?.id;
      slot.isHeld = slot.recorded !== undefined && held.includes(slot.recorded);
      slot.isOpen = slot.declared !== undefined && !slot.isHeld && areOrphans;
    }
    this.journal.push(
      `  recorded ${JSON.stringify(this.slots.map(({ recorded }) => recorded))}, held ${held}`,
    );
  }
}
