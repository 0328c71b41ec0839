import { ControlCalls } from "./controlCalls";
import { CoregitControl } from "./coregit/controlClient";
import type { FaultRuleInput } from "./faultRules";
import type { FaultReport } from "./faults";
import type { LogEntry } from "./requestLog";
import { SigsentryControl } from "./sigsentry/controlClient";

/** The control surface of an emulator, in this process or in another: all of it goes over HTTP. */
export class EmulatorControl {
  /** What concerns the SigSentry service only: projects, keys, connections, settings. */
  readonly sigsentry: SigsentryControl;
  /** What concerns the Coregit service only: organisations, keys, connections, code hosts, settings. */
  readonly coregit: CoregitControl;
  readonly #calls: ControlCalls;

  /** `url` is the emulator's address, as `startEmulator` or `repo-connections emulator` gives it. */
  constructor(url: string) {
    this.#calls = new ControlCalls(url);
    this.sigsentry = new SigsentryControl(this.#calls);
    this.coregit = new CoregitControl(this.#calls);
  }

  /** The requests so far, or those with a sequence number above `since`; without secrets. */
  log(since = 0): Promise<LogEntry[]> {
    return this.#calls.call("GET", `/log?since=${since}`);
  }

  /** Empties the request log; sequence numbers go on. */
  async clearLog(): Promise<void> {
    await this.#calls.call("DELETE", "/log");
  }

  /** Adds a fault and returns the id of its rule. */
  async addFault(rule: FaultRuleInput): Promise<string> {
    return (await this.#calls.call<{ id: string }>("POST", "/faults", rule)).id;
  }

  /** All faults added since the last clearing, with the requests each was applied to. */
  faults(): Promise<FaultReport[]> {
    return this.#calls.call("GET", "/faults");
  }

  /** Removes all faults, used up or not. */
  async clearFaults(): Promise<void> {
    await this.#calls.call("DELETE", "/faults");
  }

  /** The emulator's time. */
  now(): Promise<Date> {
    return this.#moment("GET", "/clock");
  }

  /** Sets the emulator's clock, which runs on from there. */
  setClock(now: Date): Promise<Date> {
    return this.#moment("PUT", "/clock", { now: now.toISOString() });
  }

  /** Moves the emulator's clock forward (or, negative, back) by a number of milliseconds. */
  advanceClock(ms: number): Promise<Date> {
    return this.#moment("POST", "/clock/advance", { ms });
  }

  /**
   * Back to the state just after the start: the first project, the first organisation and their keys are there,
   * unchanged, and nothing else: no connection, log entry, fault or setting, and the clock shows the machine's time.
   */
  async reset(): Promise<void> {
    await this.#calls.call("POST", "/reset");
  }

  async #moment(method: string, path: string, body?: unknown): Promise<Date> {
    return new Date((await this.#calls.call<{ now: string }>(method, path, body)).now);
  }
}
