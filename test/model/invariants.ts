import { expect } from "vitest";
import type { Driver, Ended } from "./drivers/driver";
import type { Held, Kind, Uses } from "./kinds/kind";
import { expectSentAt } from "./sentCredentials";
import type { SentTimes } from "./sentTimes";
import { heldId, type Slot } from "./slot";

/** What is looked at while a history is played. */
export interface Played<Fields extends object, Connection extends Held> {
  readonly kind: Kind<Fields, Connection>;
  readonly driver: Driver;
  readonly slots: readonly Slot<Fields>[];
  /** When updates last sent credentials to each connection. */
  readonly sentTimes: SentTimes;
  /** What uses connections, if something does at this service: its ids by those of the connections. */
  readonly uses: Uses | undefined;
  readonly used: ReadonlyMap<string, string>;
  /** Everything that the service holds: what no program knows, and the others. */
  held(): Promise<{ readonly bystander: Connection; readonly others: readonly Connection[] }>;
}

/** What an `up` must leave as it was. */
export interface Kept {
  readonly slot: Slot;
  readonly id: string;
  /** Whether the same resource is to go on with it; otherwise it only must not be deleted. */
  readonly isStaying: boolean;
  /** Whether what is declared would take it away although it is protected. */
  readonly isRefused: boolean;
}

/** Whether what is declared asks for another connection in the place of the recorded one. */
export function isReplaced(kind: Pick<Kind, "hostOf">, { declared, recorded }: Slot): boolean {
  return declared !== undefined && recorded !== undefined && declared.host !== kind.hostOf(recorded.outputs);
}

/** Whether what is declared would take away what is protected. */
export function isRefused(kind: Pick<Kind, "hostOf" | "isProtected">, slot: Slot): boolean {
  const isProtected = heldId(slot) !== undefined && kind.isProtected(slot.recorded?.outputs ?? {});
  return isProtected && (slot.declared === undefined || isReplaced(kind, slot));
}

/** A deletion that waits until what else has failed is mended. */
const WAITING = /is not deleted, since something else in this run has failed/;

/** What has failed, but for what waits for that. */
export function failuresOf({ results }: Ended): string[] {
  const all = [...results.values()].flatMap(({ failure }) => failure ?? []);
  const own = all.filter((failure) => !WAITING.test(failure));
  if (all.length > 0) expect(own, all.join("\n")).not.toEqual([]);
  return own;
}

/** What the next `up` must leave as it is, whatever comes of it. */
export function keptOf<Fields extends object, Connection extends Held>({
  slots,
  kind,
}: Played<Fields, Connection>): Kept[] {
  return slots.flatMap((slot) => {
    const id = heldId(slot);
    const isStaying = slot.declared !== undefined && !isReplaced(kind, slot);
    const isProtected = kind.isProtected(slot.recorded?.outputs ?? {});
    if (id === undefined || !(isStaying || isProtected)) return [];
    return [{ slot, id, isStaying, isRefused: isRefused(kind, slot) }];
  });
}

/**
 * Nothing has changed that nobody asked for: what is to stay is the connection that it was, what is protected is there,
 * and an `up` that would take it away says so. Without a fault, everything else is done, unless somebody is asked.
 */
export function expectAsPromised<Fields extends object, Connection extends Held>(
  { kind, driver }: Played<Fields, Connection>,
  ended: Ended,
  held: readonly Held[],
  { kept, mustEndWell, isOpen }: { kept: readonly Kept[]; mustEndWell: boolean; isOpen: boolean },
): void {
  const failures = failuresOf(ended);
  for (const { slot, id, isStaying, isRefused: isSaid } of kept) {
    expect(
      held.map((each) => each.id),
      `${slot.name} is there`,
    ).toContain(id);
    if (isStaying) expect(slot.recorded?.id, `${slot.name} is as it was`).toBe(id);
    // An engine that another error has stopped before does not say it of this one.
    if (isSaid) expect(failures, `${slot.name} is protected`).not.toEqual([]);
  }
  if (!mustEndWell || kept.some((each) => each.isRefused)) return;
  const mayBeAsked = isOpen || driver.sharesLooks;
  for (const failure of failures) expect(mayBeAsked && kind.namedIn(failure), failure).toBeTruthy();
}

/** The service holds what is declared and what was there before, nothing else, and the state knows it. */
export async function expectDeclared<Fields extends object, Connection extends Held>(
  world: Played<Fields, Connection>,
): Promise<void> {
  const { kind, driver, slots, sentTimes, uses, used } = world;
  const { bystander, others } = await world.held();
  const log = await driver.services.control.log();
  sentTimes.learn(log);

  const declared = slots.filter((slot) => slot.declared !== undefined);
  const recorded = slots.filter((slot) => slot.recorded !== undefined);
  expect(
    recorded.map(({ name }) => name),
    "exactly what is declared is recorded",
  ).toEqual(declared.map(({ name }) => name));
  expect(others.map(({ id }) => id).sort(), "exactly what is declared exists").toEqual(
    recorded.map((slot) => slot.recorded?.id).sort(),
  );
  for (const slot of declared) expectSlot(world, slot, others);

  expect(bystander.updatedAt, "what no program knows is as it was made").toBe(bystander.createdAt);
  kind.expectMore(others, bystander, log);
  // What uses a connection is there as long as the connection is that it was made for.
  const users = [bystander, ...others].map(({ id }) => used.get(id));
  if (uses !== undefined) expect((await uses.all()).sort()).toEqual(users.sort());
}

function expectSlot<Fields extends object, Connection extends Held>(
  { kind, driver, sentTimes }: Played<Fields, Connection>,
  { name, declared, recorded }: Slot<Fields>,
  all: readonly Connection[],
): void {
  const held = all.find(({ id }) => id === recorded?.id);
  if (declared === undefined || recorded === undefined || held === undefined)
    throw new Error(`${name} is not there`);
  kind.expectSame(declared, held, recorded, { isSure: driver.isCheap, readsSecrets: driver.readsSecrets });
  const changedAt = recorded.outputs[kind.credentials.output];
  const updated = sentTimes.lastUpdate(kind.pathOf(held.id));
  if (updated === undefined) kind.expectSentWithCreation(changedAt, declared, held);
  else expectSentAt(changedAt, updated);
}
