import { closest, distance } from "fastest-levenshtein";

/** The name that was probably meant: close enough to be a slip of the hand. */
export function nearest(key: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const name = closest(key, names);
  const isSlip = distance(key.toLowerCase(), name.toLowerCase()) <= Math.max(2, name.length / 3);
  return isSlip ? name : undefined;
}
