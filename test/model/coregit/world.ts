import type { dynamic } from "@pulumi/pulumi";
import { expect } from "vitest";
import type { Emulator, FaultRuleInput } from "../../../emulator";
import { adviceIn } from "../advice";
import type { Report } from "../engine";
import { expectSentAt } from "../sentCredentials";
import { SentTimes } from "../sentTimes";
import type { Outcome } from "../slot";
import { World } from "../world";
import { CREDENTIALS } from "./credentials";
import { Dashboard } from "./dashboard";
import { argumentsOf } from "./declaration";
import { expectedOf } from "./expected";
import { type Lags, letReadsCatchUp } from "./lag";
import { type ConnectionSlot, doubtKilled, newSlot, settleDoubts } from "./slot";

/** What a world is made of. */
export interface Circumstances {
  readonly emulator: Emulator;
  /** The provider, remembering what it sends in a folder. */
  readonly newHost: () => dynamic.ResourceProvider;
  /** Has another machine, which remembers nothing, go on. */
  readonly forget: () => void;
  /** What the provider printed. */
  readonly shown: string[];
}

/** How often a command is given again before somebody has to decide something. */
const MAX_ROUNDS = 8;

/** An error of a connection that looks like another resource's. */
const BESIDE_ANOTHER = /Another resource of this program stands for/;

/** A program of a few connections, the engine that runs it, and the service. */
export class ConnectionWorld extends World<ConnectionSlot> {
  readonly dashboard: Dashboard;
  readonly #forget: () => void;
  readonly #sentTimes = new SentTimes(CREDENTIALS.field);
  /** What was sent before is not remembered: only then has somebody to decide what is whose. */
  #hasForgotten = false;

  constructor({ emulator, newHost, forget, shown }: Circumstances) {
    const { apiKey } = emulator.coregit;
    super({ emulator, newHost, shown, apiKey, newSlot, reference: "accessTokenFrom" });
    this.dashboard = new Dashboard(emulator);
    this.#forget = forget;
  }

  /** From now on another machine runs the program, after a while. */
  async moveToAnotherMachine(): Promise<void> {
    this.#forget();
    this.#hasForgotten = true;
    for (const slot of this.slots) {
      slot.isRemembered = false;
      // What may have been made is not to be made beside itself.
      if (slot.creationOpen && slot.declared !== undefined)
        slot.declared = { ...slot.declared, allowDuplicate: false };
    }
    await letReadsCatchUp(this.emulator.control);
  }

  /** From now on reads lag so far. */
  async lag(lags: Lags): Promise<void> {
    await this.emulator.control.coregit.changeSettings(lags);
  }

  /** What is protected is there afterwards. */
  override async up(faults: readonly FaultRuleInput[], refresh: boolean): Promise<Outcome<ConnectionSlot>[]> {
    const before = await this.#heldProtected();
    const outcomes = await super.up(faults, refresh);
    if (before.length > 0) {
      const after = (await this.dashboard.connections()).map(({ id }) => id);
      expect(after, "what is protected").toEqual(expect.arrayContaining(before));
    }
    await this.#waitAsAdvised();
    return outcomes;
  }

  override async upKilled(faults: readonly FaultRuleInput[], kept: readonly boolean[]): Promise<void> {
    await super.upKilled(faults, kept);
    await this.#waitAsAdvised();
  }

  override async refresh(faults: readonly FaultRuleInput[]): Promise<void> {
    await super.refresh(faults);
    await this.#waitAsAdvised();
  }

