import type { dynamic } from "@pulumi/pulumi";
import { expect } from "vitest";
import type { Emulator, FaultRuleInput, LogEntry, StoredConnection } from "../../../../emulator";
import { secretForms } from "../../../../emulator/secretForms";
import { sha256 } from "../../testing/useEmulator";
import { Engine, type Recorded, type Report } from "../engine";
import { argumentsOf, type Declaration, type Fields, tokenText } from "./declaration";

/** One resource of the program: what is declared of it, and what is certain about it. */
export interface Slot {
  readonly name: string;
  /** The environment variable that its reference names. */
  readonly variable: string;
  declared: Declaration | undefined;
  /** What was declared before. */
  previous: Declaration | undefined;
  recorded: Recorded | undefined;
  /** A creation was begun and its answer is not known: only the same declaration finds it again. */
  creationOpen: boolean;
  /** A process was killed as it wrote: what credentials the service holds cannot be known any more. */
  credentialsOpen: boolean;
}

/** What one command came to. */
export interface Outcome {
  readonly slot: Slot;
  readonly report: Report;
}

/** A program of a few connections, the engine that runs it, and the service. */
export class World {
  readonly slots: readonly Slot[];
  readonly emulator: Emulator;
  readonly #newHost: () => dynamic.ResourceProvider;
  readonly #shown: string[];
  #tokens = 0;

  /** @param shown what the provider printed; looked through for secrets. */
  constructor(emulator: Emulator, newHost: () => dynamic.ResourceProvider, shown: string[]) {
    this.emulator = emulator;
    this.#newHost = newHost;
    this.#shown = shown;
    this.slots = ["payments", "ledger", "web"].map((name) => ({
      name,
      variable: `MODEL_TOKEN_${name.toUpperCase()}`,
      declared: undefined,
      previous: undefined,
      recorded: undefined,
      creationOpen: false,
      credentialsOpen: false,
    }));
  }

  /** The number of a token that was never used. */
  nextToken(): number {
    this.#tokens += 1;
    return this.#tokens;
  }

