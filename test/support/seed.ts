/** Each run plays the same histories, so that none fails by chance. */
const DEFAULT = 1_314_849_886;

/** What random histories are made of: a number in the environment's `PROPERTY_SEED`, or `random` for any. */
export const SEED = seedFrom(process.env.PROPERTY_SEED);

function seedFrom(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT;
  if (text === "random") return Math.floor(Math.random() * 2 ** 31);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new Error("PROPERTY_SEED is neither a whole number nor `random`");
  return seed;
}
