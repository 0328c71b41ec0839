import { nearest } from "../../provider/text/nearest";

/** Asks whether the likeliest of the names was meant, with a space before; nothing where none is likely. */
export function didYouMean(name: string, names: readonly string[]): string {
  const likeliest = nearest(name, names);
  return likeliest === undefined ? "" : ` Did you mean ${likeliest}?`;
}
