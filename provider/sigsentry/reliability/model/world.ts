import type { dynamic } from "@pulumi/pulumi";
import { expect } from "vitest";
import type { Emulator, FaultRuleInput, LogEntry, StoredConnection } from "../../../../emulator";
import type { Report } from "../../../reliability/engine";
import { SentTimes } from "../../../reliability/model/sentTimes";
import type { Outcome, Slot } from "../../../reliability/model/slot";
import { tokenText } from "../../../reliability/model/token";
import { World } from "../../../reliability/model/world";
import { BETWEEN_COMMANDS_MS, expectSentAt } from "../../../reliability/sentCredentials";
import { sha256 } from "../../testing/useEmulator";
import { CREDENTIALS } from "../credentials";
import { argumentsOf, type Declaration, type Fields } from "./declaration";

/** One connection of the program: what is declared of it, and what is certain about it. */
export interface RepoSlot extends Slot<Declaration> {
  /** What was declared before. */
  previous: Declaration | undefined;
  /** A creation was begun and its answer is not known: only the same declaration finds it again. */
  creationOpen: boolean;
  /** A process was killed as it wrote: what credentials the service holds cannot be known any more. */
  credentialsOpen: boolean;
}

/** The service's time is in whole seconds, and taken a little before it stores what it makes. */
const CLOCK_TOLERANCE_MS = 2_000;

/** A program of a few connections, the engine that runs it, and the service. */
export class RepoWorld extends World<RepoSlot> {
  readonly #sentTimes = new SentTimes(CREDENTIALS.field);

  constructor(emulator: Emulator, newHost: () => dynamic.ResourceProvider, shown: string[]) {
    super({ emulator, newHost, shown, apiKey: emulator.apiKey, newSlot, reference: "credentialsFrom" });
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
    return super.up(faults, refresh);
  }

  protected argumentsOf({ declared, variable }: RepoSlot) {
    return declared && argumentsOf(declared, variable);
  }

  protected settleDoubts(slot: RepoSlot, { steps, failure }: Report): void {
    if (failure === undefined) {
      slot.creationOpen = false;
      slot.credentialsOpen = false;
      return;
    }
    const isRecorded = slot.recorded !== undefined && !slot.recorded.pendingReplacement;
    if (steps.includes("create") && !isRecorded) slot.creationOpen = true;
  }

  protected doubtKilled(slot: RepoSlot, { steps }: Report): void {
    slot.creationOpen ||= steps.includes("create");
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

function newSlot(name: string, variable: string): RepoSlot {
  return {
    ...{ name, variable, declared: undefined, previous: undefined, recorded: undefined },
    ...{ creationOpen: false, credentialsOpen: false },
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
