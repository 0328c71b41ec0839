import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Inventory, Listed, Properties, Unreadable } from "../contract";
import { sharedWait } from "../http/timeLimit";
import { UnknownForm } from "./recorded";

/** The most connections of one list: as many as SigSentry's largest plan has repositories, of which each has one at least. */
const MAX_CONNECTIONS = 10_000;

/** The most bytes of one list, its pages together. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;

/** For how long a list is read, in milliseconds, its pages and their repetitions together. */
const MAX_LIST_MS = 300_000;

/** A list whose items are looked at one by one: for millions of them, even that would take a while. */
export const anyList = z.custom<readonly unknown[]>((value) => Array.isArray(value));

/** What a list has grown to. */
interface Growth {
  readonly connections: number;
  readonly bytes: number;
  /** When it was begun, by `performance.now()`. */
  readonly begunAt: number;
}

/** Why a list is read no further; `undefined`: it may go on. */
export function excessOf({ connections, bytes, begunAt }: Growth): string | undefined {
  if (connections > MAX_CONNECTIONS)
    return `it lists more than ${MAX_CONNECTIONS} connections, which no plan has`;
  if (bytes > MAX_LIST_BYTES) return `its list has more than ${MAX_LIST_BYTES} bytes`;
  return performance.now() - begunAt > MAX_LIST_MS
    ? `its list had not ended after ${MAX_LIST_MS / 1000} s`
    : undefined;
}

/** Everything in a project, none of it looked into. */
export interface Records {
  readonly byId: ReadonlyMap<string, unknown>;
  /** Listed records without a readable id: while there are any, an id that is not listed may still exist. */
  readonly unidentified: number;
}

/** Listed items by their ids, where these can be read; a list in pages adds one page after the other. */
export class Collection implements Records {
  readonly byId = new Map<string, unknown>();
  unidentified = 0;
  /** How many items were added. */
  length = 0;

  /** @param clean takes from an item what is not to be known of it. */
  constructor(
    private readonly identified: z.ZodType<{ id: string }>,
    private readonly clean: (item: unknown) => unknown,
  ) {}

  /** Adds items. */
  async add(items: readonly unknown[]): Promise<void> {
    this.length += items.length;
    await inSlices(items, (listed) => {
      const item = this.clean(listed);
      const record = this.identified.safeParse(item);
      if (record.success) this.byId.set(record.data.id, item);
      else this.unidentified += 1;
    });
  }
}

/**
 * Listed records as states, each by itself.
 *
 * @param stateOf throws {@link UnknownForm} for a record that it cannot read.
 */
export async function inventoryOf(
  { byId, unidentified }: Records,
  stateOf: (record: unknown) => Properties,
): Promise<Inventory> {
  const listed: Listed[] = [];
  const unreadable: Unreadable[] = [];
  await inSlices(byId, ([id, record]) => {
    try {
      listed.push({ id, state: stateOf(record) });
    } catch (error) {
      if (!(error instanceof UnknownForm)) throw error;
      unreadable.push({ id, reason: error.reason });
    }
  });
  for (let index = 0; index < unidentified; index++) unreadable.push({ id: undefined, reason: "id" });
  return { listed, unreadable };
}

/** For how long nothing else gets its turn, in milliseconds: a signal, a deadline, another request. */
const SLICE_MS = 50;

/** Does the same with each of many things, and lets everything else that waits have its turn between them. */
async function inSlices<Item>(items: Iterable<Item>, work: (item: Item) => void): Promise<void> {
  let began = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - began < SLICE_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}

/**
 * What of an inventory has these fields, by their values. What cannot be read has none, and is left out.
 *
 * @param also what else is asked of a state. Default: nothing.
 */
export function matching(
  inventory: Inventory,
  fields: Properties,
  also?: (state: Properties) => boolean,
): Inventory {
  const wanted = Object.entries(fields);
  if (wanted.length === 0 && also === undefined) return inventory;
  const listed = inventory.listed.filter(
    ({ state }) =>
      wanted.every(([name, value]) => isDeepStrictEqual(state[name], value)) && (also?.(state) ?? true),
  );
  return { listed, unreadable: [] };
}

/** What is said of whoever waits for a list. */
const WAITING = "while the list of connections was waited for";

/** How long a list may serve further reads, in milliseconds: the span in which an engine asks for all its resources. */
const FRESH_MS = 5_000;

/** How long a list tells what there was before, in milliseconds. */
const RECENT_MS = 60_000;

/** A list, under way or at its end. */
interface Started {
  readonly startedAt: number;
  readonly records: Promise<Records>;
}

/**
 * One list for all reads of a project. Reads that arrive close together share a list; a read that follows a
 * write waits for a list that was started after it, and shares that with whoever else waits.
 */
export class Listing {
  readonly #list: () => Promise<Records>;
  readonly #now: () => number;
  #latest: Started | undefined;
  /** Kept after a write too, for whoever asks what there was before. */
  #last: Started | undefined;
  /** The list that is under way, whether or not it may serve further reads. */
  #running: Promise<Records> | undefined;
  /** The list that starts when that one ends. */
  #next: Promise<Records> | undefined;

  /**
   * @param list fetches a complete list, or rejects.
   * @param now the time in milliseconds.
   */
  constructor(list: () => Promise<Records>, now: () => number = Date.now) {
    this.#list = list;
    this.#now = now;
  }

  /** The project's connections, at most five seconds old. */
  read(): Promise<Records> {
    return sharedWait(WAITING, () => this.#startedWithin(FRESH_MS, this.#latest));
  }

  /** What there was at most a minute ago, whatever was written since by this process itself. */
  readRecent(): Promise<Records> {
    return sharedWait(WAITING, () => this.#startedWithin(RECENT_MS, this.#last));
  }

  /** The project's connections as of a list that starts after this call. */
  readAfterWrite(): Promise<Records> {
    return sharedWait(WAITING, () => {
      this.#next ??= (this.#running ?? Promise.resolve()).then(ignore, ignore).then(() => {
        this.#next = undefined;
        return this.#start();
      });
      return this.#next;
    });
  }

  /** After a write: what was listed before it serves no further reads. */
  forget(): void {
    this.#latest = undefined;
  }

  #startedWithin(ms: number, list: Started | undefined): Promise<Records> {
    return list && this.#now() - list.startedAt < ms ? list.records : this.#start();
  }

  #start(): Promise<Records> {
    const records = this.#list();
    const latest = { startedAt: this.#now(), records };
    this.#latest = latest;
    this.#last = latest;
    this.#running = records;
    // A failed list serves those who share it, and nobody after them.
    records
      .catch(() => {
        if (this.#latest === latest) this.#latest = undefined;
        if (this.#last === latest) this.#last = undefined;
      })
      .finally(() => {
        if (this.#running === records) this.#running = undefined;
      });
    return records;
  }
}

function ignore(): void {}
