import { RateLimiter } from "../rateLimit";
import type { Core } from "../service";
import { Accounts } from "./accounts";
import { CodeHosts } from "./hosts";
import { DEFAULT_SETTINGS, type Settings, type SettingsChange } from "./settings";
import { Store } from "./store";

/** Everything the emulated Coregit service keeps, and what it knows of the code hosts. */
export class CoregitState {
  readonly core: Core;
  readonly accounts = new Accounts();
  readonly hosts = new CodeHosts();
  readonly store: Store;
  readonly limiter: RateLimiter;
  #settings: Settings = DEFAULT_SETTINGS;

  constructor(core: Core) {
    this.core = core;
    this.store = new Store(core.clock);
    this.limiter = new RateLimiter(core.clock);
  }

  /** The settings in force. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Changes the settings that are given; new rate limits begin with new windows. */
  change(settings: SettingsChange): Settings {
    const rateLimits = { ...this.#settings.rateLimits, ...settings.rateLimits };
    const hosts = { ...this.#settings.hosts, ...settings.hosts };
    this.#settings = { ...this.#settings, ...settings, rateLimits, hosts };
    if (settings.rateLimits !== undefined) this.limiter.clear();
    return this.#settings;
  }

  /** Forgets everything and puts the settings back. */
  clear(): void {
    this.accounts.clear();
    this.hosts.clear();
    this.store.clear();
    this.limiter.clear();
    this.#settings = DEFAULT_SETTINGS;
  }
}
