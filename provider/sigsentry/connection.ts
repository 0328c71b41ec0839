import { randomUUID } from "node:crypto";
import type { CreationOptions, Lifecycle, Properties } from "../contract";
import { changedFields } from "../core/changes";
import { OneAtATime } from "../core/creation";
import { Discretion } from "../core/discretion";
import { replacementOf } from "../core/identity";
import { inventoryOf, matching } from "../core/listing";
import type { LifecycleOptions } from "../core/options";
import { refuseNewerState } from "../core/recorded";
import { Transport } from "../http/transport";
import { findToAdopt } from "./adoption";
import { check } from "./check";
import { SigSentryClient } from "./client";
import { createOnce, verified } from "./creation/create";
import { likenessOf } from "./creation/lookAlikes";
import { diff } from "./diff";
import { Known } from "./known";
import { problemsWithSecrets } from "./names";
import { preview } from "./preview";
import { changesOf, cleaned, inputsOf, namesIn, readState, stateOf, timesOf } from "./record";
import { CREDENTIAL_PROPERTIES, type Inputs, inputsSchema, type State } from "./schema";
import { problemWithProject, type readSettings } from "./settings";
import { bring } from "./update";

/** The life of a SigSentry repo connection, by https://docs.sigsentry.com/api/repos. */
export class RepoConnectionLifecycle implements Lifecycle {
  readonly secrets = CREDENTIAL_PROPERTIES.secrets;
  readonly #configured: ReturnType<typeof readSettings>;
  readonly #discretion: Discretion;
  readonly #known: Known;
  readonly #clients = new Map<string | undefined, SigSentryClient>();
  /** Creations of what looks the same wait for each other. */
  readonly #creations = new OneAtATime();
  #transport: Transport | undefined;

  constructor(configured: ReturnType<typeof readSettings>, options: LifecycleOptions = {}) {
    this.#configured = configured;
    this.#discretion = new Discretion(configured, options, CREDENTIAL_PROPERTIES);
    this.#known = new Known(configured.settings, options, this.#discretion, options.scope ?? {});
  }

