import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Fault } from "./fault";
import { judge } from "./judge";
import type { Column, Matrix, Outcome } from "./matrix";
import { type Secrets, secretsIn } from "./secrets";
import type { World } from "./world";

/** Tests every cell of these rows of the table, and that nothing printed meanwhile shows a secret. */
export function testFaults<Place extends World, Held>(
  matrix: Matrix<Place, Held>,
  faults: readonly Fault[],
): void {
  expectNoSecretPrinted(matrix.secrets);
  for (const fault of faults) {
    describe(fault.title, () => {
      for (const { name, requests } of matrix.columns) {
        const cell = fault.cells[name];
        if (cell !== undefined) testCell(matrix, fault, requests, known(matrix.outcomes, cell));
      }
    });
  }
}

/** Tests one cell: each operation of its column with each variant of the fault. */
function testCell<Place extends World, Held>(
  matrix: Matrix<Place, Held>,
  fault: Fault,
  requests: Column["requests"],
  outcome: Outcome,
): void {
  for (const [name, index] of requests) {
    const operation = known(matrix.operations, name);
    for (const variant of fault.variants) {
      it.concurrent(`${operation.title}, ${operation.requests[index]}, ${variant.title}: ${outcome.text}`, () =>
        matrix.inWorld((world) => judge(matrix, world, { operation, index, fault, variant, outcome })));
    }
  }
}

function known<T>(named: Readonly<Record<string, T>>, name: string): T {
  const found = named[name];
  if (found === undefined) throw new Error(`the table does not know ${name}`);
  return found;
}

/** Nothing of what the provider prints is shown, and all of it is looked through. */
function expectNoSecretPrinted(secrets: Secrets): void {
  const printed: string[] = [];
  beforeAll(() => {
    for (const method of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, method).mockImplementation((...texts) => void printed.push(texts.join(" ")));
    }
  });
  afterAll(() => {
    vi.restoreAllMocks();
    expect(secretsIn(printed.join("\n"), secrets)).toEqual([]);
  });
}
