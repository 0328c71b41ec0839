import { expect } from "vitest";
import { type Properties, UNKNOWN } from "../../provider/contract";

/** What a preview knows is what comes, and it leaves out nothing that comes but what nobody is shown. */
export function expectForetold(preview: Properties, state: Properties, hidden: readonly string[] = []): void {
  const known = Object.entries(preview).filter(([, value]) => value !== UNKNOWN && value !== undefined);
  expect(state).toMatchObject(Object.fromEntries(known));
  const foretold = Object.keys(preview).filter((field) => preview[field] !== undefined);
  const came = Object.keys(state).filter((field) => state[field] !== undefined && !hidden.includes(field));
  expect(foretold).toEqual(expect.arrayContaining(came));
}

/** What only the operation shows. */
export function unknownIn(preview: Properties): string[] {
  return Object.keys(preview)
    .filter((field) => preview[field] === UNKNOWN)
    .sort();
}
