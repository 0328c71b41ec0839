import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type InvokeRequest,
  InvokeResponse,
  type ListRequest,
  ListResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Lifecycle, Note, OperationOptions, Place, Problem, Properties, Scope } from "../../contract";
import type { ProviderKind } from "../../kinds/kind";
import { DeletionGuard } from "../engine/deletionGuard";
import { shown } from "../engine/shown";
import { configOf, configurationChanges, problemsWithConfiguration } from "./configuration";
import { differences } from "./differences";
import { EngineLog } from "./engineLog";
import { call } from "./functions";
import { identityIn } from "./identity";
import { FOUND_KEY, RecordedResources } from "./recorded";
import { declaredName, settingWords } from "./settingWords";
import { internalIn, marksOf, type Received, received, toSend } from "./values";

/** Hosts a kind as a provider of its own: one configuration of it, for one run of the engine. */
export class PluginProvider {
  readonly #kind: ProviderKind;
  readonly #place: Place;
  readonly #scope: Scope;
  readonly #cancelling = new AbortController();
  readonly #deletions: DeletionGuard;
  readonly #recorded = new RecordedResources();
  #opened: Lifecycle | undefined;
  #words = (message: string): string => message;

  /** Speaks to the user. */
  readonly engine = new EngineLog((text) => this.show(text));

  constructor(kind: ProviderKind, place: Place, scope: Scope) {
    this.#kind = kind;
    this.#place = place;
    this.#scope = scope;
    this.#deletions = DeletionGuard.within(scope, kind.name, place.environment);
  }

  /** What was opened, and knows the secrets; `undefined` before that. */
  get opened(): Lifecycle | undefined {
    return this.#opened;
  }

