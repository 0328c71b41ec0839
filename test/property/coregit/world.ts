import { expect } from "vitest";
import type { Declaration } from "../../model/coregit/declaration";
import type { TestService } from "../../support/service";
import type { Stack } from "../../support/stack";
import type { Ended } from "../command";
import type { Disturbance } from "../disturbance";
import type { Kind } from "../histories";
import { heldId, type Slot } from "../slot";
import { World } from "../world";
import { adviceIn, asksToAdopt } from "./advice";
import { expectSame } from "./expected";
import { MAX_LAG_MS, PAST_ALL_DOUBT_MS, PAST_LAG_MS, PATIENCE_SECONDS } from "./time";
import { anyHistory, type ConnectionStep, type ConnectionTurn, type Wish } from "./turn";
import { FULFIL } from "./wishes";

/** A program with Coregit connections; whatever is held has a sync configuration that uses it. */
class ConnectionWorld extends World<Declaration, ConnectionStep> {
  /** The sync configurations, by the connections that they use. */
  readonly #configurations = new Map<string, string>();
  #isInDoubt = false;
  #mayBeRefused = false;
  #mayBeAsked = false;

  constructor(service: TestService, stack: Stack, size: number) {
    super(service, stack, size);
    stack.environment.COREGIT_LIST_LAG_SECONDS = String(PATIENCE_SECONDS);
  }

  protected get apiKey() {
    return this.service.coregit.apiKey;
  }

  protected fulfilment(wish: Wish) {
    return FULFIL[wish];
  }

  protected async makeBystander() {
    const { id } = await this.service.makeByHand({ label: "nobody's" });
    await this.#configure(id);
    return id;
  }

  protected edit(id: string, { edited: label }: ConnectionTurn) {
    return this.#dashboard.editConnection(id, { label });
  }

  protected delete(id: string) {
    return this.#dashboard.deleteConnection(id);
  }

  protected everything() {
    return this.service.coregitConnections();
  }

  protected argumentsOf({ provider, label, style, version, adopt, ...rest }: Declaration, variable: string) {
    const { verify, deletionProtection } = rest;
    return {
      ...{ provider, label, verify, deletionProtection },
      ...(style === "literal" && { accessToken: `$${variable}` }),
      ...(style === "reference" && { accessTokenFrom: { env: variable } }),
      ...(version !== undefined && { accessTokenVersion: version }),
      ...(adopt !== undefined && { adopt }),
    };
  }

  protected isReplaced({ declared, recorded }: Slot<Declaration>) {
    return declared?.provider !== recorded?.outputs.provider;
  }

  /** The list shows whatever was done by hand, and what a killed command has left is beyond doubt. */
  protected override async beforeUp({ listLagMs }: ConnectionStep) {
    await this.#dashboard.changeSettings({ listLagMs });
    await this.#letTimePass();
  }

