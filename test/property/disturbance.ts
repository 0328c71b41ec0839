import fc from "fast-check";
import type { FaultRuleInput } from "../../emulator";

/** What a fault does to a request. */
export type Effect = FaultRuleInput["effect"];

/** A request that a service knows. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in a fault's rule: `*` stands for anything but a slash; none: any path. */
  readonly path?: string;
  /** Whether the token of a connection may be in it. */
  readonly carriesToken: boolean;
}

/** The request that is met: the nth of a command, or the nth of its sort. */
export interface Moment {
  readonly request: Request | undefined;
  /** From 1; a command that sends fewer is not disturbed. */
  readonly nth: number;
}

/** What goes wrong during an `up`. */
export type Disturbance =
  | { readonly kind: "none" }
  | {
      readonly kind: "fault";
      readonly moment: Moment;
      /** How many requests from that one on meet it; four are all the attempts of one call. */
      readonly times: 1 | 4 | "always";
      readonly effect: Effect;
    }
  /** The engine and all that it has started is killed while the answer is awaited. */
  | { readonly kind: "kill"; readonly moment: Moment; readonly when: "before" | "after" };

const AT_ONCE = { "retry-after": "0" };
const when = fc.constantFrom("before" as const, "after" as const);

/**
 * Anything but lies: a service that reports a change as done which it has not done, or shows a list from before, is
 * believed.
 */
const anyEffect: readonly fc.Arbitrary<Effect>[] = [
  fc.record({ kind: fc.constant("drop" as const), when }),
  fc.constant({ kind: "truncate" as const }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(500, 502, 503, 504),
    headers: fc.constant(AT_ONCE),
    when,
  }),
  fc.constant({ kind: "status" as const, status: 429, code: "RATE_LIMITED", headers: AT_ONCE }),
  fc.constant({ kind: "status" as const, status: 401, code: "API_KEY_EXPIRED" }),
  fc.record({
    kind: fc.constant("html" as const),
    status: fc.constantFrom(200, 404, 502),
    headers: fc.constant(AT_ONCE),
    when,
  }),
  fc.constant({ kind: "redirect" as const, location: "https://example.invalid/" }),
];

/**
 * Most commands are disturbed.
 *
 * @param requests the requests that the service knows.
 * @param own what can go wrong with answers of this service only.
 */
export function anyDisturbanceOf(
  requests: readonly Request[],
  ...own: readonly fc.Arbitrary<Effect>[]
): fc.Arbitrary<Disturbance> {
  const anyOfAll = fc.record({ request: fc.constant(undefined), nth: fc.integer({ min: 1, max: 5 }) });
  const anyOfASort = fc.record({ request: fc.constantFrom(...requests), nth: fc.constantFrom(1, 1, 1, 2) });
  const moment: fc.Arbitrary<Moment> = fc.oneof(
    { weight: 1, arbitrary: anyOfAll },
    { weight: 3, arbitrary: anyOfASort },
  );
  // What was carried out and is not known is harder than what was not.
  const whenKilled = fc.constantFrom("before" as const, "after" as const, "after" as const);
  const fault = fc.record({
    kind: fc.constant("fault" as const),
    moment,
    times: fc.constantFrom(1 as const, 4 as const, "always" as const),
    effect: fc.oneof(...anyEffect, ...own),
  });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({ kind: "none" as const }) },
    { weight: 4, arbitrary: fault },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("kill" as const), moment, when: whenKilled }) },
  );
}

/** Each request of a sort is never answered, carried out or not. */
export function lost(request: Request): fc.Arbitrary<Disturbance> {
  const effect = fc.oneof(
    fc.record({ kind: fc.constant("drop" as const), when }),
    fc.record({
      kind: fc.constant("html" as const),
      status: fc.constant(502),
      headers: fc.constant(AT_ONCE),
      when,
    }),
  );
  return fc.record({
    kind: fc.constant("fault" as const),
    moment: fc.constant({ request, nth: 1 }),
    times: fc.constant("always" as const),
    effect,
  });
}

/** A fault as the emulator takes it; what the service says quotes `secrets`, as a careless one would. */
export function faultRule(
  { moment, times, effect }: Extract<Disturbance, { kind: "fault" }>,
  secrets: readonly string[],
): FaultRuleInput {
  const quoted = `A fault was asked for: ${secrets.join(" ")}`;
  const said = {
    ...(effect.kind === "status" && { message: quoted }),
    ...(effect.kind === "html" && { html: quoted }),
  };
  return { match: { ...matchOf(moment), times }, effect: { ...effect, ...said } };
}

/** Holds the answer to a request back for ever. */
export function holdRule({ moment, when }: Extract<Disturbance, { kind: "kill" }>): FaultRuleInput {
  return { match: matchOf(moment), effect: { kind: "delay", ms: FOR_EVER_MS, when } };
}

/** Longer than any test waits, in milliseconds. */
const FOR_EVER_MS = 600_000;

function matchOf({ request, nth }: Moment) {
  if (request === undefined) return { nth };
  const { carriesToken: _, ...sort } = request;
  return { ...sort, nth };
}
