import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { COLUMNS, type Column } from "./columns";
import type { Fault } from "./fault";
import { judge } from "./judge";
import { OPERATIONS, type Operation } from "./operations";
import { OUTCOMES, type Outcome } from "./outcomes";
import { secretsIn, World } from "./world";

/** Tests every cell of these rows of the table, and that nothing printed meanwhile shows a secret. */
export function testFaults(faults: readonly Fault[]): void {
  expectNoSecretPrinted();
  for (const fault of faults) {
    describe(fault.title, () => {
      for (const { name, requests } of COLUMNS) {
        const outcome = fault.cells[name];
        if (outcome !== undefined) testCell(fault, requests, OUTCOMES[outcome]);
      }
    });
  }
}

/** Tests one cell: each operation of its column with each variant of the fault. */
function testCell(fault: Fault, requests: Column["requests"], outcome: Outcome): void {
  for (const [name, index] of requests) {
    const operation: Operation = OPERATIONS[name];
    for (const variant of fault.variants) {
      it.concurrent(`${operation.title}, ${operation.requests[index]}, ${variant.title}: ${outcome.text}`, () =>
        World.with((world) => judge(world, { operation, index, fault, variant, outcome })));
    }
  }
}

/** Nothing of what the provider prints is shown, and all of it is looked through. */
function expectNoSecretPrinted(): void {
  const printed: string[] = [];
  beforeAll(() => {
    for (const method of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, method).mockImplementation((...texts) => void printed.push(texts.join(" ")));
    }
  });
  afterAll(() => {
    vi.restoreAllMocks();
    expect(secretsIn(printed.join("\n"))).toEqual([]);
  });
}
