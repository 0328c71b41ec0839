import { expect, it } from "vitest";
import { testFaults } from "../cells";
import { COLUMNS } from "./columns";
import { FAULTS } from "./faults";
import { MATRIX } from "./matrix";
import { OPERATIONS } from "./operations";

testFaults(
  MATRIX,
  FAULTS.filter(({ isSlow }) => !isSlow),
);

it("hits every request of every operation", () => {
  const hit = COLUMNS.flatMap(({ requests }) => requests.map(([name, index]) => `${name} ${index}`));
  const sent = Object.entries(OPERATIONS).flatMap(([name, { requests }]) =>
    requests.map((_, index) => `${name} ${index}`),
  );
  expect(hit.sort()).toEqual(sent.sort());
});
