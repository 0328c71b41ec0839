import type { Config, Inventory, Lifecycle, Listed, Note, Tested } from "../provider/contract";
import { attemptsFolder } from "../provider/core/attempts";
import { noteText } from "../provider/core/notes";
import type { LifecycleOptions } from "../provider/core/options";
import { problemWithAddress, withoutSlash } from "../provider/http/address";
import { providerKind } from "../provider/kinds";
import type { ReachedService } from "../provider/kinds/kind";
import { type ByKind, byKind, KINDS, type Kind } from "../provider/kinds/names";
import { toMask } from "../provider/secrets/reserved";
import { Redactor, withoutSecrets } from "../provider/text/redact";
import type { Recorded } from "./engine/snapshot";
import { PACES } from "./paces";
import { learnRecorded } from "./recordedSecrets";

/** The settings by which the kinds know their project. */
const PROJECT_SETTINGS = KINDS.map((kind) => providerKind(kind).project?.setting);

/** The services as one stack reaches them: with its configuration, else the environment's. */
export class Services {
  readonly #reached: ByKind<ReachedService>;
  readonly #lifecycles = new Map<Kind, Lifecycle>();
  readonly #redactor = new Redactor();
  readonly #options: LifecycleOptions;

  /**
   * @param config the stack's configuration.
   * @param project the project that the stack's file names; it goes before the configured one.
   * @param secrets what no message may show, though a service quotes it.
   * @param say tells the user at once what is waited for.
   * @param recorded what the stack's state has: asked for when an error may quote a secret that it refers to.
   */
  constructor(
    config: Config,
    project: string | undefined,
    secrets: readonly string[],
    signal: AbortSignal,
    say: (message: string) => void,
    private readonly recorded: () => Promise<readonly Recorded[]> = async () => [],
  ) {
    const lookup: Config = (key) => (PROJECT_SETTINGS.includes(key) ? (project ?? config(key)) : config(key));
    const log = (note: Note) => say(noteText(note));
    const scope = { paces: PACES };
    this.#options = { signal, log, secrets, scope, attemptsFolder: attemptsFolder(process.env) };
    this.#reached = byKind((kind) => providerKind(kind).reach(lookup, process.env));
    const reached = Object.values(this.#reached);
    const own = reached.flatMap(({ settings, reserved }) => [settings.apiKey, ...toMask(reserved)]);
    for (const secret of [...secrets, ...own]) this.#redactor.add(secret);
  }

  /** Whether there is an API key for the service at all. */
  has(kind: Kind): boolean {
    return this.settingsOf(kind).apiKey !== "";
  }

  /** Whether all that is needed to ask the service is there, and may be right. */
  isReady(kind: Kind): boolean {
    return this.#reached[kind].problems.length === 0;
  }

  /** Why nothing can be written at the service with the key that there is, as far as that can be told. */
  whyReadOnly(kind: Kind): string | undefined {
    return this.#reached[kind].whyReadOnly;
  }

  /**
   * Everything that exists in the project, or the organisation, and can be read.
   *
   * @throws Error with advice, and without any secret.
   */
  async list(kind: Kind): Promise<readonly Listed[]> {
    return (await this.inventory(kind)).listed;
  }

  /** {@link list}, and what exists besides in a form that this version does not know. */
  inventory(kind: Kind): Promise<Inventory> {
    return this.#redacted(() => this.#lifecycle(kind).list());
  }

  /** Where and how a service is asked; it holds the API key. */
  settingsOf(kind: Kind): ReachedService["settings"] {
    return this.#reached[kind].settings;
  }

  /** Where a service is asked; `undefined`: what is set is no address, or has more in it than that. */
  addressOf(kind: Kind): string | undefined {
    const { baseUrl } = this.settingsOf(kind);
    const isAddress = URL.canParse(baseUrl) && problemWithAddress(baseUrl) === undefined;
    return isAddress ? withoutSecrets(withoutSlash(new URL(baseUrl).href)) : undefined;
  }

  /** The project that is asked; `undefined`: the API key's own, or the service knows none. */
  projectOf(kind: Kind): string | undefined {
    const { projectId } = this.settingsOf(kind);
    return projectId === undefined ? undefined : this.redact(projectId);
  }

  /** Tells one project, or organisation, and the key to it from any other. It holds the key: for no eyes. */
  keyOf(kind: Kind): string {
    const { baseUrl, apiKey, projectId } = this.settingsOf(kind);
    return JSON.stringify([kind, baseUrl, apiKey, projectId ?? null]);
  }

  /**
   * Whether a connection that is listed exists: a list may show what is deleted already.
   *
   * @throws Error with advice, and without any secret.
   */
  async isThere(kind: Kind, id: string): Promise<boolean> {
    if (!this.lags(kind)) return true;
    return this.#redacted(async () => (await this.#lifecycle(kind).read(id, undefined)) !== undefined);
  }

  /** Whether the service's list may not show yet what was written. */
  lags(kind: Kind): boolean {
    return this.#reached[kind].untilListed !== undefined;
  }

  /**
   * Waits until the service's list shows what was written there.
   *
   * @param writtenAt when, in Unix milliseconds.
   * @throws Error when the user cancels.
   */
  async untilListed(kind: Kind, writtenAt: number): Promise<void> {
    await this.#reached[kind].untilListed?.(writtenAt, this.#options);
  }

  /**
   * Has the service try the credentials that it was just sent for a connection; `undefined` where it has no test.
   *
   * @throws Error with advice, and without any secret.
   */
  async test(kind: Kind, id: string): Promise<Tested | undefined> {
    return this.#redacted(() => this.#lifecycle(kind).test(id));
  }

  /** A text without the secrets that are known, and without what looks like one. */
  readonly redact = (text: string): string => this.#redactor.redact(text);

  async #redacted<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      learnRecorded(this.#redactor, await this.recorded().catch(() => []));
      throw new Error(this.redact(error instanceof Error ? error.message : String(error)));
    }
  }

  #lifecycle(kind: Kind): Lifecycle {
    const lifecycle = this.#lifecycles.get(kind) ?? this.#reached[kind].open(this.#options);
    this.#lifecycles.set(kind, lifecycle);
    return lifecycle;
  }
}
