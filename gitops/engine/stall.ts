import type { EngineEvent } from "@pulumi/pulumi/automation";

/** How long nothing happens until an operation counts as stalled, in milliseconds: one step follows another at once. */
const QUIET_MS = 5000;

/**
 * Ends an operation that would never end: where the deletion of a replaced resource fails, and the engine was told to go
 * on with the others, it waits for the creation that was to follow, for ever (`executeChain` in pulumi/pkg 3.248).
 */
export class Stall {
  readonly #stalled = new AbortController();
  readonly #underWay = new Set<string>();
  #isExpected = false;
  #timer: NodeJS.Timeout | undefined;

  /** Interrupts the operation; whatever else it had to do is done then. */
  get signal(): AbortSignal {
    return this.#stalled.signal;
  }

  /** Takes the operation's next event. */
  take({ resourcePreEvent: began, resOutputsEvent: ended, resOpFailedEvent: failed }: EngineEvent): void {
    clearTimeout(this.#timer);
    const step = (began ?? ended ?? failed)?.metadata;
    // The stack itself ends with the operation, and what stays the same has no end of its own.
    if (step && step.op !== "same" && step.type !== "pulumi:pulumi:Stack") {
      const name = `${step.op} ${step.urn}`;
      if (began) this.#underWay.add(name);
      else this.#underWay.delete(name);
      this.#isExpected ||= failed !== undefined && step.op === "delete-replaced";
    }
    if (!this.#isExpected || this.#underWay.size > 0) return;
    this.#timer = setTimeout(() => this.#stalled.abort(), QUIET_MS);
  }

  /** The operation has ended by itself. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
