import fc from "fast-check";
import type { FaultRuleInput } from "../../../emulator";
import type { Kill, Moment } from "../drivers/driver";
import type { Kind, Request } from "../kinds/kind";

type Effect = FaultRuleInput["effect"];

const NOW = { "retry-after": "0" };
const when = fc.constantFrom("before" as const, "after" as const);
const drop = fc.record({ kind: fc.constant("drop" as const), when });
const proxyPage = (...statuses: [number, ...number[]]) =>
  fc.record({
    kind: fc.constant("html" as const),
    status: fc.constantFrom(...statuses),
    headers: fc.constant(NOW),
    when,
  });

/** Anything that can go wrong with one answer of any service. */
const anyEffect: readonly fc.Arbitrary<Effect>[] = [
  drop,
  fc.constant({ kind: "truncate" as const }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(500, 502, 503, 504),
    headers: fc.constant(NOW),
    when,
  }),
  fc.constant({ kind: "status" as const, status: 429, code: "RATE_LIMITED", headers: NOW }),
  proxyPage(200, 404, 502),
  fc.record({
    kind: fc.constant("json" as const),
    body: fc.constantFrom<null | string | { success: boolean }>(null, "[]", { success: true }),
    when,
  }),
  fc.constant({ kind: "redirect" as const, location: "https://example.invalid/" }),
];

/** A moment of a command: among all requests, or among those of a sort. */
function anyMoment(requests: readonly Request[]): fc.Arbitrary<Moment> {
  const sort = fc
    .tuple(fc.constantFrom(...requests), fc.constantFrom(1, 1, 1, 2))
    .map(([{ carriesToken: _, ...request }, nth]) => ({ ...request, nth }));
  return fc.record({ nth: fc.integer({ min: 1, max: 8 }), sort: fc.option(sort, { nil: undefined }) });
}

/** What a fault's rule says of the request that it meets. */
export function matchOf({ nth, sort }: Moment) {
  return sort ?? { nth };
}

/** A fault of a command's requests, once or for some time; four are all the attempts of one call. */
export function anyFaultOf({
  requests,
  ownEffects,
  ownFaults,
}: Pick<Kind, "requests" | "ownEffects" | "ownFaults">): fc.Arbitrary<FaultRuleInput> {
  const any = fc
    .tuple(
      anyMoment(requests),
      fc.constantFrom(1, 2, 4, 6, 40, "always" as const),
      fc.oneof(...anyEffect, ...ownEffects),
    )
    .map(([moment, times, effect]) => ({ match: { ...matchOf(moment), times }, effect }));
  const own = ownFaults.map((arbitrary) => ({ weight: 1, arbitrary }));
  return fc.oneof({ weight: 10, arbitrary: any }, ...own);
}

/** The moment of a command at which it is killed. What was carried out and is not known is harder than what was not. */
export function anyKillOf({ requests }: Pick<Kind, "requests">): fc.Arbitrary<Kill> {
  return fc
    .tuple(
      anyMoment(requests),
      fc.constantFrom("before" as const, "after" as const, "after" as const),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    )
    .map(([moment, carriedOut, kept]) => ({ ...moment, when: carriedOut, kept }));
}

/** Nobody learns what came of any request that changes credentials, or of any from the nth on. */
export function lostUpdate({ update: { method } }: Pick<Kind, "update">): fc.Arbitrary<FaultRuleInput> {
  const match = fc.oneof(
    fc.constant({ method, nth: 1 }),
    fc.record({ nth: fc.integer({ min: 1, max: 10 }) }),
  );
  return fc
    .tuple(match, fc.oneof(drop, proxyPage(502)))
    .map(([some, effect]) => ({ match: { ...some, times: "always" as const }, effect }));
}