  /** What is protected stays, and an `up` that would take it away says so. */
  override async up(args: readonly string[], disturbance?: Disturbance) {
    const kept = this.slots.filter(isProtected).map(heldId);
    this.#mayBeRefused = this.slots.some((slot) => this.#isRefused(slot));
    this.#mayBeAsked = this.slots.some(({ isOpen }) => isOpen);
    const ended = await super.up(args, disturbance);
    expect(
      (await this.held()).map(({ id }) => id),
      "what is protected",
    ).toEqual(expect.arrayContaining(kept));
    if (this.#mayBeRefused) expect(ended.isWell, ended.all).toBe(false);
    return ended;
  }

  protected override mayFail({ all }: Ended) {
    return this.#mayBeRefused || (this.#mayBeAsked && asksToAdopt(all));
  }

  /** What an error asks to be adopted is, unless it is another resource's by now. */
  protected override async afterUp({ isKilled, all }: Ended) {
    this.#isInDoubt = isKilled;
    for (const slot of this.slots) {
      const id = heldId(slot);
      if (id !== undefined && !this.#configurations.has(id)) await this.#configure(id);
    }
    for (const { name, adopt } of adviceIn(all)) {
      const slot = this.slots.find((each) => each.name === name);
      const isTaken = this.slots.some(({ recorded, declared }) =>
        [recorded?.id, declared?.adopt].includes(adopt),
      );
      if (slot?.declared === undefined || isTaken) continue;
      slot.declared = { ...slot.declared, adopt };
      this.journal.push(`  ${name} is to adopt ${adopt}, as it was asked to`);
    }
  }

  /** The user does first what errors have asked for: that of the last `up` as well. */
  override async lastUp() {
    await this.#unprotect();
    await this.#letTimePass();
    let ended = await super.lastUp();
    for (let round = 1; !ended.isWell && this.mayFail(ended) && round <= this.slots.length; round++) {
      // Where details are shown, errors do not say whose they are.
      await this.up(["--refresh"]);
      await this.#letTimePass();
      ended = await super.lastUp();
    }
    return ended;
  }

  /** From now on the list lags as the service's does: it does not show what the last commands have written. */
  override async beforeLastPreview() {
    this.stack.environment.COREGIT_LIST_LAG_SECONDS = undefined;
    await this.#dashboard.changeSettings({ listLagMs: MAX_LAG_MS });
  }

  async expectDeclared({ name, declared, recorded }: Slot<Declaration>) {
    const held = (await this.everything()).find(({ id }) => id === recorded?.id);
    if (declared === undefined || held === undefined) throw new Error(`${name} is not there`);
    expectSame(name, declared, held, recorded?.outputs ?? {});
  }

  /** A sync configuration is there as long as the connection is that it was made for. */
  async expectMore() {
    const { organisationId } = this.service.coregit;
    const found = (await this.#dashboard.syncConfigurations(organisationId)).map(({ id }) => id);
    const connections = (await this.everything()).map(({ id }) => this.#configurations.get(id));
    expect(found.sort()).toEqual(connections.sort());
  }

  /** What is to go and is protected is declared as it was, and unprotected, first. */
  async #unprotect(): Promise<void> {
    const refused = this.slots.filter((slot) => this.#isRefused(slot));
    const wanted = refused.map(({ declared }) => declared);
    if (refused.length === 0) return;
    for (const slot of refused) {
      const base = slot.declared ?? slot.removed;
      if (base === undefined) throw new Error(`${slot.name} was never declared`);
      slot.declared = { ...base, deletionProtection: false };
      const other = base.provider === "github" ? "gitlab" : "github";
      if (this.isReplaced(slot)) slot.declared = { ...slot.declared, provider: other };
    }
    await this.#letTimePass();
    await this.up(["--refresh"]);
    for (const [index, slot] of refused.entries()) slot.declared = wanted[index];
  }

  /** Whether what is declared would take away what is protected. */
  #isRefused(slot: Slot<Declaration>): boolean {
    return isProtected(slot) && (slot.declared === undefined || this.isReplaced(slot));
  }

  async #letTimePass(): Promise<void> {
    await this.service.control.advanceClock(this.#isInDoubt ? PAST_ALL_DOUBT_MS : PAST_LAG_MS);
  }

  async #configure(connectionId: string): Promise<void> {
    const { id } = await this.#dashboard.seedSyncConfiguration({ connectionId });
    this.#configurations.set(connectionId, id);
  }

  get #dashboard() {
    return this.service.control.coregit;
  }
}

function isProtected(slot: Slot): boolean {
  return heldId(slot) !== undefined && slot.recorded?.outputs.deletionProtection === true;
}

/** Histories of Coregit connections. */
export const COREGIT: Kind<Declaration, ConnectionStep> = {
  name: "Coregit",
  runs: 4,
  anyHistory,
  newWorld: (...args) => new ConnectionWorld(...args),
};
