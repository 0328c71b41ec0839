import fc from "fast-check";
import type { FaultRuleInput } from "../../emulator";

type Effect = FaultRuleInput["effect"];

const NOW = { "retry-after": "0" };
const when = fc.constantFrom("before" as const, "after" as const);

/** Anything that can go wrong with one answer of any service. */
const anyEffect: readonly fc.Arbitrary<Effect>[] = [
  fc.record({ kind: fc.constant("drop" as const), when }),
  fc.constant({ kind: "truncate" as const }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(500, 502, 503, 504),
    headers: fc.constant(NOW),
    when,
  }),
  fc.constant({ kind: "status" as const, status: 429, code: "RATE_LIMITED", headers: NOW }),
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
];

/**
 * A fault of the nth request of a command, once or for some time.
 *
 * @param own what can go wrong with answers of one service only: how it says no, for example.
 */
export function anyFaultOf(...own: readonly fc.Arbitrary<Effect>[]): fc.Arbitrary<FaultRuleInput> {
  return fc.record({
    match: fc.record({ nth: fc.integer({ min: 1, max: 8 }), times: fc.constantFrom(1, 2, 6, 40) }),
    effect: fc.oneof(...anyEffect, ...own),
  });
}

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
