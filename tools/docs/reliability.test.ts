import { expect, it } from "vitest";
import { reliabilityDocument } from "./reliability";

it("docs/reliability.md says what the tests test", () => {
  const { written, generated } = reliabilityDocument();
  expect(written === generated, "out of date: run `npm run docs`, or `npx tsx tools/docs/main.ts`").toBe(
    true,
  );
});
