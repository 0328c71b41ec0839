import type { dynamic } from "@pulumi/pulumi";
import type { Properties } from "../../provider/contract";
import { asError, type Failure, failing, partialResult, Stopped } from "./failure";
import { answered, overTheWire } from "./wire";

/** What Pulumi's engine keeps of one resource between two commands. */
export interface Recorded {
  readonly id: string;
  /** The checked inputs of the last operation, unless it was an update that failed in part, or what the last refresh made of them. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Why the resource exists but is not yet as declared; while there are any, every `up` is an update. */
  readonly initErrors: readonly string[];
  /** It was deleted for a replacement whose creation has not succeeded yet: neither read nor deleted again. */
  readonly pendingReplacement: boolean;
}

/** The operations that may send requests. */
export type Step = "create" | "read" | "update" | "delete";

/** What came of a command. */
export interface Report {
  /** The operations that were begun, in order; none: nothing was to be done. */
  readonly steps: readonly Step[];
  /** After a refresh: whether what was read differs from what is declared. */
  readonly drift: boolean;
  readonly failure?: Failure;
}

/** What an engine is made with. */
export interface EngineOptions {
  /** Called once a command, as each command runs the provider in a new process. */
  readonly newHost: () => dynamic.ResourceProvider;
  /** What tells the resource from every other, as its class in `sdk/` would compute it. */
  readonly identity: string;
  /** What earlier commands recorded; to go back to it models a process that was killed before it could record. */
  readonly recorded?: Recorded | undefined;
}

/**
 * Pulumi's engine, for one resource, as far as its bookkeeping goes: check, then diff, then create, update or
 * replace, then record. It follows `resource/deploy` of Pulumi 3.248:
 *
 * - An operation that succeeds records its outputs and the checked inputs. So does `up` when there is nothing to do.
 * - One that throws leaves everything as it was; but when the error carries an `id`, the id, its `properties` as
 *   outputs and its `reasons` as initialization errors are recorded (create and update only); the inputs beside them
 *   are the new ones after a creation, and after an update those that were recorded before.
 * - Initialization errors make the next `up` an update even without a difference; a refresh forgets them.
 * - A replacement checks the inputs again, as those of a new resource, and deletes first. When the creation fails
 *   then, the old record stays, marked: the next `up` creates without deleting, and `destroy` only forgets.
 * - The launcher finds the provider in the recorded outputs, and adds it to what an operation returns, but not to what
 *   a failed one has left; without it there is no refresh and no deletion.
 * - What crosses the border to the provider is JSON: a value that is none is the provider's mistake and throws.
 * - The provider is called with plain values, and its answers are secret where it marks them. That the engine marks by
 *   itself what it has on record as a secret under the same name is not modelled: it need not have it on record.
 */
