import fc from "fast-check";
import { anyFaultOf } from "../faults";

/**
 * A fault of the nth request of a command. SigSentry says no with a code, its lists may be out of date, and since its
 * creations have a key, it may even carry out what it refuses as too much.
 */
export const anyFault = anyFaultOf(
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(400, 401, 403),
    code: fc.constantFrom("VALIDATION_ERROR", "API_KEY_EXPIRED", "FORBIDDEN", "QUOTA_EXCEEDED"),
  }),
  fc.constant({
    kind: "status" as const,
    status: 429,
    headers: { "retry-after": "0" },
    when: "after" as const,
  }),
  fc.constant({ kind: "stale" as const }),
);
