import fc from "fast-check";
import type { FaultRuleInput } from "../../../../emulator";

const NOW = { "retry-after": "0" };
const when = fc.constantFrom("before" as const, "after" as const);

/** Anything that can go wrong with one answer. */
const anyEffect: fc.Arbitrary<FaultRuleInput["effect"]> = fc.oneof(
  fc.record({ kind: fc.constant("drop" as const), when }),
  fc.constant({ kind: "truncate" as const }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(500, 502, 503, 504, 429),
    code: fc.constantFrom("INTERNAL_ERROR", "RATE_LIMITED"),
    headers: fc.constant(NOW),
    when,
  }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(400, 401, 403),
    code: fc.constantFrom("VALIDATION_ERROR", "API_KEY_EXPIRED", "FORBIDDEN", "QUOTA_EXCEEDED"),
  }),
  fc.record({
    kind: fc.constant("html" as const),
    status: fc.constantFrom(200, 404, 502),
    headers: fc.constant(NOW),
    when,
  }),
  fc.record({
    kind: fc.constant("json" as const),
    body: fc.constantFrom<null | string | { success: boolean }>(null, "[]", { success: true }),
    when,
  }),
  fc.record({ kind: fc.constant("redirect" as const), location: fc.constant("https://example.invalid/") }),
  fc.constant({ kind: "stale" as const }),
);

/** A fault of the nth request of a command, once or for some time. */
export const anyFault: fc.Arbitrary<FaultRuleInput> = fc.record({
  match: fc.record({ nth: fc.integer({ min: 1, max: 8 }), times: fc.constantFrom(1, 2, 6, 40) }),
  effect: anyEffect,
});

/** The moment of a command at which its process is killed: as its nth request arrives, carried out or not. */
export interface Kill {
  readonly nth: number;
  readonly when: "before" | "after";
}

/** Any moment. */
export const anyKill: fc.Arbitrary<Kill> = fc.record({ nth: fc.integer({ min: 1, max: 10 }), when });

/** To the process it looks like the end of the network: nothing it sends from then on arrives. */
export function faultsOf({ nth, when: moment }: Kill): FaultRuleInput[] {
  return [
    { match: { nth }, effect: { kind: "drop", when: moment } },
    { match: { nth: nth + 1, times: "always" }, effect: { kind: "drop" } },
  ];
}
