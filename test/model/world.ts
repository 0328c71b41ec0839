import type { dynamic } from "@pulumi/pulumi";
import { expect } from "vitest";
import type { Emulator, FaultRuleInput } from "../../emulator";
import { secretForms } from "../../emulator/secretForms";
import type { Properties } from "../../provider/contract";
import { Engine, type Report } from "./engine";
import type { Outcome, Slot } from "./slot";
import { tokenText } from "./token";

/** What a model's world is made of. */
export interface Surroundings<Place extends Slot> {
  readonly emulator: Emulator;
  readonly newHost: () => dynamic.ResourceProvider;
  /** What the provider printed; looked through for secrets. */
  readonly shown: string[];
  readonly apiKey: string;
  readonly newSlot: (name: string, variable: string) => Place;
  /** The property of a declaration that refers to secrets, where they are not written out. */
  readonly reference: string;
}

/** A program of a few resources, the engine that runs it, and the service. */
export abstract class World<Place extends Slot> {
  readonly slots: readonly Place[];
  readonly emulator: Emulator;
  readonly #surroundings: Surroundings<Place>;
  #tokens = 0;

  constructor(surroundings: Surroundings<Place>) {
    this.#surroundings = surroundings;
    this.emulator = surroundings.emulator;
    this.slots = ["payments", "ledger", "web"].map((name) =>
      surroundings.newSlot(name, `MODEL_TOKEN_${name.toUpperCase()}`),
    );
  }

  /** The arguments of a slot's resource; `undefined`: it is not declared. */
  protected abstract argumentsOf(slot: Place): Properties | undefined;

  /** What an `up` of a slot leaves uncertain. */
  protected abstract settleDoubts(slot: Place, report: Report): void;

  /** What is uncertain after the process was killed, and nothing of this was recorded. */
  protected abstract doubtKilled(slot: Place, report: Report): void;

  /** Exactly what is declared is what the service holds, and the requests so far were as they should be. */
  protected abstract expectDeclared(): Promise<void>;

  /** The number of a token that was never used. */
  nextToken(): number {
    this.#tokens += 1;
    return this.#tokens;
  }

  /** `pulumi up`, of all resources at once by one process. */
  async up(faults: readonly FaultRuleInput[], refresh: boolean): Promise<Outcome<Place>[]> {
    const outcomes = await this.#run(faults, (slot, engine) => {
      const declared = this.argumentsOf(slot);
      return declared === undefined ? engine.destroy() : engine.up(declared, { refresh });
    });
    for (const { slot, report } of outcomes) this.settleDoubts(slot, report);
    return outcomes;
  }

  /** `pulumi up` by a process that is killed, and of whose work only the slots in `kept` were recorded. */
  async upKilled(faults: readonly FaultRuleInput[], kept: readonly boolean[]): Promise<void> {
    const before = new Map(this.slots.map((slot) => [slot, slot.recorded]));
    const outcomes = await this.up(faults, false);
    for (const [index, { slot, report }] of outcomes.entries()) {
      if (report.failure === undefined && kept[index]) continue;
      slot.recorded = before.get(slot);
      this.doubtKilled(slot, report);
    }
  }

  /** `pulumi refresh`. */
  async refresh(faults: readonly FaultRuleInput[]): Promise<void> {
    await this.#run(faults, (_, engine) => engine.refresh());
  }

  /** All that is promised of an `up --refresh` that meets no fault. */
  async settle(): Promise<void> {
    for (const { slot, report } of await this.up([], true)) {
      expect(report.failure, slot.name).toBeUndefined();
    }
    await this.expectDeclared();
    await this.emulator.control.clearLog();
    for (const { slot, report } of await this.up([], false)) {
      expect(report, `a second up of ${slot.name}`).toEqual({ steps: [], drift: false });
    }
    expect(await this.emulator.control.log(), "requests of a second up").toEqual([]);
  }

  async #run(
    faults: readonly FaultRuleInput[],
    command: (slot: Place, engine: Engine) => Promise<Report>,
  ): Promise<Outcome<Place>[]> {
    const host = this.#surroundings.newHost();
    for (const fault of faults) await this.emulator.control.addFault(fault);
    const outcomes = await Promise.all(
      this.slots.map(async (slot) => {
        if (slot.declared !== undefined) process.env[slot.variable] = tokenText(slot.declared.token);
        const engine = new Engine({ newHost: () => host, identity: slot.name, recorded: slot.recorded });
        const report = await command(slot, engine);
        slot.recorded = engine.recorded;
        return { slot, report, readable: engine.readable };
      }),
    );
    await this.emulator.control.clearFaults();
    this.#expectNoSecrets(outcomes);
    return outcomes;
  }

  #expectNoSecrets(outcomes: readonly (Outcome<Place> & { readonly readable: string })[]): void {
    const { shown, apiKey, reference } = this.#surroundings;
    const errors = outcomes.map(({ report: { failure } }) => {
      if (failure === undefined) return "";
      return failure.kind === "refused"
        ? failure.reasons.join("\n")
        : `${failure.error} ${failure.error.message} ${failure.error.stack}`;
    });
    const references = this.slots
      .flatMap(({ recorded }) => [recorded?.inputs, recorded?.outputs])
      .filter((properties) => properties?.[reference] !== undefined)
      .map((properties) => JSON.stringify(properties));
    const states = outcomes.map(({ readable }) => readable);
    const text = [...shown.splice(0), ...errors, ...states, ...references].join("\n");
    for (let token = 1; token <= this.#tokens; token++) {
      for (const form of secretForms(tokenText(token))) expect(text).not.toContain(form);
    }
    expect(text).not.toContain(apiKey);
  }
}
