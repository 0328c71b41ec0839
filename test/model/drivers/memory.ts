import type { dynamic } from "@pulumi/pulumi";
import { expect, vi } from "vitest";
import type { FaultRuleInput } from "../../../emulator";
import { Engine, type Recorded, type Report } from "../engine";
import type { Failure } from "../failure";
import type { Circumstances, Driver, Ended, Kill, Resource, Result, Services } from "./driver";

/** What a {@link Memory} is made of. */
export interface Circuit {
  readonly services: Services;
  /** The provider, as a new process of the engine would have it. */
  readonly newHost: () => dynamic.ResourceProvider;
  /** Removes what the provider remembers on this machine. */
  readonly forget: () => void;
  /** What the provider printed. */
  readonly printed: string[];
  readonly patienceMs: number;
  /** The property of a declaration that refers to secrets; what has one has no secret anywhere. */
  readonly reference: string;
}

interface Run {
  readonly resource: Resource;
  readonly report: Report;
  readonly before: Recorded | undefined;
  readonly readable: string;
}

/** Runs a program on the model of Pulumi's engine, in this process. */
export class Memory implements Driver {
  readonly sharesLooks = true;
  readonly isCheap = true;
  readonly readsSecrets = true;
  readonly maxLagMs = Number.POSITIVE_INFINITY;
  readonly services: Services;
  readonly patienceMs: number;
  readonly #circuit: Circuit;
  readonly #state = new Map<string, Recorded>();

  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    this.services = circuit.services;
    this.patienceMs = circuit.patienceMs;
  }

  async up(program: readonly Resource[], { refresh, faults, kill }: Circumstances): Promise<Ended> {
    const rules = kill === undefined ? faults : [...rulesOf(kill), ...faults];
    const runs = await this.#run(program, rules, (engine, { argumentsOf }, literal) =>
      argumentsOf === undefined ? engine.destroy({ refresh }) : engine.up(argumentsOf(literal), { refresh }),
    );
    return this.#ended(runs, (run, index) => {
      const isLost = kill !== undefined && (run.report.failure !== undefined || !kill.kept[index]);
      return isLost ? this.#killed(run) : this.#finished(run);
    });
  }

  async refresh(program: readonly Resource[], faults: readonly FaultRuleInput[]): Promise<Ended> {
    const runs = await this.#run(program, faults, (engine) => engine.refresh());
    return this.#ended(runs, (run) => this.#finished(run));
  }

  /** A second `up` does nothing and sends nothing. */
  async expectNothingToDo(program: readonly Resource[]): Promise<Ended["shown"]> {
    await this.services.control.clearLog();
    const runs = await this.#run(program, [], (engine, { argumentsOf }, literal) =>
      argumentsOf === undefined ? engine.destroy() : engine.up(argumentsOf(literal)),
    );
    for (const { resource, report } of runs)
      expect(report, `a second up of ${resource.name}`).toEqual({ steps: [], drift: false });
    expect(await this.services.control.log(), "requests of a second up").toEqual([]);
    return this.#shown(runs);
  }

  async forget(): Promise<void> {
    this.#circuit.forget();
  }

  /** Nothing but what was shown after each command. */
  async written(): Promise<Ended["shown"]> {
    return {};
  }

  /** All resources at once, by one process of the provider. */
  async #run(
    program: readonly Resource[],
    faults: readonly FaultRuleInput[],
    command: (engine: Engine, resource: Resource, literal: string) => Promise<Report>,
  ): Promise<Run[]> {
    const host = this.#circuit.newHost();
    for (const fault of faults) await this.services.control.addFault(fault);
    const runs = await Promise.all(
      program.map(async (resource) => {
        const { name, variable, token } = resource;
        vi.stubEnv(variable, token);
        const before = this.#state.get(name);
        const engine = new Engine({ newHost: () => host, identity: name, recorded: before });
        const report = await command(engine, resource, token ?? "");
        this.#record(name, engine.recorded);
        return { resource, report, before, readable: engine.readable };
      }),
    );
    await this.services.control.clearFaults();
    return runs;
  }

  #record(name: string, recorded: Recorded | undefined): void {
    if (recorded === undefined) this.#state.delete(name);
    else this.#state.set(name, recorded);
  }

  #finished({ resource, report: { steps, failure } }: Run): Result {
    const recorded = this.#state.get(resource.name);
    if (failure === undefined) return { recorded, failure, creation: "settled", token: "settled" };
    const isRecorded = recorded !== undefined && !recorded.pendingReplacement;
    const isOpen = steps.includes("create") && !isRecorded;
    return {
      recorded,
      failure: textOf(failure),
      creation: isOpen ? "open" : "as before",
      token: "as before",
    };
  }

  /** Nothing was recorded of what a killed process did. */
  #killed(run: Run): Result {
    const { creation, token, failure } = this.#finished(run);
    this.#record(run.resource.name, run.before);
    const { steps } = run.report;
    return {
      recorded: run.before,
      failure: failure ?? "killed",
      creation: steps.includes("create") ? "open" : creation,
      token: steps.includes("update") ? "open" : token,
    };
  }

  #ended(runs: readonly Run[], resultOf: (run: Run, index: number) => Result): Ended {
    const results = new Map(runs.map((run, index) => [run.resource.name, resultOf(run, index)]));
    return { how: JSON.stringify(runs.map(({ report }) => report.steps)), results, shown: this.#shown(runs) };
  }

  #shown(runs: readonly Run[]): Ended["shown"] {
    const errors = runs.map(({ report: { failure } }) =>
      failure === undefined || failure.kind === "refused"
        ? failure?.reasons.join("\n")
        : `${failure.error} ${failure.error.message} ${failure.error.stack}`,
    );
    const references = [...this.#state.values()]
      .flatMap(({ inputs, outputs }) => [inputs, outputs])
      .filter((properties) => properties[this.#circuit.reference] !== undefined);
    return {
      "what was printed": this.#circuit.printed.splice(0).join("\n"),
      "the errors": errors.join("\n"),
      "the state": runs.map(({ readable }) => readable).join("\n"),
      "what is only referred to": JSON.stringify(references),
    };
  }
}

function textOf(failure: Failure): string {
  return failure.kind === "refused" ? failure.reasons.join("; ") : failure.error.message;
}

/**
 * To the process it looks like the end of the network: nothing it sends from then on arrives. The moment is one among
 * all requests, since no rule can say "all that come after the first of its sort".
 */
function rulesOf({ nth, when }: Kill): FaultRuleInput[] {
  return [
    { match: { nth }, effect: { kind: "drop", when } },
    { match: { nth: nth + 1, times: "always" }, effect: { kind: "drop" } },
  ];
}
