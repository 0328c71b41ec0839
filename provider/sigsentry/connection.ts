import { type Lifecycle, PartialFailure, type Properties } from "../lifecycle";
import { Redactor } from "../redact";
import { check } from "./check";
import { SigSentryClient } from "./client";
import { diff } from "./diff";
import { Listing } from "./listing";
import { SECRET_FIELDS } from "./platforms";
import { changesOf, creationOf, inputsOf, stateOf } from "./record";
import { type Inputs, inputsSchema, type State, stateSchema } from "./schema";
import type { readSettings } from "./settings";

/** A way to the service: made with the first call that needs one, once the settings are known to be usable. */
interface Service {
  readonly client: SigSentryClient;
  readonly listing: Listing;
}

/** The life of a SigSentry repo connection, by https://api.sigsentry.com/v1/config/repos. */
export class RepoConnectionLifecycle implements Lifecycle {
  readonly #configured: ReturnType<typeof readSettings>;
  readonly #redactor = new Redactor();
  #service: Service | undefined;

  constructor(configured: ReturnType<typeof readSettings>) {
    this.#configured = configured;
    this.#redactor.add(configured.settings.apiKey);
  }

  check(news: Properties, olds: Properties) {
    const { settings, problems } = this.#configured;
    const checked = check(news, olds, settings);
    return { inputs: checked.inputs, problems: [...problems, ...checked.problems] };
  }

  diff(state: Properties, inputs: Properties) {
    return diff(state, inputs);
  }

  async create(properties: Properties) {
    const inputs = this.#inputs(properties);
    const { client } = this.#reach(inputs.projectId);
    const id = await client.create(this.#project(inputs.projectId), creationOf(inputs));
    if (!inputs.isActive) await this.#pauseNew(id, inputs);
    return { id, state: await this.#recorded(id, inputs) };
  }

  async read(id: string, properties: Properties) {
    const old = this.#state(properties);
    const records = await this.#reach(old.projectId).listing.read(this.#project(old.projectId));
    const record = records.get(id);
    if (record === undefined) return undefined;
    const state = stateOf(record, old);
    return { state, inputs: inputsOf(state) };
  }

  async update(id: string, properties: Properties, news: Properties) {
    const old = this.#state(properties);
    const inputs = this.#inputs(news);
    const { client } = this.#reach(inputs.projectId);
    const { changed } = this.diff(properties, news);
    const changes = changesOf(inputs, changed);
    const isWritten = Object.keys(changes).length > 0;
    if (isWritten) await client.update(this.#project(inputs.projectId), id, changes);
    if ("credentials" in changes || old.cachePurgePending) await this.#purge(id, { ...old, ...inputs });
    return isWritten ? this.#recorded(id, inputs, old) : withTimes(inputs, old);
  }

  async delete(id: string, properties: Properties) {
    const projectId = typeof properties.projectId === "string" ? properties.projectId : undefined;
    const { client, listing } = this.#reach(projectId);
    if (await client.delete(this.#project(projectId), id)) return;
    const remaining = await listing.readAfterWrite(this.#project(projectId));
    if (remaining.has(id)) {
      throw new Error(
        `SigSentry says that connection ${id} does not exist, and still lists it. Run the same command again.`,
      );
    }
  }

  async list() {
    const { projectId } = this.#configured.settings;
    const records = await this.#reach(projectId).listing.read(projectId);
    return [...records].map(([id, record]) => ({ id, state: stateOf(record, { credentials: {} }) }));
  }

  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  /** A new connection is always active; one declared paused is paused by a second call. */
  async #pauseNew(id: string, inputs: Inputs): Promise<void> {
    try {
      await this.#reach(inputs.projectId).client.update(this.#project(inputs.projectId), id, {
        isActive: false,
      });
    } catch (error) {
      throw new PartialFailure(
        id,
        { ...inputs, isActive: true },
        `The connection was created but is still active: pausing it failed. Run the same command again to finish. ${text(error)}`,
      );
    }
  }

  async #purge(id: string, written: Inputs): Promise<void> {
    try {
      await this.#reach(written.projectId).client.purgeCache(this.#project(written.projectId), id);
    } catch (error) {
      throw new PartialFailure(
        id,
        { ...written, cachePurgePending: true },
        `The connection was updated but its cache was not purged. Run the same command again: it will only purge. ${text(error)}`,
      );
    }
  }

  /**
   * The state after a write. The service does not answer a write with the record, so its times come from the
   * list; a list that fails does not undo the write, and the next refresh will fill them in.
   */
  async #recorded(id: string, inputs: Inputs, old: Times = {}): Promise<State> {
    try {
      const { listing } = this.#reach(inputs.projectId);
      const records = await listing.readAfterWrite(this.#project(inputs.projectId));
      return withTimes(inputs, stateOf(records.get(id), inputs));
    } catch {
      return withTimes(inputs, { createdAt: old.createdAt });
    }
  }

  #reach(projectId: string | undefined): Service {
    const { settings, problems } = this.#configured;
    const [problem] = problems;
    if (problem) throw new Error(`${problem.path} ${problem.message}`);
    if (settings.apiKey.startsWith("ss_org_") && this.#project(projectId) === undefined) {
      throw new Error(
        "sigsentry:projectId is missing: an organisation key (ss_org_…) needs one. Set it, or SIGSENTRY_PROJECT_ID.",
      );
    }
    if (this.#service === undefined) {
      const client = new SigSentryClient(settings);
      this.#service = { client, listing: new Listing(client) };
    }
    return this.#service;
  }

  /** A connection recorded before its project was named lives in the one that is configured now. */
  #project(projectId: string | undefined): string | undefined {
    return projectId ?? this.#configured.settings.projectId;
  }

  #inputs(properties: Properties): Inputs {
    const inputs = inputsSchema.parse(properties);
    this.#remember(inputs);
    return inputs;
  }

  #state(properties: Properties): State {
    const state = stateSchema.parse(properties);
    this.#remember(state);
    return state;
  }

  #remember({ credentials }: Inputs): void {
    for (const [field, value] of Object.entries(credentials))
      if (SECRET_FIELDS.includes(field)) this.#redactor.add(value);
  }
}

/** The service's own times of a connection. */
type Times = { readonly [Time in "createdAt" | "updatedAt"]?: string | undefined };

function withTimes(inputs: Inputs, { createdAt, updatedAt }: Times): State {
  return {
    ...inputs,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
