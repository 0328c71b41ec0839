import type { Config } from "../../provider/contract";
import type { Interrupting } from "./children";

/** What an operation of the engine may be told. */
export interface Operation {
  /** Reads the service first. */
  readonly refresh?: boolean;
  /** Only these connections, by URN. */
  readonly targets?: readonly string[];
  /** All but these connections, by URN. */
  readonly except?: readonly string[];
  /** A file: a preview writes there what it planned, an update does that and nothing else. */
  readonly plan?: string;
  /** Variables for this operation's processes only. */
  readonly environment?: Readonly<Record<string, string>>;
  /** One connection after the other; the first failure ends it. */
  readonly oneByOne?: boolean;
  /** Called when a connection has come to its end. */
  onConnection?(name: string, failed: boolean): void;
}

/** A stack's configuration, decrypted. */
export interface StackConfig {
  readonly lookup: Config;
  /** The values that are secrets. */
  readonly secrets: readonly string[];
}

/** Of a stack that does not exist. */
export const NO_CONFIG: StackConfig = { lookup: () => undefined, secrets: [] };

/** How an {@link Engine} is to work. */
export interface EngineOptions extends Interrupting {
  /** For how long to wait for a stack that is locked, in milliseconds. */
  readonly waitMs: number;
  /** Is told what the user should know at once. */
  say(message: string): void;
}
