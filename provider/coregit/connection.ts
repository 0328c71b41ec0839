import { randomUUID } from "node:crypto";
import type { CreationOptions, Lifecycle, Properties, Tested } from "../contract";
import { changedFields } from "../core/changes";
import { OneAtATime } from "../core/creation";
import { Discretion } from "../core/discretion";
import { replacementOf } from "../core/identity";
import { inventoryOf, matching } from "../core/listing";
import type { LifecycleOptions } from "../core/options";
import { refuseNewerState } from "../core/recorded";
import { Transport } from "../http/transport";
import { findToAdopt } from "./adoption";
import { check, problemsWithSecrets } from "./check";
import { CoregitClient } from "./client";
import { createOnce } from "./creation/create";
import { deleteVerified } from "./deletion";
import { diff, refuseIfProtected } from "./diff";
import { Known } from "./known";
import { Lag, madeAt, type Wait } from "./lag";
import { preview } from "./preview";
import { readNow, readUnrecorded } from "./reading";
import { cleaned, declaredOf, inputsOf, outputsOfAny, readState, stateOf } from "./record";
import { CREDENTIAL_PROPERTIES, type Inputs, inputsSchema, type State } from "./schema";
import { type readSettings, requireMasterKey, type Settings } from "./settings";
import { bring, changesOf, tellWhose } from "./update";
import { redactFor, testAfresh, tested, type Watch } from "./verification";

/** How a {@link ConnectionLifecycle} is to work; everything has a default. */
export interface ConnectionOptions extends LifecycleOptions {
  /** Instead of the configured {@link Settings.listLagMs}. */
  readonly listLagMs?: number;
  /** How it is waited for what the service does not show yet. Default: by the machine's time. */
  readonly wait?: Wait;
}

/** The life of a Coregit connection, by https://docs.coregit.dev/docs/api-reference/connections. */
export class ConnectionLifecycle implements Lifecycle {
  readonly secrets = CREDENTIAL_PROPERTIES.secrets;
  readonly #configured: ReturnType<typeof readSettings>;
  readonly #options: ConnectionOptions;
  readonly #discretion: Discretion;
  readonly #known: Known;
  readonly #lag: Lag;
  /** Creations that would be mistaken for each other wait for each other. */
  readonly #creations = new OneAtATime();
  #opened: CoregitClient | undefined;

  constructor(configured: ReturnType<typeof readSettings>, options: ConnectionOptions = {}) {
    this.#configured = configured;
    this.#options = options;
    this.#discretion = new Discretion(configured, options, CREDENTIAL_PROPERTIES);
    this.#known = new Known(configured.settings, options, this.#discretion, options.scope ?? {});
    const { signal, wait, listLagMs = configured.settings.listLagMs } = options;
    this.#lag = new Lag(listLagMs, { signal, wait, say: this.#discretion.say });
  }