  /** Before all that is promised, the user does what errors have asked for. */
  override async settle(): Promise<void> {
    await letReadsCatchUp(this.emulator.control);
    await this.#unprotect();
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const failed = (await this.up([], true)).filter(({ report }) => report.failure !== undefined);
      if (failed.length === 0) break;
      for (const outcome of failed) expect(adviceOf(outcome), textOf(outcome)).toBeDefined();
      // What one connection is mistaken for may have been taken up for another one by now.
      if (round > 1) {
        const isToBeAsked = this.#hasForgotten || this.slots.some((slot) => slot.isDeclaredOtherwise);
        const isBesideAnother = failed.every((outcome) => BESIDE_ANOTHER.test(textOf(outcome)));
        expect(isToBeAsked || isBesideAnother, failed.map(textOf).join("\n")).toBe(true);
        this.followAdvice(failed[0]);
      }
      await letReadsCatchUp(this.emulator.control);
    }
    await letReadsCatchUp(this.emulator.control);
    await super.settle();
  }

  /** Declares what the error of a command asks for: the connection that it names, or one beside another resource's. */
  followAdvice(outcome: Outcome<ConnectionSlot> | undefined): void {
    const adopt = outcome && adviceOf(outcome);
    if (outcome?.slot.declared === undefined || adopt === undefined) return;
    const isTaken = this.slots.some(({ recorded, declared }) =>
      [recorded?.id, declared?.adopt].includes(adopt),
    );
    outcome.slot.declared = {
      ...outcome.slot.declared,
      ...(isTaken ? { allowDuplicate: true } : { adopt }),
    };
  }

  protected argumentsOf({ declared, variable }: ConnectionSlot) {
    return declared && argumentsOf(declared, variable);
  }

  protected settleDoubts(slot: ConnectionSlot, report: Report): void {
    settleDoubts(slot, report);
  }

  protected doubtKilled(slot: ConnectionSlot, report: Report): void {
    doubtKilled(slot, report);
  }

  protected async expectDeclared(): Promise<void> {
    const declared = this.slots.filter((slot) => slot.declared !== undefined);
    const held = new Map(
      (await this.dashboard.connections()).map((connection) => [connection.id, connection]),
    );
    expect([...held.keys()].sort(), "exactly what is declared exists").toEqual(
      declared.map(({ recorded }) => recorded?.id).sort(),
    );
    this.#sentTimes.learn(await this.emulator.control.log());
    for (const { declared: declaration, recorded } of declared) {
      const connection = held.get(recorded?.id ?? "");
      if (declaration === undefined || connection === undefined) throw new Error("it does not exist");
      const expected = expectedOf(declaration, connection);
      expect(connection).toMatchObject(expected.connection);
      expect(recorded?.outputs).toMatchObject(expected.outputs);
      const made = declaration.style === "kept" ? undefined : connection.createdAt;
      const updated = this.#sentTimes.lastUpdate(`/v1/connections/${connection.id}`);
      expectSentAt(recorded?.outputs[CREDENTIALS.output], updated ?? made);
    }
  }

  async #heldProtected(): Promise<string[]> {
    const ids = this.slots.flatMap(({ recorded }) =>
      recorded?.outputs.deletionProtection && !recorded.pendingReplacement ? [recorded.id] : [],
    );
    if (ids.length === 0) return [];
    return (await this.dashboard.connections()).map(({ id }) => id).filter((id) => ids.includes(id));
  }

  /** What is to be deleted or replaced, and is protected, is first declared as it is, and unprotected. */
  async #unprotect(): Promise<void> {
    const wanted = this.slots.map(({ declared }) => declared);
    for (const slot of this.slots) {
      const { recorded, declared = slot.previous } = slot;
      if (recorded?.outputs.deletionProtection !== true || declared === undefined) continue;
      const isReplaced = recorded.outputs.provider !== declared.provider;
      const provider = declared.provider === "github" ? "gitlab" : "github";
      const base = { ...declared, deletionProtection: false };
      if (slot.declared === undefined || isReplaced)
        slot.declared = isReplaced ? { ...base, provider } : base;
    }
    await this.up([], true);
    for (const [index, slot] of this.slots.entries()) slot.declared = wanted[index];
  }

  /** After a creation of which nothing is known, the user waits for a minute or two, as the errors say. */
  async #waitAsAdvised(): Promise<void> {
    if (this.slots.some(({ creationOpen }) => creationOpen)) await letReadsCatchUp(this.emulator.control);
  }
}

function textOf({ slot, report: { failure } }: Outcome<ConnectionSlot>): string {
  if (failure === undefined) return "";
  const said = failure.kind === "refused" ? failure.reasons.join("; ") : failure.error.message;
  return `${slot.name}: ${failure.kind}: ${said}`;
}

function adviceOf(outcome: Outcome<ConnectionSlot>): string | undefined {
  return adviceIn(textOf(outcome));
}
