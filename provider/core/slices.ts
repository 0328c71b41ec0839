import { setImmediate as nextTurn } from "node:timers/promises";

/** For how long nothing else gets its turn, in milliseconds: a signal, a deadline, another request. */
const SLICE_MS = 50;

/** Does the same with each of many things, and lets everything else that waits have its turn between them. */
export async function inSlices<Item>(items: Iterable<Item>, work: (item: Item) => void): Promise<void> {
  let began = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - began < SLICE_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}
