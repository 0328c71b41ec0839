import { randomUUID } from "node:crypto";
import type { Checked, CreationOptions, Lifecycle, Note, Problem, Properties, Tested } from "../contract";
import { Attempts } from "../core/attempts";
import { changedFields } from "../core/changes";
import { Claims } from "../core/claims";
import { OneAtATime } from "../core/creation";
import { replacementOf, resourceOf } from "../core/identity";
import { inventoryOf, matching } from "../core/listing";
import type { LifecycleOptions } from "../core/options";
import { refuseNewerState } from "../core/recorded";
import { LONGEST_WORD } from "../http/serviceError";
import { Transport } from "../http/transport";
import { learn, type ReadSecret, readReferences, rememberingWith } from "../secrets/credentials";
import { isFingerprintOf } from "../secrets/fingerprint";
import { toMask } from "../secrets/reserved";
import { Foreign } from "../text/foreign";
import { quoted } from "../text/quote";
import { Redactor } from "../text/redact";
import { findToAdopt } from "./adoption";
import { check } from "./check";
import { CoregitClient } from "./client";
import { type CreationContext, type Looks, looks } from "./creation/context";
import { createOnce } from "./creation/create";
import { referencesOf, tokenToSend } from "./credentials";
import { Deletions, deleteVerified } from "./deletion";
import { diff, refuseIfProtected } from "./diff";
import { Lag, madeAt, type Wait } from "./lag";
import { Ownership } from "./ownership";
import { preview } from "./preview";
import { readNow, readUnrecorded } from "./reading";
import { cleaned, declaredOf, inputsOf, outputsOfAny, readState, stateOf } from "./record";
import { type Inputs, inputsSchema, type State } from "./schema";
import { type readSettings, requireMasterKey, type Settings } from "./settings";
import { bring, changesOf } from "./update";
import { testAfresh, tested, type Watch } from "./verification";
import type { ConnectionRecord } from "./wire";

/** How a {@link ConnectionLifecycle} is to work; everything has a default. */
export interface ConnectionOptions extends LifecycleOptions {
  /** Instead of the configured {@link Settings.listLagMs}. */
  readonly listLagMs?: number;
  /** How it is waited for what the service does not show yet. Default: by the machine's time. */
  readonly wait?: Wait;
}

const HOLDS_SECRET = "holds a secret of this program, which everybody could read there";

/** The life of a Coregit connection, by https://docs.coregit.dev/docs/api-reference/connections. */
export class ConnectionLifecycle implements Lifecycle {
  readonly secrets = ["accessToken", "accessTokenFingerprint"];
  readonly #configured: ReturnType<typeof readSettings>;
  readonly #options: ConnectionOptions;
  readonly #redactor = new Redactor();
  readonly #foreign = new Foreign(this.#redactor);
  readonly #read: ReadSecret;
  readonly #claims: Claims;
  readonly #attempts: Attempts<Looks>;
  readonly #deletions: Deletions;
  readonly #lag: Lag;
  /** The connections that resources of this program stand for, or stood for. */
  readonly #ours = new Set<string>();
  /** What this process has made, which no list may show yet, and the ids of what it has found gone. */
  readonly #made: ConnectionRecord[] = [];
  readonly #gone = new Set<string>();
  readonly #ownership: Ownership;
  /** Creations that would be mistaken for each other wait for each other. */
  readonly #creations = new OneAtATime();
  #knownClient: CoregitClient | undefined;

