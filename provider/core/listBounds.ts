import { z } from "zod";

/** The most connections of one list: as many as SigSentry's largest plan has repositories, of which each has one at least. */
export const MOST_CONNECTIONS = 10_000;

/** The most bytes of one list, its pages together. */
export const LARGEST_LIST = 64 * 1024 * 1024;

/** For how long a list is read, in milliseconds, its pages and their repetitions together. */
export const LONGEST_LIST_MS = 300_000;

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
  if (connections > MOST_CONNECTIONS)
    return `it lists more than ${MOST_CONNECTIONS} connections, which no plan has`;
  if (bytes > LARGEST_LIST) return `its list has more than ${LARGEST_LIST} bytes`;
  return performance.now() - begunAt > LONGEST_LIST_MS
    ? `its list had not ended after ${LONGEST_LIST_MS / 1000} s`
    : undefined;
}
