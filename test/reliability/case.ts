import type { Fault, Variant } from "./fault";
import type { Operation, Outcome } from "./matrix";
import type { World } from "./world";

/** One cell of the table, for one operation of its column and one variant of its row. */
export interface Case<Place extends World, Held> {
  readonly operation: Operation<Place, Held>;
  /** Which of the operation's requests is hit. */
  readonly index: number;
  readonly fault: Fault;
  readonly variant: Variant;
  readonly outcome: Outcome;
}