  /** `pulumi up`, of all resources at once by one process. */
  async up(faults: readonly FaultRuleInput[], refresh: boolean): Promise<Outcome[]> {
    const outcomes = await this.#run(faults, (slot, engine) =>
      slot.declared === undefined
        ? engine.destroy()
        : engine.up(argumentsOf(slot.declared, slot.variable), { refresh }),
    );
    for (const { slot, report } of outcomes) settleDoubts(slot, report);
    return outcomes;
  }

  /** `pulumi up` by a process that is killed, and of whose work only the slots in `kept` were recorded. */
  async upKilled(faults: readonly FaultRuleInput[], kept: readonly boolean[]): Promise<void> {
    const before = new Map(this.slots.map((slot) => [slot, slot.recorded]));
    const outcomes = await this.up(faults, false);
    for (const [index, { slot, report }] of outcomes.entries()) {
      if (report.failure === undefined && kept[index]) continue;
      slot.recorded = before.get(slot);
      slot.creationOpen ||= report.steps.includes("create");
      slot.credentialsOpen ||= report.steps.includes("update");
    }
  }

  /** `pulumi refresh`. */
  async refresh(faults: readonly FaultRuleInput[]): Promise<void> {
    await this.#run(faults, (_, engine) => engine.refresh());
  }

  /** All that is promised of an `up --refresh` that meets no fault. */
  async settle(): Promise<void> {
    for (const { slot, report } of await this.up([], true)) {
      expect(report.failure, slot.name).toBeUndefined();
    }
    await this.#expectDeclared();
    this.#expectPurged(await this.emulator.control.log());
    await this.emulator.control.clearLog();
    for (const { slot, report } of await this.up([], false)) {
      expect(report, `a second up of ${slot.name}`).toEqual({ steps: [], drift: false });
    }
    expect(await this.emulator.control.log(), "requests of a second up").toEqual([]);
  }

  /** What the service holds. */
  held(): Promise<StoredConnection[]> {
    return this.emulator.control.sigsentry.connections(this.emulator.projectId);
  }

  /** Makes a connection as somebody would in the dashboard: with an OAuth grant. */
  makeInDashboard(platform: Declaration["platform"], fields: Fields): Promise<StoredConnection> {
    const { projectId, control } = this.emulator;
    return control.sigsentry.seedConnection({ projectId, platform, ...stored(fields) });
  }

  /** Changes a connection as somebody would in the dashboard, if it is there. */
  async editInDashboard(id: string, fields: Fields): Promise<void> {
    if (await this.#exists(id)) await this.emulator.control.sigsentry.editConnection(id, stored(fields));
  }

  /** Deletes a connection as somebody would in the dashboard, if it is there. */
  async deleteInDashboard(id: string): Promise<void> {
    if (await this.#exists(id)) await this.emulator.control.sigsentry.deleteConnection(id);
  }

  async #exists(id: string): Promise<boolean> {
    return (await this.held()).some((connection) => connection.id === id);
  }

  async #run(
    faults: readonly FaultRuleInput[],
    command: (slot: Slot, engine: Engine) => Promise<Report>,
  ): Promise<Outcome[]> {
    const host = this.#newHost();
    for (const fault of faults) await this.emulator.control.addFault(fault);
    const outcomes = await Promise.all(
      this.slots.map(async (slot) => {
        const token = slot.declared?.token;
        if (token !== undefined) process.env[slot.variable] = tokenText(token);
        const engine = new Engine({ newHost: () => host, identity: slot.name, recorded: slot.recorded });
        const report = await command(slot, engine);
        slot.recorded = engine.recorded;
        return { slot, report };
      }),
    );
    await this.emulator.control.clearFaults();
    this.#expectNoSecrets(outcomes);
    return outcomes;
  }

  async #expectDeclared(): Promise<void> {
    const declared = this.slots.filter((slot) => slot.declared !== undefined);
    const held = new Map((await this.held()).map((connection) => [connection.id, connection]));
    expect([...held.keys()].sort(), "exactly what is declared exists").toEqual(
      declared.map(({ recorded }) => recorded?.id).sort(),
    );
    for (const slot of declared) expect(held.get(slot.recorded?.id ?? "")).toMatchObject(expectedOf(slot));
  }

  /** After the last time that credentials were sent to a connection, its cache was purged. */
  #expectPurged(log: readonly LogEntry[]): void {
    for (const { recorded } of this.slots) {
      if (recorded === undefined) continue;
      const path = `/v1/config/repos/${encodeURIComponent(recorded.id)}`;
      const sent = log.findLast(
        (entry) => entry.path === path && entry.method === "PUT" && hasCredentials(entry),
      );
      if (sent === undefined) continue;
      const purges = log.filter((entry) => entry.path === `${path}/cache` && entry.status === 200);
      expect(purges.at(-1)?.sequence ?? 0, "the purge after new credentials").toBeGreaterThan(sent.sequence);
    }
  }

  #expectNoSecrets(outcomes: readonly Outcome[]): void {
    const errors = outcomes.map(({ report: { failure } }) => {
      if (failure === undefined) return "";
      return failure.kind === "refused"
        ? failure.reasons.join("\n")
        : `${failure.error} ${failure.error.message} ${failure.error.stack}`;
    });
    const references = this.slots
      .flatMap(({ recorded }) => [recorded?.inputs, recorded?.outputs])
      .filter((properties) => properties?.credentialsFrom !== undefined)
      .map((properties) => JSON.stringify(properties));
    const text = [...this.#shown.splice(0), ...errors, ...references].join("\n");
    for (let token = 1; token <= this.#tokens; token++) {
      for (const form of secretForms(tokenText(token))) expect(text).not.toContain(form);
    }
    expect(text).not.toContain(this.emulator.apiKey);
  }
}

/** What an `up` leaves uncertain about a slot. */
function settleDoubts(slot: Slot, { steps, failure }: Report): void {
  if (failure === undefined) {
    slot.creationOpen = false;
    slot.credentialsOpen = false;
    return;
  }
  const isRecorded = slot.recorded !== undefined && !slot.recorded.pendingReplacement;
  if (steps.includes("create") && !isRecorded) slot.creationOpen = true;
}

function hasCredentials({ body }: LogEntry): boolean {
  return typeof body === "object" && body !== null && "credentials" in body;
}

function expectedOf({ declared }: Slot) {
  if (declared === undefined) throw new Error("it is not declared");
  const { platform, style, token } = declared;
  const { repositories, serviceMappings, ...fields } = stored(declared.fields);
  return {
    platform,
    ...fields,
    repositories: expect.toSatisfy((found: unknown) => sameSet(found, repositories)),
    serviceMappings: expect.toSatisfy((found: unknown) => sameSet(found, serviceMappings)),
    ...(style === "kept" ? {} : { credentialsSha256: sha256(tokenText(token)) }),
  };
}

/** Fields with the defaults that the service would fill in. */
function stored({ repositories, serviceMappings, ...rest }: Fields) {
  return {
    ...rest,
    repositories: [...repositories],
    serviceMappings: serviceMappings.map((mapping) => ({
      pathPrefix: "",
      defaultBranch: "main",
      ...mapping,
    })),
  };
}

function sameSet(found: unknown, expected: readonly unknown[]): boolean {
  if (!Array.isArray(found)) return false;
  return JSON.stringify(found.map(canonical).sort()) === JSON.stringify(expected.map(canonical).sort());
}

function canonical(value: unknown): string {
  return typeof value === "object" && value !== null
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value);
}
