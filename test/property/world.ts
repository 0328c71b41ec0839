import { expect } from "vitest";
import { tokenText } from "../model/token";
import { expectNoSecrets } from "../support/noSecrets";
import type { TestService } from "../support/service";
import type { Stack } from "../support/stack";
import { type Ended, runDisturbed } from "./command";
import type { Disturbance } from "./disturbance";
import type { Step, Turn } from "./history";
import { look } from "./look";
import { type Declared, emptySlot, heldId, type Slot, tokenOf } from "./slot";
import { type Fulfil, revert } from "./wishes";

const UP = ["up", "--yes", "--skip-preview"];

/** What the service holds, as far as it is the same of every kind. */
interface Held {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A program with connections of one kind, its stack and its service, while a history is played. */
export abstract class World<D extends Declared, S extends Step> {
  readonly slots: readonly Slot<D>[];
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
    this.slots = ["payments", "ledger", "web"].slice(0, size).map((name) => emptySlot<D>(name));
  }

  /** The key that the provider is given. */
  protected abstract readonly apiKey: string;

  /** How a wish is done. */
  protected abstract fulfilment(wish: S["turns"][number]["wishes"][number]): Fulfil<D, S["turns"][number]>;

  /** Makes a connection in the dashboard that no program knows; returns its id. */
  protected abstract makeBystander(): Promise<string>;

  /** Changes a connection in the dashboard. */
  protected abstract edit(id: string, turn: S["turns"][number]): Promise<unknown>;

  /** Deletes a connection in the dashboard. */
  protected abstract delete(id: string): Promise<void>;

  /** Everything that the service holds. */
  protected abstract everything(): Promise<readonly Held[]>;

  /** The arguments of a declared resource; a token stands in the environment, and so in no file. */
  protected abstract argumentsOf(declared: D, variable: string): Record<string, unknown>;

  /** Whether what is declared asks for another connection in the place of the recorded one. */
  protected abstract isReplaced(slot: Slot<D>): boolean;

  /** The service and the state hold of a connection what is declared. */
  abstract expectDeclared(slot: Slot<D>): Promise<void>;

  /** What is promised of this kind beside, once all is as declared. */
  abstract expectMore(): Promise<void>;

  /** What the world does between changes and a command. */
  protected async beforeUp(_step: S): Promise<void> {}

  /** Whether an `up` that is not disturbed may end with this error. */
  protected mayFail(_ended: Ended): boolean {
    return false;
  }

  /** What the world does when all is as declared, and nothing is to be found that is not. */
  async beforeLastPreview(): Promise<void> {}

  /** What somebody does who reads what a command has said. */
  protected async afterUp(_ended: Ended): Promise<void> {}

