import type { dynamic } from "@pulumi/pulumi";
import { expect } from "vitest";
import type { Emulator, FaultRuleInput, LogEntry, StoredConnection } from "../../../emulator";
import { sha256 } from "../../../emulator/fingerprint";
import type { Report } from "../engine";
import { BETWEEN_COMMANDS_MS, expectSentAt } from "../sentCredentials";
import { SentTimes } from "../sentTimes";
import type { Outcome, Slot } from "../slot";
import { tokenText } from "../token";
import { World } from "../world";
import { CREDENTIALS } from "./credentials";
import { argumentsOf, type Declaration, type Fields } from "./declaration";

/** One connection of the program: what is declared of it, and what is certain about it. */
export interface RepoSlot extends Slot<Declaration> {
  /** What was declared before. */
  previous: Declaration | undefined;
  /** A creation was begun and its answer is not known. */
  creationOpen: boolean;
  /** What that creation has sent is remembered: only then may it look otherwise. */
  isRemembered: boolean;
  /** Other repositories may be declared since. */
  isDeclaredOtherwise: boolean;
  /** A process was killed as it wrote: what credentials the service holds cannot be known any more. */
  credentialsOpen: boolean;
}

/** What a world is made of. */
export interface Circumstances {
  readonly emulator: Emulator;
  /** The provider, remembering what it sends in a folder. */
  readonly newHost: () => dynamic.ResourceProvider;
  /** Has another machine, which remembers nothing, go on. */
  readonly forget: () => void;
  /** What the provider printed. */
  readonly shown: string[];
}

/** How often somebody has to decide something. */
const MAX_ROUNDS = 8;

