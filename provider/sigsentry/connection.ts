import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { Transport } from "../http/transport";
import { type Created, type Lifecycle, PartialFailure, type Properties } from "../lifecycle";
import { Redactor } from "../redact";
import { check } from "./check";
import { SigSentryClient } from "./client";
import { diff } from "./diff";
import { isAbsence } from "./errors";
import { isObject } from "./normalise";
import { OPEN_FIELDS } from "./platforms";
import { changesOf, creationOf, inputsOf, stateOf } from "./record";
import { type Inputs, inputsSchema, type State, stateSchema } from "./schema";
import { problemWithProject, type readSettings } from "./settings";
import { connectionTimes } from "./wire";

/** The life of a SigSentry repo connection, by https://api.sigsentry.com/v1/config/repos. */
export class RepoConnectionLifecycle implements Lifecycle {
  readonly #configured: ReturnType<typeof readSettings>;
  readonly #redactor = new Redactor();
  readonly #clients = new Map<string | undefined, SigSentryClient>();
  #transport: Transport | undefined;

  constructor(configured: ReturnType<typeof readSettings>) {
    this.#configured = configured;
    this.#redactor.add(configured.settings.apiKey);
  }

  check(news: Properties, olds: Properties) {
    const { settings, problems } = this.#configured;
    this.#remember(news.credentials);
    const checked = check(news, olds, settings);
    return { inputs: checked.inputs, problems: [...problems, ...checked.problems] };
  }

  diff(state: Properties, inputs: Properties) {
    return diff(state, inputs);
  }

  async create(properties: Properties, identity: string) {
    const inputs = this.#inputs(properties);
    const client = this.#client(inputs.projectId);
    return createLiving(client, inputs, identity);
  }

  async read(id: string, properties: Properties) {
    const old = this.#state(properties);
    const record = await this.#client(old.projectId).read(id);
    if (record === undefined) return undefined;
    const state = stateOf(record, old);
    return { state, inputs: inputsOf(state) };
  }

  async update(id: string, properties: Properties, news: Properties) {
    const old = this.#state(properties);
    const inputs = this.#inputs(news);
    const client = this.#client(inputs.projectId);
    const changes = changesOf(inputs, this.diff(properties, news).changed);
    const isWritten = Object.keys(changes).length > 0;
    if (isWritten) await client.update(id, changes);
    if ("credentials" in changes || old.cachePurgePending) await purge(client, id, { ...old, ...inputs });
    return isWritten ? recorded(client, id, inputs, old) : withTimes(inputs, old);
  }

  async delete(id: string, properties: Properties) {
    const client = this.#client(typeof properties.projectId === "string" ? properties.projectId : undefined);
    if (await client.delete(id)) return;
    if ((await client.listAfterWrite()).byId.has(id)) {
      throw new Error(
        `SigSentry says that connection ${id} does not exist, and still lists it. Run the same command again.`,
      );
    }
  }

  async list() {
    const { byId } = await this.#client(undefined).list();
    return [...byId].map(([id, record]) => ({ id, state: stateOf(record, { credentials: {} }) }));
  }

  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  /**
   * The client of a project, made with the first call that needs it. A connection recorded before its project was
   * named lives in the one that is configured now.
   *
   * @throws Error when the settings are not usable; nothing was sent then.
   */
  #client(recordedProject: string | undefined): SigSentryClient {
    const { settings, problems } = this.#configured;
    const projectId = recordedProject ?? settings.projectId;
    const problem = problems[0] ?? problemWithProject(settings.apiKey, projectId);
    if (problem) throw new Error(`${problem.path} ${problem.message}`);
    const known = this.#clients.get(projectId);
    if (known) return known;
    this.#transport ??= new Transport(settings.baseUrl);
    const client = new SigSentryClient(settings, projectId, this.#transport);
    this.#clients.set(projectId, client);
    return client;
  }

  #inputs(properties: Properties): Inputs {
    const inputs = inputsSchema.parse(properties);
    this.#remember(inputs.credentials);
    return inputs;
  }

  #state(properties: Properties): State {
    const state = stateSchema.parse(properties);
    this.#remember(state.credentials);
    return state;
  }

  #remember(credentials: unknown): void {
    this.#redactor.add(credentials);
    if (!isObject(credentials)) return;
    for (const [field, value] of Object.entries(credentials)) {
      if (!OPEN_FIELDS.includes(field)) this.#redactor.add(value);
    }
  }
}

/** How many keys of a creation may be used up before one is taken that nobody else can have used. */
const MOST_SPENT = 8;

/**
 * Creates a connection that exists. The service repeats its answer to a key it knows, even when the connection was
 * deleted since (destroyed and declared again, say). Then, and after a conflict, the next key of the same chain is
 * used, which is again the same in every process. A chain that has grown long, by a stack that comes and goes
 * all day, ends in a random key: better a creation that could not be found again than none.
 */
async function createLiving(client: SigSentryClient, inputs: Inputs, identity: string): Promise<Created> {
  const spent: (string | undefined)[] = [];
  while (spent.length <= MOST_SPENT) {
    const owner = spent.length < MOST_SPENT ? identity : randomUUID();
    const id = await client.create(creationOf(inputs), owner, spent);
    const state = id === undefined ? undefined : await settle(client, id, inputs);
    if (id !== undefined && state) return { id, state };
    spent.push(id);
  }
  throw new Error("SigSentry names only connections that do not exist when one is created. Try again later.");
}

/** Brings a connection that was just created to what is declared; `undefined` when it does not exist. */
async function settle(client: SigSentryClient, id: string, inputs: Inputs): Promise<State | undefined> {
  if (!inputs.isActive && !(await pauseNew(client, id, inputs))) return undefined;
  const found = await client.find(id);
  return found && withTimesOf(found.record, inputs);
}

/** A new connection is always active; one declared paused is paused by a second call. `false`: it does not exist. */
async function pauseNew(client: SigSentryClient, id: string, inputs: Inputs): Promise<boolean> {
  try {
    await client.update(id, { isActive: false });
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw new PartialFailure(
      id,
      { ...inputs, isActive: true },
      `The connection was created but is still active: pausing it failed. Run the same command again to finish. ${text(error)}`,
    );
  }
}

async function purge(client: SigSentryClient, id: string, written: State): Promise<void> {
  try {
    await client.purgeCache(id);
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
async function recorded(client: SigSentryClient, id: string, inputs: Inputs, old?: State): Promise<State> {
  const records = await client.listAfterWrite().catch(() => undefined);
  return withTimesOf(records?.byId.get(id), inputs, old);
}

/** What is declared, with the times of the record; without one that can be read, only the time of creation is known. */
function withTimesOf(record: unknown, inputs: Inputs, old?: State): State {
  const times = connectionTimes.safeParse(record);
  return withTimes(inputs, times.success ? times.data : { createdAt: old?.createdAt });
}

/** The service's own times of a connection. */
type Times = z.output<typeof connectionTimes>;

function withTimes(inputs: Inputs, { createdAt, updatedAt }: Times): State {
  return { ...inputs, ...(createdAt ? { createdAt } : {}), ...(updatedAt ? { updatedAt } : {}) };
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
