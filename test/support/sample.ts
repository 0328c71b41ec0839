import { SEED } from "./seed";

/** Whether a run takes a sample of what can be tested without end: `npm test` does, `npm run test:all` does not. */
const IS_SAMPLE = process.env.TEST_SAMPLE === "yes";

/** Of many, one of so many is in a sample. */
const ONE_OF = 10;

/** How often something random is tried: so often, and in a sample a tenth of that. */
export function runs(whole: number): number {
  return IS_SAMPLE ? Math.ceil(whole / ONE_OF) : whole;
}

/** Picks from many rows, which are counted through: all of them, or a tenth that the seed chooses. */
export function sampler(): () => boolean {
  let row = SEED;
  return () => !IS_SAMPLE || row++ % ONE_OF === 0;
}