  check(news: Properties, olds: Properties, identity: string | undefined) {
    for (const inputs of [olds, news]) this.#discretion.learn(inputs);
    const { reserved } = this.#configured;
    const checked = check(news, olds, { reserved, identity, read: this.#discretion.read });
    const claimed = this.#known.claims.declare(identity, checked.inputs.adopt);
    return {
      inputs: checked.inputs,
      problems: [
        ...this.#configured.problems,
        ...checked.problems,
        ...problemsWithSecrets(checked, this.#discretion.foreign),
        ...claimed,
      ],
    };
  }

  diff(id: string, state: Properties, inputs: Properties, identity: string | undefined) {
    refuseNewerState(state);
    for (const properties of [state, inputs]) this.#discretion.learn(properties);
    this.#known.isRecorded(id, state);
    if (identity !== undefined) this.#known.claims.manage(id, identity);
    return diff(id, state, inputs);
  }

  preview(inputs: Properties, state: Properties | undefined) {
    if (state !== undefined) refuseNewerState(state);
    return preview(inputs, state);
  }

  async create(
    properties: Properties,
    own: string = randomUUID(),
    { isOldThere = false }: CreationOptions = {},
  ) {
    const identity = isOldThere ? replacementOf(own) : own;
    const inputs = this.#inputs(properties);
    const accessToken = CREDENTIAL_PROPERTIES.toSend(inputs, this.#discretion.read)?.accessToken;
    const client = this.#client();
    if (inputs.adopt !== undefined) return this.#adopt(client, inputs.adopt, inputs);
    if (accessToken === undefined) throw new Error("accessToken: is missing; a new connection needs one.");
    requireMasterKey(this.#configured.settings);
    const { provider, label, allowDuplicate = false } = inputs;
    const made = await this.#creations.run(`${provider}\n${label}`, async () => {
      const created = await createOnce(
        client,
        { provider, label, accessToken },
        {
          ...this.#known.forCreation({ provider, label }, identity),
          ...{ allowDuplicate, lag: this.#lag, signal: this.#options.signal, say: this.#discretion.say },
        },
      );
      this.#known.isMade({ id: created.id, provider, label });
      return created;
    });
    const { id } = made;
    const origin = made.wasThere ? { wasThere: true as const } : {};
    this.#known.claims.manage(id, identity);
    const accessTokenChangedAt = new Date(made.sentAt).toISOString();
    const state = this.#known.seen({ ...declaredOf(inputs), ...made.outputs, accessTokenChangedAt }, {});
    if (!made.isUnchanged) {
      const brought = await bring(client, id, state, inputs, { label, accessToken }, this.#lag);
      return { id, state: await this.#tested(client, id, brought), ...origin };
    }
    const records = await client.listAfterWrite().catch(() => undefined);
    const listed = outputsOfAny(records?.byId.get(id));
    return { id, state: await this.#tested(client, id, { ...state, ...listed }), ...origin };
  }

  async read(id: string, properties: Properties | undefined) {
    if (properties === undefined) return this.#import(id);
    const old = this.#state(properties);
    this.#known.isRecorded(id, old);
    if (this.#known.wasDeleted(id)) return undefined;
    const reading = await readNow(this.#client(), id, old, this.#watch(old));
    if (reading.is !== "there") await this.#requireOwner(id, old);
    if (reading.is === "gone") {
      this.#known.isGone(id);
      return undefined;
    }
    const read = reading.is === "there" ? this.#known.seen(reading.state, old) : old;
    const label = this.#discretion.foreign.name(read.label, [old.label]);
    const state = cleaned({ ...read, label }, this.#discretion.foreign);
    return { id, state, inputs: inputsOf(state) };
  }

  async update(id: string, properties: Properties, news: Properties) {
    const inputs = this.#inputs(news);
    const old = this.#state(properties);
    this.#known.isRecorded(id, old);
    return this.#bring(this.#client(), id, old, inputs);
  }

  async delete(id: string, properties: Properties) {
    refuseIfProtected(id, properties, "deleted");
    this.#known.claims.release(id);
    this.#discretion.learn(properties);
    const client = this.#client();
    requireMasterKey(this.#configured.settings);
    this.#known.isRecorded(id, properties);
    await deleteVerified(client, id, {
      requireOwner: () => this.#requireOwner(id, properties),
      madeAt: madeAt(properties),
      lag: this.#lag,
      log: this.#discretion.log,
    });
    this.#known.isDeleted(id);
  }

  async list(fields: Properties = {}) {
    return matching(await inventoryOf(await this.#client().list(), (record) => stateOf(record, {})), fields);
  }

  async test(id: string): Promise<Tested> {
    return testAfresh(this.#client(), id, this.#lag);
  }

  redact(text: string): string {
    return this.#discretion.redact(text);
  }

  async #import(id: string) {
    if (this.#known.wasDeleted(id)) return undefined;
    const found = await readUnrecorded(this.#client(), id, this.#lag);
    if (found === undefined) return undefined;
    const label = this.#discretion.foreign.name(found.label, []);
    const state = cleaned(this.#known.seen({ ...found, label }, {}), this.#discretion.foreign);
    this.#known.isRecorded(id, state);
    return { id, state, inputs: inputsOf(state) };
  }

  async #adopt(client: CoregitClient, id: string, inputs: Inputs) {
    const listed = await findToAdopt(client, id, inputs, this.#lag);
    const label = this.#discretion.foreign.name(listed.label, [inputs.label]);
    const found = cleaned({ ...listed, label }, this.#discretion.foreign);
    this.#known.isTaken(id);
    return { id, state: await this.#bring(client, id, this.#known.seen(found, {}), inputs) };
  }

  async #bring(client: CoregitClient, id: string, recorded: State, inputs: Inputs): Promise<State> {
    const token = CREDENTIAL_PROPERTIES.toSend(inputs, this.#discretion.read)?.accessToken;
    const changes = changesOf(inputs, changedFields(diff(id, recorded, inputs)), token);
    const isSent = Object.keys(changes).length > 0;
    if (isSent) requireMasterKey(this.#configured.settings);
    const brought = await bring(client, id, recorded, inputs, changes, this.#lag);
    tellWhose(id, recorded, brought, this.#discretion.log);
    // What is only recorded does not show whether the key sees the connection.
    return this.#tested(client, id, isSent ? this.#known.seen(brought, recorded) : brought);
  }

  async #tested(client: CoregitClient, id: string, state: State): Promise<State> {
    return cleaned(await tested(client, id, state, this.#watch(state)), this.#discretion.foreign);
  }

  /** @throws Error when a connection that is not shown may be another organisation's. */
  async #requireOwner(id: string, state: Properties): Promise<void> {
    const { byId } = await this.#client().listBefore();
    this.#known.requireOwner(id, state, byId);
  }

  #watch(state: State): Watch {
    return { redact: redactFor(state, this.#discretion), log: this.#discretion.log, lag: this.#lag };
  }

  /** @throws Error when the settings are not usable; nothing was sent then. */
  #client(): CoregitClient {
    const { settings, problems } = this.#configured;
    const [problem] = problems;
    if (problem) throw new Error(`${problem.path} ${problem.message}`);
    const { transport, foreign } = this.#discretion;
    const options = { ...transport, hasOneRateLimit: true };
    this.#opened ??= new CoregitClient(settings, new Transport(settings.baseUrl, options), foreign);
    return this.#opened;
  }

  #inputs(properties: Properties): Inputs {
    const inputs = inputsSchema.parse(properties);
    this.#discretion.learn(inputs);
    return inputs;
  }

  #state(properties: Properties): State {
    const state = readState(properties);
    this.#discretion.learn(state);
    // An earlier version may have recorded whatever the service said.
    const label = this.#discretion.foreign.name(state.label, [state.label]);
    return cleaned({ ...state, label }, this.#discretion.foreign);
  }
}