  /** Every token that was ever declared, and the API key. */
  get secrets(): string[] {
    const tokens = Array.from({ length: this.#used }, (_, index) => tokenText(index + 1));
    return [...tokens, this.apiKey];
  }

  /** A connection that no program knows; made when it is first asked for. */
  async bystander(): Promise<string> {
    this.#bystander ??= await this.makeBystander();
    return this.#bystander;
  }

  /** What the service holds, without the bystander. */
  async held(): Promise<readonly Held[]> {
    const bystander = await this.bystander();
    return (await this.everything()).filter(({ id }) => id !== bystander);
  }

  /** What no program knows is as it was made. */
  async expectBystander(): Promise<void> {
    const bystander = await this.bystander();
    const found = (await this.everything()).find(({ id }) => id === bystander);
    expect(found, "the bystander").toBeDefined();
    expect(found?.updatedAt, "the bystander is as it was made").toBe(found?.createdAt);
  }

  /** Plays one step; the command may fail, unless it is not disturbed and refreshes. */
  async play(step: S): Promise<void> {
    for (const [index, slot] of this.slots.entries()) {
      const turn = step.turns[index];
      if (turn === undefined) throw new Error("each connection has a turn");
      const dashboard = await this.#inDashboard(slot, turn);
      const wish = await this.#fulfil(slot, turn);
      this.journal.push(`${slot.name}: dashboard ${dashboard}, ${wish} ${JSON.stringify(slot.declared)}`);
    }
    await this.beforeUp(step);
    const { refresh, parallel, disturbance } = step;
    const args = [...(refresh ? ["--refresh"] : []), `--parallel=${parallel}`];
    const ended = await this.up(args, disturbance);
    if (disturbance.kind === "none" && refresh && !this.mayFail(ended))
      expect(ended.isWell, ended.all).toBe(true);
  }

  /** Goes back on whatever was changed last, where that is possible. */
  goBack(): void {
    for (const slot of this.slots) {
      if (revert(slot)) this.journal.push(`${slot.name}: back to ${JSON.stringify(slot.declared)}`);
    }
  }

  /** One `up` of what is declared. Whatever comes of it, what is to stay is the connection that it was. */
  async up(args: readonly string[], disturbance: Disturbance = { kind: "none" }): Promise<Ended> {
    const staying = this.slots.filter((slot) => slot.declared !== undefined && !this.isReplaced(slot));
    const before = staying.map(heldId);
    await this.#declare();
    const ended = await runDisturbed({
      ...{ service: this.service, stack: this.stack, disturbance },
      args: [...UP, ...args],
      quoted: this.#sentWith(disturbance),
    });
    this.note("up", ended.all);
    this.journal.push(`up ${args.join(" ")} ${JSON.stringify(disturbance)}: ${ended.how}`);
    const state = await this.stack.exportText();
    this.journal.push(look(this.slots, state, await this.held(), ended));
    expectNoSecrets({ "the state": state }, this.secrets);
    for (const [index, slot] of staying.entries()) {
      if (before[index] !== undefined) expect(heldId(slot), `${slot.name} is as it was`).toBe(before[index]);
    }
    await this.afterUp(ended);
    return ended;
  }

  /** The `up` that must bring about what is declared. */
  lastUp(): Promise<Ended> {
    return this.up(["--refresh", "--diff"]);
  }

  /** Keeps what a command printed. */
  note(name: string, output: string): void {
    this.outputs[`${Object.keys(this.outputs).length}. ${name}`] = output;
  }

  async #declare(): Promise<void> {
    for (const slot of this.slots) this.stack.environment[slot.variable] = tokenOf(slot);
    const declared = this.slots.map(({ name, declared, variable }) => [
      name,
      declared && this.argumentsOf(declared, variable),
    ]);
    await this.stack.declare(Object.fromEntries(declared));
  }

  /** Does what the dashboard is to do, where that is possible; returns what was done. */
  async #inDashboard(slot: Slot<D>, turn: S["turns"][number]): Promise<Turn["dashboard"]> {
    const id = heldId(slot);
    if (id === undefined) return "nothing";
    if (turn.dashboard === "edit") await this.edit(id, turn);
    if (turn.dashboard !== "delete") return turn.dashboard;
    // What is gone is made again by the next `up`: not without credentials, and not what is to be adopted.
    if (slot.declared?.style === "kept" || slot.declared?.adopt !== undefined) return "nothing";
    await this.delete(id);
    slot.isHeld = false;
    return "delete";
  }

  /** Does the first wish that is possible, and returns it. */
  async #fulfil(slot: Slot<D>, turn: S["turns"][number]): Promise<string> {
    const { declared } = slot;
    const context = { turn, service: this.service, fresh: () => ++this.#used };
    for (const wish of turn.wishes) {
      if (!(await this.fulfilment(wish)(slot, context))) continue;
      if (slot.declared !== declared) slot.previous = declared;
      return wish;
    }
    throw new Error(`there is nothing that can be wished of ${slot.name}`);
  }

  /** The secrets of the disturbed request, as far as they are certain: its key, and the token of the only connection. */
  #sentWith(disturbance: Disturbance): string[] {
    const request = disturbance.kind === "none" ? undefined : disturbance.moment.request;
    const [token, ...others] = this.slots.map(tokenOf);
    const isSent = request?.carriesToken && others.length === 0;
    return [this.apiKey, ...(token !== undefined && isSent ? [token] : [])];
  }
}