  /** A message as Pulumi may print it. */
  show(message: string): string {
    return shown(this.#words(message), this.#opened);
  }

  /** The user cancels, or the engine is gone: nothing new is begun. */
  cancel(): void {
    this.#cancelling.abort();
  }

  /** Runs a part of what brings about what is declared: where one fails, nothing is deleted any more. */
  bring<T>(work: () => T | Promise<T>): Promise<T> {
    return this.#deletions.refuseAfter((async () => work())());
  }

  checkConfig(request: CheckRequest): CheckResponse {
    const { values, marks } = received(request.getNews());
    const isDeclared = declaredName(request.getUrn()) !== undefined;
    this.#words = settingWords(this.#kind.name, request.getUrn());
    const problems = problemsWithConfiguration(this.#kind, values, this.#place, isDeclared);
    return new CheckResponse().setInputs(toSend(values, [], marks)).setFailuresList(this.#failures(problems));
  }

  diffConfig(request: DiffRequest): DiffResponse {
    const old = received(request.getOldInputs() ?? request.getOlds()).values;
    return differences(configurationChanges(this.#kind, old, received(request.getNews()).values));
  }

  configure(request: ConfigureRequest): void {
    this.#words = settingWords(this.#kind.name, request.getUrn() ?? "");
    this.#opened = this.#kind.open(configOf(this.#kind, received(request.getArgs()).values), {
      cancelled: this.#cancelling.signal,
      log: this.engine.log,
      place: this.#place,
      scope: this.#scope,
    });
  }

  check(request: CheckRequest): CheckResponse {
    const news = received(request.getNews());
    const olds = received(request.getOlds()).values;
    const { inputs, problems } = this.#lifecycle.check(news.values, olds, this.#identity(request));
    if (problems.length > 0) this.#deletions.refuse();
    return new CheckResponse().setInputs(this.#send(inputs, news)).setFailuresList(this.#failures(problems));
  }

  diff(request: DiffRequest): DiffResponse {
    const [urn, id] = [request.getUrn(), request.getId()];
    const [old, next] = [received(request.getOlds()).values, received(request.getNews()).values];
    this.#recorded.compared(urn, { id, state: old }, internalIn(request.getOlds(), FOUND_KEY));
    const { changes, notes } = this.#lifecycle.diff(id, old, next, this.#identity(request));
    for (const note of notes) this.engine.log(note);
    return differences(changes);
  }

  async create(request: CreateRequest): Promise<CreateResponse> {
    const declared = received(request.getProperties());
    const inputs = declared.values;
    if (request.getPreview()) {
      const adopted = typeof inputs.adopt === "string" ? inputs.adopt : "";
      const state = this.#lifecycle.preview(inputs, undefined);
      return new CreateResponse().setId(adopted).setProperties(this.#send(state, declared));
    }
    const isOldThere = await this.#recorded.isOldThere(request.getUrn(), this.#lifecycle);
    const options = { ...limitOf(request), isOldThere };
    const made = await this.#lifecycle.create(inputs, this.#identity(request), options);
    const mark = made.wasThere ? { [FOUND_KEY]: this.#recorded.found(request.getUrn(), made.id) } : {};
    return new CreateResponse()
      .setId(made.id)
      .setProperties(this.#send({ ...made.state, ...mark }, declared));
  }

  /** An import has no inputs, and what is read for a program that does not manage it has nothing on record. */
  async read(request: ReadRequest): Promise<ReadResponse> {
    const [state, inputs] = [received(request.getProperties()), received(request.getInputs())];
    const recorded = Object.keys(state.values).length > 0 ? state.values : undefined;
    const found = await this.#lifecycle.read(request.getId(), recorded, limitOf(request));
    if (found === undefined) return new ReadResponse();
    if (!request.hasInputs()) this.engine.log(this.#noteOnImport());
    return new ReadResponse()
      .setId(found.id)
      .setProperties(this.#send(found.state, state, inputs))
      .setInputs(this.#send(found.inputs, state, inputs));
  }

  async update(request: UpdateRequest): Promise<UpdateResponse> {
    const declared = received(request.getNews());
    const old = received(request.getOlds()).values;
    const state = request.getPreview()
      ? this.#lifecycle.preview(declared.values, old)
      : await this.#lifecycle.update(request.getId(), old, declared.values, limitOf(request));
    return new UpdateResponse().setProperties(this.#send(state, declared));
  }

  async delete(request: DeleteRequest): Promise<void> {
    const [urn, id] = [request.getUrn(), request.getId()];
    if (this.#recorded.isKept(urn, id, internalIn(request.getProperties(), FOUND_KEY)))
      return this.engine.log({ severity: "warning", message: kept(id) });
    this.#deletions.allow(id);
    const { values } = received(request.getProperties());
    await this.#lifecycle.delete(id, values, limitOf(request));
    this.#recorded.deleted(urn);
  }

  async invoke(request: InvokeRequest): Promise<InvokeResponse> {
    const { values } = received(request.getArgs());
    const answer = await call(request.getTok(), this.#kind, this.#lifecycle, values);
    return new InvokeResponse().setReturn(toSend(answer, this.#lifecycle.secrets));
  }

  async list(request: ListRequest): Promise<ListResponse[]> {
    const { listed } = await this.#lifecycle.list(received(request.getQuery()).values);
    const wanted = request.getLimit() > 0 ? listed.slice(0, request.getLimit()) : listed;
    return wanted.map(({ id }) =>
      new ListResponse().setResult(new ListResponse.Result().setId(id).setName(id)),
    );
  }

  get #lifecycle(): Lifecycle {
    if (this.#opened) return this.#opened;
    throw new Error("The engine has not configured this provider.");
  }

  #identity(request: { getUrn(): string }): string {
    return identityIn(request.getUrn(), this.#kind.type);
  }

  #send(properties: Properties, ...marked: readonly Received[]) {
    return toSend(properties, this.#lifecycle.secrets, marksOf(...marked));
  }

  /** No service shows credentials, so an import cannot record them. */
  #noteOnImport(): Note {
    const { name, from } = this.#kind.credentials;
    const message = `Its credentials stay as they are until the program declares ${name} or ${from}; the update then sends them.`;
    return { severity: "info", message };
  }

  /** Pulumi prints the value of the property that a failure names, which could be a secret: so the path is in the reason. */
  #failures(problems: readonly Problem[]): CheckFailure[] {
    return problems.map(({ path, message }) =>
      new CheckFailure().setReason(this.show(path === "" ? message : `${path}: ${message}`)),
    );
  }
}

function kept(id: string): string {
  return (
    `Connection ${id} stays as it is: the replacement was to be made before it was deleted, and was found to be ${id} itself. ` +
    "To have it replaced, set the resource's option deleteBeforeReplace."
  );
}

/** The time that `customTimeouts` gives an operation, in seconds; 0 is none. An older protocol has none for a reading. */
function limitOf(request: { getTimeout?(): number }): OperationOptions {
  const seconds = request.getTimeout?.() ?? 0;
  return seconds > 0 ? { timeoutMs: seconds * 1000 } : {};
}