export class Engine {
  readonly #options: EngineOptions;
  #recorded: Recorded | undefined;
  #steps: Step[] = [];
  #readable = "";

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#recorded = options.recorded;
  }

  /** What is recorded now; `undefined`: the resource is not in the state. */
  get recorded(): Recorded | undefined {
    return this.#recorded;
  }

  /** What the states so far have shown to whoever could read them: all that was recorded, but what is marked as secret. */
  get readable(): string {
    return this.#readable;
  }

  /** `pulumi up` of a program that declares this; with `refresh`, reading first, by the same provider process. */
  up(declared: Properties, { refresh = false } = {}): Promise<Report> {
    return this.#command(async (host) => {
      const drift = refresh && (await this.#refresh(host));
      await this.#up(host, { ...declared, ...this.#internal() });
      return drift;
    });
  }

  /** `pulumi refresh`. */
  refresh(): Promise<Report> {
    return this.#command((host) => this.#refresh(host));
  }

  /** `pulumi destroy`, or an `up` of a program that does not declare it any more. */
  destroy({ refresh = false } = {}): Promise<Report> {
    return this.#command(async (host) => {
      const drift = refresh && (await this.#refresh(host));
      const old = this.#recorded;
      if (old !== undefined && !old.pendingReplacement) await this.#delete(host, old);
      this.#recorded = undefined;
      return drift;
    });
  }

  async #command(run: (host: dynamic.ResourceProvider) => Promise<boolean>): Promise<Report> {
    this.#steps = [];
    try {
      const drift = await run(this.#options.newHost());
      return { steps: this.#steps, drift };
    } catch (thrown) {
      if (!(thrown instanceof Stopped)) throw thrown;
      return { steps: this.#steps, drift: false, failure: thrown.failure };
    }
  }

  async #up(host: dynamic.ResourceProvider, news: Properties): Promise<void> {
    const old = this.#recorded;
    const inputs = await this.#check(host, old?.inputs ?? {}, news);
    if (old === undefined) return this.#create(host, inputs);
    const { changes, replaces = [], deleteBeforeReplace } = await this.#diff(host, old, inputs);
    if (old.pendingReplacement || (changes && replaces.length > 0)) {
      if (!old.pendingReplacement && !deleteBeforeReplace) throw new Error("creating first is not modelled");
      const fresh = await this.#check(host, {}, news);
      if (!old.pendingReplacement) await this.#delete(host, old);
      this.#recorded = { ...old, pendingReplacement: true };
      return this.#create(host, fresh);
    }
    if (changes || old.initErrors.length > 0) return this.#update(host, old, inputs);
    this.#recorded = { ...old, inputs };
  }

  async #check(host: dynamic.ResourceProvider, olds: Properties, news: Properties): Promise<Properties> {
    const result = await failing(() => host.check?.(overTheWire(olds), overTheWire(news)));
    const reasons = (result?.failures ?? []).map(({ reason }) => reason);
    if (reasons.length > 0) throw new Stopped({ kind: "refused", reasons });
    return this.#withProvider(result?.inputs ?? news);
  }

  async #diff(
    host: dynamic.ResourceProvider,
    old: Recorded,
    inputs: Properties,
  ): Promise<dynamic.DiffResult> {
    const result = await failing(() => host.diff?.(old.id, overTheWire(old.outputs), overTheWire(inputs)));
    if (typeof result?.changes !== "boolean") throw new Error("the provider's diff does not decide");
    return result;
  }

  async #create(host: dynamic.ResourceProvider, inputs: Properties): Promise<void> {
    await this.#recording("create", { inputs, ifPartial: inputs }, async () => {
      const { id, outs } = await host.create(overTheWire(inputs));
      return { id: requiredId(id), outputs: this.#withProvider(outs) };
    });
  }

  async #update(
    host: dynamic.ResourceProvider,
    { id, outputs, inputs: former }: Recorded,
    inputs: Properties,
  ): Promise<void> {
    await this.#recording("update", { inputs, ifPartial: former }, async () => {
      const result = await host.update?.(id, overTheWire(outputs), overTheWire(inputs));
      return { id, outputs: this.#withProvider(result?.outs ?? {}) };
    });
  }

  async #recording(
    step: Step,
    { inputs, ifPartial }: { readonly inputs: Properties; readonly ifPartial: Properties },
    run: () => Promise<{ id: string; outputs: Properties }>,
  ): Promise<void> {
    this.#steps.push(step);
    try {
      this.#recorded = { ...(await run()), inputs, initErrors: [], pendingReplacement: false };
    } catch (thrown) {
      const error = asError(thrown);
      const partial = partialResult(error);
      if (partial === undefined) throw new Stopped({ kind: "error", error });
      const { id, properties, reasons: initErrors } = partial;
      const outputs = this.#taken(properties);
      this.#recorded = { id, outputs, inputs: ifPartial, initErrors, pendingReplacement: false };
      throw new Stopped({ kind: "partial", error });
    }
  }

  async #delete(host: dynamic.ResourceProvider, { id, outputs }: Recorded): Promise<void> {
    this.#steps.push("delete");
    requireProvider(outputs);
    await failing(() => host.delete?.(id, overTheWire(outputs)));
  }

  /** Reads, and says whether what was read differs from what is declared. */
  async #refresh(host: dynamic.ResourceProvider): Promise<boolean> {
    const old = this.#recorded;
    if (old === undefined || old.pendingReplacement) return false;
    this.#steps.push("read");
    requireProvider(old.outputs);
    const found = await failing(() => host.read?.(old.id, overTheWire(old.outputs)));
    if (found?.id === undefined || found.id === "") {
      this.#recorded = undefined;
      return true;
    }
    const outputs = this.#withProvider(found.props ?? {});
    const inputs = found.inputs === undefined ? old.inputs : this.#withProvider(found.inputs);
    this.#recorded = { ...old, id: requiredId(found.id), outputs, inputs, initErrors: [] };
    return (await this.#diff(host, this.#recorded, old.inputs)).changes === true;
  }

  /** What Pulumi's launcher adds to everything that a provider answers. */
  #withProvider(values: Properties): Properties {
    return { ...this.#taken(values), __provider: this.#internal().__provider };
  }

  /** What is recorded of an answer. */
  #taken(answer: Properties): Properties {
    const { values, readable } = answered(answer);
    this.#readable += `${JSON.stringify(readable)}\n`;
    return values;
  }

  /** What the resource's class adds to what a program declares. */
  #internal() {
    return { __provider: "the provider's code", __identity: this.#options.identity };
  }
}

function requireProvider(outputs: Properties): void {
  if (typeof outputs.__provider !== "string") throw new Error("the outputs do not name their provider");
}

function requiredId(id: unknown): string {
  if (typeof id !== "string" || id === "") throw new Error("the provider answered no id");
  return id;
}
