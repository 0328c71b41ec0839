import { RateLimiter } from "../rateLimit";
import type { Core } from "../service";
import { Accounts } from "./accounts";
import { Idempotency } from "./idempotency";
import { DEFAULT_SETTINGS, type Settings, type SettingsChange } from "./settings";
import { Store } from "./store";

/** Everything the emulated SigSentry service keeps. */
export class SigsentryState {
  readonly core: Core;
  readonly accounts = new Accounts();
  readonly store: Store;
  readonly idempotency: Idempotency;
  readonly limiter: RateLimiter;
  #settings: Settings = DEFAULT_SETTINGS;

  constructor(core: Core) {
    this.core = core;
    this.store = new Store(core.clock);
    this.idempotency = new Idempotency(core.clock);
    this.limiter = new RateLimiter(core.clock);
  }

  /** The settings in force. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Changes the settings that are given; new rate limits begin with new windows. */
  change(settings: SettingsChange): Settings {
    const rateLimits = { ...this.#settings.rateLimits, ...settings.rateLimits };
    const quotas = { ...this.#settings.quotas, ...settings.quotas };
    this.#settings = { ...this.#settings, ...settings, rateLimits, quotas };
    if (settings.rateLimits !== undefined) this.limiter.clear();
    return this.#settings;
  }

  /** Forgets everything and puts the settings back. */
  clear(): void {
    this.accounts.clear();
    this.store.clear();
    this.idempotency.clear();
    this.limiter.clear();
    this.#settings = DEFAULT_SETTINGS;
  }
}