/** An error that names connections that look the same, and each that it names. */
const NAMING = /There (is already a connection|are already \d+ connections) to /;
const NAMED = /([\w-]{36}) \(made /g;

/** The service's time is in whole seconds, and taken a little before it stores what it makes. */
const CLOCK_TOLERANCE_MS = 2_000;

/** A program of a few connections, the engine that runs it, and the service. */
export class RepoWorld extends World<RepoSlot> {
  readonly #sentTimes = new SentTimes(CREDENTIALS.field);
  readonly #forget: () => void;

  constructor({ emulator, newHost, forget, shown }: Circumstances) {
    super({ emulator, newHost, shown, apiKey: emulator.apiKey, newSlot, reference: "credentialsFrom" });
    this.#forget = forget;
  }

  /** From now on another machine runs the program. What may have been made is not to be made beside itself. */
  moveToAnotherMachine(): void {
    this.#forget();
    for (const slot of this.slots) {
      if (!slot.creationOpen || slot.declared === undefined) continue;
      slot.isRemembered = false;
      slot.declared = { ...slot.declared, allowDuplicate: false };
    }
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

  /** From one `up` to the next, some time passes. */
  override async up(faults: readonly FaultRuleInput[], refresh: boolean): Promise<Outcome<RepoSlot>[]> {
    await this.emulator.control.advanceClock(BETWEEN_COMMANDS_MS);
    const isOpen = this.slots.some(({ creationOpen }) => creationOpen);
    return super.up(isOpen ? faults.filter(({ effect }) => effect.kind !== "stale") : faults, refresh);
  }

  /** Before all that is promised, the user does what errors have asked for, one after the other. */
  override async settle(): Promise<void> {
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const failed = (await this.up([], true)).filter(({ report }) => report.failure !== undefined);
      if (failed.length === 0) break;
      for (const outcome of failed) expect(textOf(outcome)).toMatch(NAMING);
      this.followAdvice(failed[0]);
    }
    await super.settle();
  }

  /** Declares what the error of a command asks for: the connection that no other slot has, or that it is one of many. */
  followAdvice(outcome: Outcome<RepoSlot> | undefined): void {
    const { declared, recorded } = outcome?.slot ?? {};
    if (outcome === undefined || declared === undefined || recorded !== undefined) return;
    const text = textOf(outcome);
    if (!NAMING.test(text)) return;
    const taken = this.slots.flatMap((slot) => [slot.recorded?.id, slot.declared?.adopt]);
    const [free] = [...text.matchAll(NAMED)].flatMap(([, id]) => (taken.includes(id) ? [] : [id]));
    outcome.slot.declared =
      free === undefined ? { ...declared, allowDuplicate: true } : { ...declared, adopt: free };
  }

  protected argumentsOf({ declared, variable }: RepoSlot) {
    return declared && argumentsOf(declared, variable);
  }

  protected settleDoubts(slot: RepoSlot, { steps, failure }: Report): void {
    if (failure === undefined) {
      slot.creationOpen = false;
      slot.isDeclaredOtherwise = false;
      slot.credentialsOpen = false;
      return;
    }
    const isRecorded = slot.recorded !== undefined && !slot.recorded.pendingReplacement;
    if (steps.includes("create") && !isRecorded) openCreation(slot);
  }

  protected doubtKilled(slot: RepoSlot, { steps }: Report): void {
    if (steps.includes("create")) openCreation(slot);
    slot.credentialsOpen ||= steps.includes("update");
  }

  protected async expectDeclared(): Promise<void> {
    const declared = this.slots.filter((slot) => slot.declared !== undefined);
    const held = new Map((await this.held()).map((connection) => [connection.id, connection]));
    expect([...held.keys()].sort(), "exactly what is declared exists").toEqual(
      declared.map(({ recorded }) => recorded?.id).sort(),
    );
    for (const slot of declared) expect(held.get(slot.recorded?.id ?? "")).toMatchObject(expectedOf(slot));
    const log = await this.emulator.control.log();
    this.#expectPurged(log);
    this.#sentTimes.learn(log);
    for (const slot of declared) this.#expectSent(slot, held.get(slot.recorded?.id ?? ""));
  }

  /** It is recorded when credentials were last sent. A creation may have sent them again, to find what it had made. */
  #expectSent({ declared, recorded }: RepoSlot, stored: StoredConnection | undefined): void {
    if (recorded === undefined || stored === undefined) throw new Error("it does not exist");
    const changedAt = recorded.outputs[CREDENTIALS.output];
    const updated = this.#sentTimes.lastUpdate(pathOf(recorded.id));
    if (updated !== undefined || declared?.style === "kept") expectSentAt(changedAt, updated);
    else
      expect(Date.parse(String(changedAt))).toBeGreaterThan(
        Date.parse(stored.createdAt) - CLOCK_TOLERANCE_MS,
      );
  }

  /** After the last time that credentials were sent to a connection, its cache was purged. */
  #expectPurged(log: readonly LogEntry[]): void {
    for (const { recorded } of this.slots) {
      if (recorded === undefined) continue;
      const path = pathOf(recorded.id);
      const sent = log.findLast(
        (entry) => entry.path === path && entry.method === "PUT" && hasCredentials(entry),
      );
      if (sent === undefined) continue;
      const purges = log.filter((entry) => entry.path === `${path}/cache` && entry.status === 200);
      expect(purges.at(-1)?.sequence ?? 0, "the purge after new credentials").toBeGreaterThan(sent.sequence);
    }
  }
}

function pathOf(id: string): string {
  return `/v1/config/repos/${encodeURIComponent(id)}`;
}

function textOf({ slot, report: { failure } }: Outcome<RepoSlot>): string {
  if (failure === undefined) return "";
  const said = failure.kind === "refused" ? failure.reasons.join("; ") : failure.error.message;
  return `${slot.name}: ${failure.kind}: ${said}`;
}

function openCreation(slot: RepoSlot): void {
  if (!slot.creationOpen) slot.isRemembered = true;
  slot.creationOpen = true;
}

function newSlot(name: string, variable: string): RepoSlot {
  return {
    ...{ name, variable, declared: undefined, previous: undefined, recorded: undefined },
    ...{ creationOpen: false, isRemembered: false, isDeclaredOtherwise: false, credentialsOpen: false },
  };
}

function hasCredentials({ body }: LogEntry): boolean {
  return typeof body === "object" && body !== null && "credentials" in body;
}

function expectedOf({ declared }: RepoSlot) {
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
