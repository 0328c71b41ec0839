import { expect } from "vitest";
import type { FaultRuleInput } from "../../emulator";
import { expectNoSecrets } from "../support/noSecrets";
import { learnDoubts } from "./doubts";
import type { Circumstances, Driver, Ended, Resource } from "./drivers/driver";
import {
  expectAsPromised,
  expectDeclared,
  failuresOf,
  isRefused,
  isReplaced,
  type Kept,
  keptOf,
  type Played,
} from "./invariants";
import type { Change, Dashboard, Held, Kind, Uses } from "./kinds/kind";
import { programOf, quoting } from "./program";
import { SentTimes } from "./sentTimes";
import { type Declaration, emptySlot, heldId, type Slot } from "./slot";
import { tokenText } from "./token";

/** The most connections of one program. */
export const MAX_CONNECTIONS = 3;

/** How often somebody does what errors ask for, before what is declared has to come about. */
const MAX_ROUNDS = 8;

/** A program with connections of one kind, what runs it, and the service, while a history is played. */
export class World<Fields extends object = object, Connection extends Held = Held>
  implements Played<Fields, Connection>
{
  readonly slots: readonly Slot<Fields>[];
  readonly dashboard: Dashboard<Fields, Connection>;
  /** What was done; without secrets. */
  readonly journal: string[] = [];
  readonly sentTimes: SentTimes;
  readonly uses: Uses | undefined;
  readonly used = new Map<string, string>();
  #bystander: string | undefined;
  #tokens = 0;
  /** What was sent before is not remembered: somebody has to decide what is whose. */
  #hasForgotten = false;

  constructor(
    readonly kind: Kind<Fields, Connection>,
    readonly driver: Driver,
    size: number = MAX_CONNECTIONS,
  ) {
    this.slots = ["payments", "ledger", "web"].slice(0, size).map((name) => emptySlot<Fields>(name));
    this.dashboard = kind.dashboard(driver.services);
    this.sentTimes = new SentTimes(kind.credentials.field);
    this.uses = kind.uses(driver.services);
  }

  /** Makes what no program knows. */
  async begin(): Promise<void> {
    this.#bystander = await this.dashboard.makeBystander();
    await this.#use(this.#bystander);
  }

  /** The number of a token that was never used. */
  nextToken(): number {
    this.#tokens += 1;
    return this.#tokens;
  }

  /** Every token that there was, and the API key. */
  get secrets(): string[] {
    const tokens = Array.from({ length: this.#tokens }, (_, index) => tokenText(index + 1));
    return [...tokens, this.dashboard.apiKey];
  }

  async held(): Promise<{ readonly bystander: Connection; readonly others: readonly Connection[] }> {
    const all = await this.dashboard.everything();
    const bystander = all.find(({ id }) => id === this.#bystander);
    if (bystander === undefined) throw new Error("what no program knows is gone");
    return { bystander, others: all.filter((each) => each !== bystander) };
  }

  /** Fields that may be declared of a slot. */
  fieldsFor({ name }: Slot, fields: Fields): Fields {
    return this.driver.sharesLooks ? fields : this.kind.own(name, fields);
  }

  /** Whether a creation that may have been carried out is found again after a change. */
  mayChange({ creationOpen, isRemembered }: Slot, change: Change): boolean {
    return !creationOpen || isRemembered || !this.kind.recognisedBy.includes(change);
  }

  /** Declares anew, and remembers how it was. */
  declare(slot: Slot<Fields>, change: Change, declared: Declaration<Fields> | undefined): void {
    slot.isDeclaredOtherwise ||= slot.creationOpen && this.kind.recognisedBy.includes(change);
    slot.previous = slot.declared;
    slot.declared = declared;
    this.journal.push(`  ${slot.name} is ${JSON.stringify(declared)}`);
  }

  /** Deletes a connection in the dashboard, if it is there. */
  async deleteByHand(slot: Slot<Fields>, id: string): Promise<void> {
    const { others } = await this.held();
    if (others.some((each) => each.id === id)) await this.dashboard.delete(id);
    if (slot.recorded?.id === id) slot.isHeld = false;
  }

  /** `pulumi up`. */
  async up({ faults, ...circumstances }: Circumstances): Promise<Ended> {
    await this.driver.services.control.advanceClock(this.kind.betweenCommandsMs);
    const kept = keptOf(this);
    // Where it is not known whether something was made, no list is out of date.
    const isOpen = this.slots.some(({ creationOpen }) => creationOpen);
    const some = isOpen ? faults.filter(({ effect }) => effect.kind !== "stale") : faults;
    const program = this.#program();
    const ended = await this.driver.up(program, { ...circumstances, faults: this.#quoting(some) });
    const isDisturbed = some.length > 0 || circumstances.kill !== undefined;
    await this.#afterwards("up", ended, { kept, mustEndWell: circumstances.refresh && !isDisturbed, isOpen });
    return ended;
  }

  /** `pulumi refresh`. */
  async refresh(faults: readonly FaultRuleInput[]): Promise<void> {
    const ended = await this.driver.refresh(this.#program(), this.#quoting(faults));
    await this.#afterwards("refresh", ended);
  }

  /** Whether another machine can go on. There, nobody goes on with something else than what a creation was to make. */
  canMove(): boolean {
    return !this.slots.some(({ creationOpen, isDeclaredOtherwise }) => creationOpen && isDeclaredOtherwise);
  }

  /** From now on another machine runs the program, after a while. What may have been made is not made beside itself. */
  async moveToAnotherMachine(): Promise<void> {
    await this.driver.forget();
    this.#hasForgotten = true;
    for (const slot of this.slots) {
      slot.isRemembered = false;
      if (slot.creationOpen && slot.declared !== undefined)
        slot.declared = { ...slot.declared, allowDuplicate: false };
    }
    await this.#letReadsCatchUp();
  }

  /**
   * Declares what the error of one resource asks for: a connection that no other has, or that it is one of many. What
   * the same command has deleted since is left alone.
   */
  async followAdvice({ results }: Ended): Promise<void> {
    const held = (await this.held()).others.map(({ id }) => id);
    const taken = this.slots.flatMap(({ recorded, declared }) => [recorded?.id, declared?.adopt]);
    for (const slot of this.slots) {
      const { declared, name, isHeld } = slot;
      const named = this.kind.namedIn(results.get(name)?.failure ?? "")?.filter((id) => held.includes(id));
      if (declared === undefined || isHeld || named === undefined || named.length === 0) continue;
      const free = named.find((id) => !taken.includes(id));
      slot.declared =
        free === undefined ? { ...declared, allowDuplicate: true } : { ...declared, adopt: free };
      this.journal.push(`  ${name} is as it was asked to be: ${JSON.stringify(slot.declared)}`);
      return;
    }
  }

  /** All that is promised of an `up --refresh` that meets no fault, after the user has done what errors ask for. */
  async settle(): Promise<void> {
    await this.#letReadsCatchUp();
    await this.#unprotect();
    for (let round = 1; !(await this.#lastUp(round)); round++) await this.#letReadsCatchUp();
    if (this.driver.isCheap) {
      await this.#letReadsCatchUp();
      for (const [name, { failure }] of (await this.up({ refresh: true, faults: [] })).results)
        expect(failure, name).toBeUndefined();
    }
    await expectDeclared(this);
    await this.driver.services.control.clearLog();
    expectNoSecrets(await this.driver.expectNothingToDo(this.#program()), this.secrets);
  }

  /** The `up` that has to bring about what is declared; returns whether it has, or else does what it asks for. */
  async #lastUp(round: number): Promise<boolean> {
    const ended = await this.up({ refresh: true, faults: [], details: true });
    const failures = failuresOf(ended);
    if (failures.length === 0) return true;
    expect(round, failures.join("\n")).toBeLessThanOrEqual(MAX_ROUNDS);
    for (const failure of failures) expect(this.kind.namedIn(failure), failure).toBeDefined();
    // What one connection is mistaken for may have been taken up for another one by the next round.
    if (round > 1) {
      const isToBeAsked = this.#hasForgotten || this.slots.some((slot) => slot.isDeclaredOtherwise);
      const isAskedAnyway = failures.every((failure) => this.kind.asksAnyway.test(failure));
      expect(isToBeAsked || isAskedAnyway, failures.join("\n")).toBe(true);
    }
    if (round > 1 || !this.kind.lags) await this.followAdvice(ended);
    return false;
  }

  /** What is to be deleted or replaced, and is protected, is first declared as it is, and unprotected. */
  async #unprotect(): Promise<void> {
    const refused = this.slots.filter((slot) => isRefused(this.kind, slot));
    const wanted = refused.map(({ declared }) => declared);
    if (refused.length === 0) return;
    for (const slot of refused) {
      const base = slot.declared ?? slot.removed;
      if (base === undefined) throw new Error(`${slot.name} was never declared`);
      const host = isReplaced(this.kind, slot) ? other(base.host) : base.host;
      slot.declared = { ...base, host, fields: this.kind.unprotected(base.fields) };
    }
    await this.up({ refresh: true, faults: [] });
    for (const [index, slot] of refused.entries()) slot.declared = wanted[index];
  }

  async #afterwards(
    name: string,
    ended: Ended,
    up?: { readonly kept: readonly Kept[]; readonly mustEndWell: boolean; readonly isOpen: boolean },
  ): Promise<void> {
    this.journal.push(`  ${name}: ${ended.how}`);
    const { others } = await this.held();
    for (const slot of this.slots) {
      slot.recorded = ended.results.get(slot.name)?.recorded;
      slot.isHeld = others.some(({ id }) => id === slot.recorded?.id);
    }
    if (up !== undefined) learnDoubts(this.slots, ended, others);
    for (const id of this.slots.map(heldId)) if (id !== undefined) await this.#use(id);
    expectNoSecrets(ended.shown, this.secrets);
    if (up !== undefined) expectAsPromised(this, ended, others, up);
    // After a creation of which nothing is known, the user waits for a minute or two, as the errors say.
    if (this.slots.some(({ creationOpen }) => creationOpen)) await this.#letReadsCatchUp();
  }

  /** Lets so much time pass that nobody believes any more that a read does not show everything. */
  async #letReadsCatchUp(): Promise<void> {
    if (this.kind.lags) await this.driver.services.control.advanceClock(this.driver.patienceMs + 2_000);
  }

  async #use(connectionId: string): Promise<void> {
    if (this.uses === undefined || this.used.has(connectionId)) return;
    this.used.set(connectionId, await this.uses.add(connectionId));
  }

  #program(): Resource[] {
    return programOf(this.kind, this.slots);
  }

  #quoting(faults: readonly FaultRuleInput[]): FaultRuleInput[] {
    return quoting(faults, this.kind, this.#program(), this.dashboard.apiKey);
  }
}

function other(host: Declaration["host"]): Declaration["host"] {
  return host === "github" ? "gitlab" : "github";
}
