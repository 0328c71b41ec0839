import fc from "fast-check";
import type { FaultRuleInput } from "../../../emulator";
import { anyFaultOf } from "../faults";

const refusals = fc
  .constantFrom(
    { status: 400, error: "GitHub token validation failed: 503 Service Unavailable" },
    { status: 401, error: "Invalid API key" },
    { status: 403, error: "Only master API keys can manage connections" },
    { status: 404, error: "Not found" },
  )
  .map(({ status, error }) => ({ kind: "json" as const, status, body: { error } }));

const when = fc.constantFrom("before" as const, "after" as const);

/** The answer to a creation, or to two, is lost; only these are never sent again. */
const lostCreation: fc.Arbitrary<FaultRuleInput> = fc.record({
  match: fc.record({
    method: fc.constant("POST"),
    path: fc.constant("**/connections"),
    nth: fc.constantFrom(1, 2),
    times: fc.constantFrom(1, 2),
  }),
  effect: fc.oneof(
    fc.record({ kind: fc.constant("drop" as const), when }),
    fc.record({ kind: fc.constant("status" as const), status: fc.constant(502), when }),
  ),
});

/** A fault of a command's requests; Coregit says no in words. How far its lists lag is a setting. */
export const anyFault = fc.oneof(
  { weight: 3, arbitrary: anyFaultOf(refusals) },
  { weight: 1, arbitrary: lostCreation },
);
