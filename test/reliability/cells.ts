import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sampler } from "../support/sample";
import type { Fault } from "./fault";
import { judge } from "./judge";
import type { Matrix } from "./matrix";
import { type Secrets, secretsIn } from "./secrets";
import type { World } from "./world";

/** Tests every cell of these rows of the table, and that nothing printed meanwhile shows a secret. */
export function testFaults<Place extends World, Held>(
  matrix: Matrix<Place, Held>,
  faults: readonly Fault[],
): void {
  expectNoSecretPrinted(matrix.secrets);
  const isInSample = sampler();
  for (const fault of faults) {
    const cells = cellsOf(matrix, fault).filter(isInSample);
    if (cells.length === 0) continue;
    describe(fault.title, () => {
      for (const { name, index, variant, outcome } of cells) {
        const operation = known(matrix.operations, name);
        const title = `${operation.title}, ${operation.requests[index]}, ${variant.title}: ${outcome.text}`;
        it.concurrent(title, () =>
          matrix.inWorld((world) => judge(matrix, world, { operation, index, fault, variant, outcome })),
        );
      }
    });
  }
}

/** A row's cells: each operation of each column with each variant of the fault. */
function cellsOf<Place extends World, Held>(matrix: Matrix<Place, Held>, { cells, variants }: Fault) {
  return matrix.columns.flatMap((column) => {
    const cell = cells[column.name];
    if (cell === undefined) return [];
    const outcome = known(matrix.outcomes, cell);
    return column.requests.flatMap(([name, index]) =>
      variants.map((variant) => ({ name, index, variant, outcome })),
    );
  });
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
