import type { Inventory, Lifecycle, Listed } from "../provider/contract";
import { attemptsFolder } from "../provider/core/attempts";
import { CoregitClient } from "../provider/coregit/client";
import { ConnectionLifecycle } from "../provider/coregit/connection";
import { Deletions } from "../provider/coregit/deletion";
import { Lag } from "../provider/coregit/lag";
import type { Status } from "../provider/coregit/schema";
import { readSettings as readCoregitSettings, whyReadOnly } from "../provider/coregit/settings";
import { statusOf } from "../provider/coregit/verification";
import type { ConfigLookup } from "../provider/dynamic";
import { problemWithAddress, withoutSlash } from "../provider/http/address";
import { Transport } from "../provider/http/transport";
import { toMask } from "../provider/secrets/reserved";
import { RepoConnectionLifecycle } from "../provider/sigsentry/connection";
import { readSettings as readSigsentrySettings } from "../provider/sigsentry/settings";
import { Foreign } from "../provider/text/foreign";
import { Redactor, withoutSecrets } from "../provider/text/redact";
import type { Recorded } from "./engine/engine";
import type { Kind } from "./kinds";
import { learnRecorded } from "./recordedSecrets";

/** The services as one stack reaches them: with its configuration, else the environment's. */
export class Services {
  readonly #lifecycles = new Map<Kind, Lifecycle>();
  readonly #lookup: ConfigLookup;
  readonly #redactor = new Redactor();
  readonly #deletions = new Deletions(attemptsFolder(process.env));

  /**
   * @param config the stack's configuration.
   * @param project the SigSentry project that the stack's file names; it goes before the configured one.
   * @param secrets what no message may show, though a service quotes it.
   * @param say tells the user at once what is waited for.
   * @param recorded what the stack's state has: asked for when an error may quote a secret that it refers to.
   */
  constructor(
    config: ConfigLookup,
    project: string | undefined,
    private readonly secrets: readonly string[],
    private readonly cancelled: AbortSignal,
    private readonly say: (message: string) => void,
    private readonly recorded: () => Promise<readonly Recorded[]> = async () => [],
  ) {
    this.#lookup = (key) => (key === "sigsentry:projectId" ? (project ?? config(key)) : config(key));
    const { settings, reserved } = this.#sigsentry();
    const keys = [settings.apiKey, this.#coregit().settings.apiKey];
    for (const secret of [...secrets, ...keys, ...toMask(reserved)]) this.#redactor.add(secret);
  }

  /** Whether there is an API key for the service at all. */
  has(kind: Kind): boolean {
    return this.settingsOf(kind).apiKey !== "";
  }

  /** Whether all that is needed to ask the service is there, and may be right. */
  isReady(kind: Kind): boolean {
    return (kind === "sigsentry" ? this.#sigsentry() : this.#coregit()).problems.length === 0;
  }

  /** Why nothing can be written at the service with the key that there is; what SigSentry's may do, only SigSentry knows. */
  whyReadOnly(kind: Kind): string | undefined {
    return kind === "coregit" ? whyReadOnly(this.#coregit().settings) : undefined;
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
  settingsOf(kind: Kind): { readonly baseUrl: string; readonly apiKey: string } {
    return kind === "sigsentry" ? this.#sigsentry().settings : this.#coregit().settings;
  }

  /** Where a service is asked; `undefined`: what is set is no address, or has more in it than that. */
  addressOf(kind: Kind): string | undefined {
    const { baseUrl } = this.settingsOf(kind);
    const isAddress = URL.canParse(baseUrl) && problemWithAddress(baseUrl) === undefined;
    return isAddress ? withoutSecrets(withoutSlash(new URL(baseUrl).href)) : undefined;
  }

  /** The SigSentry project that is asked; `undefined`: the API key's own. */
  get project(): string | undefined {
    const { projectId } = this.#sigsentry().settings;
    return projectId === undefined ? undefined : this.redact(projectId);
  }

  /** Tells one project, or organisation, and the key to it from any other. It holds the key: for no eyes. */
  keyOf(kind: Kind): string {
    const { baseUrl, apiKey } = this.settingsOf(kind);
    const project = kind === "sigsentry" ? this.#sigsentry().settings.projectId : undefined;
    return JSON.stringify([kind, baseUrl, apiKey, project ?? null]);
  }

  /**
   * Whether a connection that is listed exists: Coregit's list may show what is deleted already.
   *
   * @throws Error with advice, and without any secret.
   */
  async isThere(kind: Kind, id: string): Promise<boolean> {
    if (kind === "sigsentry") return true;
    if (this.#deletions.has(id)) return false;
    return this.#redacted(async () => (await this.#coregitClient().test(id)) !== undefined);
  }

  /**
   * Waits until Coregit's list shows what was written there.
   *
   * @param writtenAt when, in Unix milliseconds.
   * @throws Error when the user cancels.
   */
  async untilListed(writtenAt: number): Promise<void> {
    const lag = new Lag(this.#coregit().settings.listLagMs, { signal: this.cancelled, say: this.say });
    await lag.untilCertain({
      ask: async (isLast) => isLast,
      isCertain: (isLast) => isLast,
      patienceMs: Math.max(0, Math.min(lag.ms, writtenAt + lag.ms - Date.now())),
      why: `An earlier run was cut short while it was creating a connection at Coregit. Waiting for up to ${lag.text} until Coregit's list certainly shows it.`,
      cancelled: "Cancelled before Coregit's list was certain to show what an earlier run may have made.",
    });
  }

  /**
   * Has Coregit try the token that it was just sent for a connection. Its test may still be of the token before, or not
   * know the connection: so what does not vouch for the new token, which Coregit has accepted, is asked again.
   *
   * @throws Error with advice, and without any secret.
   */
  test(id: string): Promise<Status> {
    return this.#redacted(async () => {
      const client = this.#coregitClient();
      const lag = new Lag(this.#coregit().settings.listLagMs, { signal: this.cancelled, say: this.say });
      const result = await lag.untilCertain({
        ask: () => client.test(id),
        isCertain: (answer) => answer?.valid === true,
        why: `${id}: Coregit has accepted the new token, and its test does not yet. Testing again, for up to ${lag.text}, since that may still be about the token before.`,
        cancelled: "Cancelled before Coregit's test of the new token had a result.",
      });
      if (result === undefined) throw new Error("Coregit says that there is no such connection.");
      const { username, ...status } = statusOf(result, client.now(), undefined);
      // The account before may still be named.
      return lag.ms > 0 || username === undefined ? status : { ...status, username };
    });
  }

  /** @throws Error when the settings are not usable; nothing was sent then. */
  #coregitClient(): CoregitClient {
    const { settings, problems } = this.#coregit();
    const [problem] = problems;
    if (problem) throw new Error(`${problem.path} ${problem.message}`);
    const transport = new Transport(settings.baseUrl, { signal: this.cancelled, say: this.say });
    return new CoregitClient(settings, transport, new Foreign(this.#redactor));
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
    const known = this.#lifecycles.get(kind);
    if (known) return known;
    const options = { signal: this.cancelled, say: this.say, secrets: this.secrets };
    const lifecycle =
      kind === "sigsentry"
        ? new RepoConnectionLifecycle(this.#sigsentry(), options)
        : new ConnectionLifecycle(this.#coregit(), options);
    this.#lifecycles.set(kind, lifecycle);
    return lifecycle;
  }

  #sigsentry() {
    return readSigsentrySettings(this.#lookup, process.env);
  }

  #coregit() {
    return readCoregitSettings(this.#lookup, process.env);
  }
}
