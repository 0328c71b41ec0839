import type { dynamic } from "@pulumi/pulumi";
import type { Emulator, LogEntry } from "../../emulator";
import { Engine } from "../model/engine";

/** A service of its own, and an engine with one resource. */
export abstract class World {
  readonly engine: Engine;
  readonly emulator: Emulator;
  /** Where the engine finds the service. */
  baseUrl: string;

  constructor(emulator: Emulator) {
    this.emulator = emulator;
    this.baseUrl = emulator.url;
    this.engine = new Engine({ newHost: () => this.newHost(), identity: "theResourceOfTheTests" });
  }

  /** The provider as an engine gets it, with its API at {@link baseUrl}. */
  protected abstract newHost(): dynamic.ResourceProvider;

  /** What the service holds of what is the engine's business. */
  abstract held(): Promise<readonly { readonly id: string }[]>;

  /** The requests after the one with this sequence number. */
  log(since = 0): Promise<LogEntry[]> {
    return this.emulator.control.log(since);
  }

  /** The sequence number of the last request. */
  async now(): Promise<number> {
    return (await this.log()).at(-1)?.sequence ?? 0;
  }
}