  check(news: Properties, olds: Properties, identity: string | undefined) {
    const { settings, problems, reserved } = this.#configured;
    for (const inputs of [olds, news]) this.#discretion.learn(inputs);
    const checked = check(news, olds, { settings, reserved, identity, read: this.#discretion.read });
    const claimed = this.#known.claims.declare(identity, checked.inputs.adopt);
    return {
      inputs: checked.inputs,
      problems: [
        ...problems,
        ...checked.problems,
        ...problemsWithSecrets(checked, this.#discretion.foreign),
        ...claimed,
      ],
    };
  }

  diff(id: string, state: Properties, inputs: Properties, identity: string | undefined) {
    refuseNewerState(state);
    for (const properties of [state, inputs]) this.#discretion.learn(properties);
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
    const credentials = CREDENTIAL_PROPERTIES.toSend(inputs, this.#discretion.read);
    const client = this.#client(inputs.projectId);
    if (inputs.adopt !== undefined) return this.#adopt(client, inputs.adopt, inputs);
    if (credentials === undefined) throw new Error("credentials: is missing; a new connection needs them.");
    const created = await this.#creations.run(likenessOf(inputs), async () => {
      const context = {
        ...this.#known.forCreation(inputs, identity),
        clientOf: (projectId: string | undefined) => this.#client(projectId),
        say: this.#discretion.say,
      };
      const made = await createOnce(client, inputs, credentials, context);
      const { id } = "earlier" in made ? made.earlier : made;
      this.#known.isMade(id, inputs);
      return made;
    });
    const { id } = "earlier" in created ? created.earlier : created;
    this.#known.claims.manage(id, identity);
    if ("id" in created) return created;
    const found = cleaned(created.earlier.state, this.#discretion.foreign, namesIn(inputs));
    return { id, state: await this.#bring(client, id, found, inputs), wasThere: true as const };
  }

  async read(id: string, properties: Properties | undefined) {
    if (properties === undefined) return this.#import(id);
    const old = this.#state(properties);
    const record = await this.#client(old.projectId).read(id);
    if (record === undefined) {
      this.#known.isGone(id);
      return undefined;
    }
    const state = cleaned(stateOf(record, old), this.#discretion.foreign, namesIn(old));
    return { id, state, inputs: inputsOf(state) };
  }

  async update(id: string, properties: Properties, news: Properties) {
    const inputs = this.#inputs(news);
    const old = this.#state(properties);
    const client = this.#client(inputs.projectId);
    const times = old.unverified ? timesOf(await verified(client, id)) : {};
    return this.#bring(client, id, { ...old, ...times }, inputs);
  }

  async delete(id: string, properties: Properties) {
    this.#known.claims.release(id);
    this.#discretion.learn(properties);
    const client = this.#client(typeof properties.projectId === "string" ? properties.projectId : undefined);
    const absence = await client.delete(id);
    if (absence === undefined || (await client.readAfterWrite(id)) === undefined)
      return this.#known.isGone(id);
    throw new Error(
      `SigSentry says that connection ${id} does not exist, and still lists it. Run the same command again. ${absence.message}`,
    );
  }

  async list({ projectId, repository, serviceName, ...fields }: Properties = {}) {
    const client = this.#client(typeof projectId === "string" ? projectId : undefined);
    const inventory = await inventoryOf(await client.list(), (record) => stateOf(record, {}));
    if (repository === undefined && serviceName === undefined) return matching(inventory, fields);
    return matching(inventory, fields, (state) => {
      const { repositories, serviceMappings } = readState(state);
      const services = serviceMappings.map((mapping) => mapping.serviceName);
      return contains(repositories, repository) && contains(services, serviceName);
    });
  }

  /** The service has no test: the next analysis shows whether the credentials work. */
  async test() {
    return undefined;
  }

  redact(text: string): string {
    return this.#discretion.redact(text);
  }

  /** @param name the id, after the project's and a slash where that is not the configured one. */
  async #import(name: string) {
    const { settings } = this.#configured;
    const { projectId = settings.projectId, id } = importedName(name);
    const problem = problemWithProject(settings.apiKey, projectId);
    if (problem) throw new Error(`${problem.path} ${problem.message} Or name both: project/id.`);
    const record = await this.#client(projectId).read(id);
    if (record === undefined) return undefined;
    const state = cleaned(
      stateOf(record, projectId === undefined ? {} : { projectId }),
      this.#discretion.foreign,
      [],
    );
    return { id, state, inputs: inputsOf(state) };
  }

  async #adopt(client: SigSentryClient, id: string, inputs: Inputs) {
    const found = cleaned(await findToAdopt(client, id, inputs), this.#discretion.foreign, namesIn(inputs));
    this.#known.attempts.leave(id);
    return { id, state: await this.#bring(client, id, found, inputs) };
  }

  #bring(client: SigSentryClient, id: string, old: State, inputs: Inputs): Promise<State> {
    const changes = changesOf(
      inputs,
      changedFields(diff(id, old, inputs)),
      CREDENTIAL_PROPERTIES.toSend(inputs, this.#discretion.read),
    );
    return bring(client, id, old, inputs, changes);
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
    this.#transport ??= new Transport(settings.baseUrl, this.#discretion.transport);
    const client = new SigSentryClient(settings, projectId, this.#transport, this.#discretion.foreign);
    this.#clients.set(projectId, client);
    return client;
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
    return cleaned(state, this.#discretion.foreign, namesIn(state));
  }
}

/** Whether a list holds what is asked for; `undefined`: nothing is. */
function contains(list: readonly unknown[], wanted: unknown): boolean {
  return wanted === undefined || list.includes(wanted);
}

/** An id as an import names it: `project/id`, or an id alone in the configured project. */
function importedName(name: string): { projectId?: string; id: string } {
  const slash = name.indexOf("/");
  return slash < 0 ? { id: name } : { projectId: name.slice(0, slash), id: name.slice(slash + 1) };
}