  constructor(configured: ReturnType<typeof readSettings>, options: ConnectionOptions = {}) {
    this.#configured = configured;
    this.#options = options;
    this.#claims = Claims.within(options.scope ?? this, configured.settings.baseUrl);
    this.#read = rememberingWith(this.#redactor, [], options.place);
    this.#attempts = new Attempts({
      ...{ folder: options.attemptsFolder, settings: configured.settings },
      ...{ looks, say: this.#say },
    });
    this.#deletions = new Deletions(options.attemptsFolder);
    const { signal, wait } = options;
    this.#lag = new Lag(options.listLagMs ?? configured.settings.listLagMs, { signal, wait, say: this.#say });
    this.#ownership = new Ownership(configured.settings.apiKey);
    const { settings: own, reserved } = configured;
    const secrets = [own.apiKey, ...toMask(reserved), ...(options.secrets ?? [])];
    for (const secret of secrets) this.#redactor.add(secret);
  }

  check(news: Properties, olds: Properties, identity: string | undefined) {
    for (const inputs of [olds, news]) this.#learn(inputs);
    const { reserved } = this.#configured;
    const checked = check(news, olds, { reserved, identity, read: this.#read });
    this.#claims.declare(identity);
    const { adopt } = checked.inputs;
    const claimed =
      typeof adopt === "string" && identity !== undefined ? this.#claims.adopt(adopt, identity) : undefined;
    return {
      inputs: checked.inputs,
      problems: [
        ...this.#configured.problems,
        ...checked.problems,
        ...this.#problemsWithSecrets(checked),
        ...(claimed ? [claimed] : []),
      ],
    };
  }

  diff(id: string, state: Properties, inputs: Properties, identity: string | undefined) {
    refuseNewerState(state);
    for (const properties of [state, inputs]) this.#learn(properties);
    this.#isRecorded(id, state);
    if (identity !== undefined) this.#claims.manage(id, identity);
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
    const accessToken = tokenToSend(inputs, this.#read);
    const client = this.#client();
    if (inputs.adopt !== undefined) return this.#adopt(client, inputs.adopt, inputs);
    if (accessToken === undefined) throw new Error("accessToken: is missing; a new connection needs one.");
    requireMasterKey(this.#configured.settings);
    const { provider, label, allowDuplicate = false } = inputs;
    const made = await this.#creations.run(`${provider}\n${label}`, async () => {
      const created = await createOnce(
        client,
        { provider, label, accessToken },
        { ...this.#creation({ provider, label }, identity), allowDuplicate },
      );
      this.#ours.add(created.id);
      this.#made.push({ id: created.id, provider, label });
      return created;
    });
    const { id } = made;
    this.#claims.manage(id, identity);
    const accessTokenChangedAt = new Date(made.sentAt).toISOString();
    const state = this.#seen({ ...declaredOf(inputs), ...made.outputs, accessTokenChangedAt }, {});
    if (!made.isUnchanged) {
      const brought = await bring(client, id, state, inputs, { label, accessToken }, this.#lag);
      return { id, state: await this.#tested(client, id, brought) };
    }
    const records = await client.listAfterWrite().catch(() => undefined);
    const listed = outputsOfAny(records?.byId.get(id));
    return { id, state: await this.#tested(client, id, { ...state, ...listed }) };
  }

  async read(id: string, properties: Properties | undefined) {
    if (properties === undefined) return this.#import(id);
    const old = this.#state(properties);
    this.#isRecorded(id, old);
    if (this.#deletions.has(id)) return undefined;
    const reading = await readNow(this.#client(), id, old, this.#watch(old));
    if (reading.is !== "there") await this.#requireOwner(id, old);
    if (reading.is === "gone") {
      this.#gone.add(id);
      return undefined;
    }
    const read = reading.is === "there" ? this.#seen(reading.state, old) : old;
    const label = this.#foreign.name(read.label, [old.label]);
    const state = cleaned({ ...read, label }, this.#foreign);
    return { id, state, inputs: inputsOf(state) };
  }

  async update(id: string, properties: Properties, news: Properties) {
    const inputs = this.#inputs(news);
    const old = this.#state(properties);
    this.#isRecorded(id, old);
    return this.#bring(this.#client(), id, old, inputs);
  }

  async delete(id: string, properties: Properties) {
    refuseIfProtected(id, properties, "deleted");
    this.#claims.release(id);
    this.#learn(properties);
    const client = this.#client();
    requireMasterKey(this.#configured.settings);
    this.#isRecorded(id, properties);
    await deleteVerified(client, id, {
      requireOwner: () => this.#requireOwner(id, properties),
      madeAt: madeAt(properties),
      lag: this.#lag,
      log: this.#log,
    });
    this.#deletions.add(id);
  }

  async list(fields: Properties = {}) {
    return matching(await inventoryOf(await this.#client().list(), (record) => stateOf(record, {})), fields);
  }

  async test(id: string): Promise<Tested> {
    return testAfresh(this.#client(), id, this.#lag);
  }

  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  async #import(id: string) {
    if (this.#deletions.has(id)) return undefined;
    const reading = await readUnrecorded(this.#client(), id, this.#lag);
    if (reading.is === "gone") return undefined;
    if (reading.is === "not shown yet")
      throw new Error(
        `Connection ${id} exists, but Coregit does not list it yet. Run the same command again in a minute; nothing was changed.`,
      );
    const label = this.#foreign.name(reading.state.label, []);
    const state = cleaned(this.#seen({ ...reading.state, label }, {}), this.#foreign);
    this.#ours.add(id);
    return { id, state, inputs: inputsOf(state) };
  }

  async #adopt(client: CoregitClient, id: string, inputs: Inputs) {
    const listed = await findToAdopt(client, id, inputs, this.#lag);
    const label = this.#foreign.name(listed.label, [inputs.label]);
    const found = cleaned({ ...listed, label }, this.#foreign);
    this.#ours.add(id);
    this.#attempts.leave(id);
    return { id, state: await this.#bring(client, id, this.#seen(found, {}), inputs) };
  }

  async #bring(client: CoregitClient, id: string, recorded: State, inputs: Inputs): Promise<State> {
    const token = tokenToSend(inputs, this.#read);
    const changes = changesOf(inputs, changedFields(diff(id, recorded, inputs)), token);
    const isSent = Object.keys(changes).length > 0;
    if (isSent) requireMasterKey(this.#configured.settings);
    const brought = await bring(client, id, recorded, inputs, changes, this.#lag);
    this.#sayWhose(id, recorded.externalUsername, brought.externalUsername);
    // What is only recorded does not show whether the key sees the connection.
    return this.#tested(client, id, isSent ? this.#seen(brought, recorded) : brought);
  }

  /** A rotation may give the connection to another account, which no preview can show. */
  #sayWhose(id: string, before: string | undefined, now: string | undefined): void {
    if (before === undefined || now === undefined || before === now) return;
    const [whose, formerly] = [now, before].map((name) => quoted(name, LONGEST_WORD));
    this.#log({
      severity: "info",
      id,
      message: `its token belongs to ${whose} now, and belonged to ${formerly} before.`,
    });
  }

  async #tested(client: CoregitClient, id: string, state: State): Promise<State> {
    return cleaned(await tested(client, id, state, this.#watch(state)), this.#foreign);
  }

  /** A state of a connection that the service has just shown, or changed, for this API key. */
  #seen(state: State, old: Properties): State {
    return { ...state, seenByKeys: this.#ownership.seenByKeys(old) };
  }

  #isRecorded(id: string, state: Properties): void {
    this.#ours.add(id);
    this.#ownership.recorded(id, state);
  }

  /** @throws Error when a connection that is not shown may be another organisation's. */
  async #requireOwner(id: string, state: Properties): Promise<void> {
    const { byId } = await this.#client().listBefore();
    this.#ownership.requireOwner(id, state, byId);
  }

  #watch(state: State): Watch {
    return { redact: this.#redactFor(state), log: this.#log, lag: this.#lag };
  }

  /** The way to mask a connection's token, if that is the one that this process knows. */
  #redactFor({ accessToken, accessTokenFrom, accessTokenFingerprint = "" }: State): Watch["redact"] {
    if (accessToken !== undefined) return this.#redact;
    if (accessTokenFrom === undefined) return undefined;
    const { values } = readReferences(referencesOf(accessTokenFrom), this.#read);
    return isFingerprintOf(values, accessTokenFingerprint) ? this.#redact : undefined;
  }

  /** @throws Error when the settings are not usable; nothing was sent then. */
  #client(): CoregitClient {
    const { settings, problems } = this.#configured;
    const [problem] = problems;
    if (problem) throw new Error(`${problem.path} ${problem.message}`);
    const { limits = {}, signal } = this.#options;
    this.#knownClient ??= new CoregitClient(
      settings,
      new Transport(settings.baseUrl, {
        limits,
        hasOneRateLimit: true,
        say: this.#say,
        ...(signal ? { signal } : {}),
      }),
      this.#foreign,
    );
    return this.#knownClient;
  }

  #creation({ provider, label }: Looks, identity: string): Omit<CreationContext, "allowDuplicate"> {
    const isManaged = (id: string) => this.#options.managed?.(id) === true;
    const isOurs = (id: string) => this.#ours.has(id) || this.#claims.has(id) || isManaged(id);
    const isGone = (id: string) => this.#gone.has(id) || this.#deletions.has(id);
    return {
      attempts: this.#attempts,
      identity,
      made: this.#made.filter((each) => each.provider === provider && each.label === label),
      isGone,
      isOwn: (id) => this.#claims.ownerOf(id) === resourceOf(identity),
      isManaged: (id) => isOurs(id) || this.#attempts.isOfSibling(id, identity),
      isAnothers: (id) => isOurs(id) || isGone(id) || this.#attempts.isOfAnother(id, identity),
      lag: this.#lag,
      signal: this.#options.signal,
      say: this.#say,
    };
  }

  #inputs(properties: Properties): Inputs {
    const inputs = inputsSchema.parse(properties);
    this.#learn(inputs);
    return inputs;
  }

  #state(properties: Properties): State {
    const state = readState(properties);
    this.#learn(state);
    // An earlier version may have recorded whatever the service said.
    const label = this.#foreign.name(state.label, [state.label]);
    return cleaned({ ...state, label }, this.#foreign);
  }

  /** Remembers the token of inputs or of a state, before anything is sent. */
  #learn({ accessToken, accessTokenFrom, accessTokenFingerprint }: Properties): void {
    this.#redactor.add(accessToken);
    const { place } = this.#options;
    learn(this.#redactor, referencesOf(accessTokenFrom), accessTokenFingerprint, [], place);
  }

  /** What else is wrong with a label is said already. */
  #problemsWithSecrets({ inputs: { label }, problems }: Checked): Problem[] {
    if (typeof label !== "string" || problems.some(({ path }) => path === "label")) return [];
    return this.#foreign.holdsSecret(label) ? [{ path: "label", message: HOLDS_SECRET }] : [];
  }

  readonly #redact = (text: string): string => this.#redactor.redact(text);

  readonly #log = ({ message, ...note }: Note): void =>
    this.#options.log?.({ ...note, message: this.redact(message) });

  readonly #say = (message: string): void => this.#log({ severity: "info", message });
}
