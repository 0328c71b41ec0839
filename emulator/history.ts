import type { Clock } from "./clock";

/** What a history keeps: something that is never changed, only replaced by another with its id and position. */
export interface Kept {
  readonly id: string;
  /** Counts the items as they are made; lists are in this order. */
  readonly position: number;
}

/** How outdated what is read is to be: by a number of writes, by milliseconds, or by both, whichever goes back further. */
export interface Outdated {
  readonly writes?: number;
  readonly ms?: number;
}

/** What a write replaced: the item before, or undefined for a new one. */
interface Write<Item> {
  readonly at: number;
  readonly id: string;
  readonly before: Item | undefined;
}

/** How many of the last writes to what one owner has can be undone to answer an outdated read. */
const MAX_UNDOABLE = 10_000;

/** Items by id, and by owner what was written to them, so that lists can be shown as they once were. */
export class History<Item extends Kept> {
  readonly #clock: Clock;
  readonly #ownerOf: (item: Item) => string;
  readonly #items = new Map<string, Item>();
  readonly #writes = new Map<string, Write<Item>[]>();
  #lastPosition = 0;

  /** `ownerOf` tells whose an item is. */
  constructor(clock: Clock, ownerOf: (item: Item) => string) {
    this.#clock = clock;
    this.#ownerOf = ownerOf;
  }

  /** The items of an owner, oldest first, as they are or as they were. */
  list(owner: string, outdated: Outdated = {}): Item[] {
    const shown = new Map(this.#items);
    for (const { id, before } of this.#writesSince(owner, outdated).reverse()) {
      if (before === undefined) shown.delete(id);
      else shown.set(id, before);
    }
    return [...shown.values()]
      .filter((item) => this.#ownerOf(item) === owner)
      .sort((a, b) => a.position - b.position);
  }

  /** The item with an id, whosever it is. */
  find(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** The item of an owner with an id, as it is or as it was. */
  findOf(owner: string, id: string, outdated: Outdated = {}): Item | undefined {
    const first = this.#writesSince(owner, outdated).find((write) => write.id === id);
    const item = first === undefined ? this.#items.get(id) : first.before;
    return item !== undefined && this.#ownerOf(item) === owner ? item : undefined;
  }

  /** The position of an item about to be made. */
  nextPosition(): number {
    this.#lastPosition += 1;
    return this.#lastPosition;
  }

  /** Adds a new item. */
  add(item: Item): Item {
    if (this.#items.has(item.id)) throw new Error(`there is already a connection ${item.id}`);
    return this.replace(item);
  }

  /** Puts an item in the place of the one with its id. */
  replace(item: Item): Item {
    this.#note(item);
    return this.amend(item);
  }

  /** The same, but no write that a list could be outdated by. */
  amend(item: Item): Item {
    this.#items.set(item.id, item);
    return item;
  }

  /** Removes an item. */
  remove(item: Item): void {
    this.#note(item);
    this.#items.delete(item.id);
  }

  /** Removes everything. */
  clear(): void {
    this.#items.clear();
    this.#writes.clear();
  }

  #note(item: Item): void {
    const owner = this.#ownerOf(item);
    const writes = this.#writes.get(owner) ?? [];
    writes.push({ at: this.#clock.now(), id: item.id, before: this.#items.get(item.id) });
    if (writes.length > MAX_UNDOABLE) writes.shift();
    this.#writes.set(owner, writes);
  }

  #writesSince(owner: string, { writes = 0, ms = 0 }: Outdated): Write<Item>[] {
    const all = this.#writes.get(owner) ?? [];
    const moment = this.#clock.now() - ms;
    const late = ms === 0 ? 0 : all.length - 1 - all.findLastIndex(({ at }) => at <= moment);
    const undone = Math.max(writes, late);
    return undone === 0 ? [] : all.slice(-undone);
  }
}
