import { html, type Symptom, status, type Variant, type When } from "./fault";

const REFUSE: Variant = { title: "connection refused", effects: [{ kind: "refuse" }] };
const DROP: Variant = { title: "dropped before", effects: [{ kind: "drop", when: "before" }] };
const DROP_AFTER: Variant = { title: "dropped after", effects: [{ kind: "drop", when: "after" }] };
const TRUNCATE: Variant = { title: "truncated", effects: [{ kind: "truncate" }] };
/** Longer than any test waits. */
const NEVER_MS = 600_000;
const silent = (when: When): Variant => ({
  title: `no answer, ${when}`,
  effects: [{ kind: "delay", ms: NEVER_MS, when }],
});
const OUTAGES = [500, 502, 503, 504];
const outages = (when: When) => OUTAGES.map((code) => status(code, "INTERNAL_ERROR", when));

const LATER = /try again|try later|Run the same command again/i;

const once = { lasts: false, isRepeated: "safe", advice: LATER } as const;
const forEver = { lasts: true, isRepeated: "safe", advice: LATER } as const;

/** Faults on the way to any service, and a service in trouble. */
export const WIRE = {
  droppedOnce: {
    ...once,
    title: "connection dropped, before or after the request was carried out, or in the middle of the answer",
    variants: [DROP, DROP_AFTER, TRUNCATE],
  },
  downOnce: {
    ...once,
    title: "500, 502, 503 or 504, before or after the request was carried out; a proxy's 502 page",
    variants: [...outages("before"), ...outages("after"), html(502), html(504, "after")],
  },
  limitedOnce: {
    ...once,
    title: "429 with a `Retry-After` of less than two minutes",
    isRepeated: true,
    variants: [status(429, "RATE_LIMITED")],
  },
  limited: {
    title: "429 for ever",
    lasts: true,
    isRepeated: true,
    advice: /wait a minute/,
    variants: [status(429, "RATE_LIMITED")],
  },
  limitedForLong: {
    title: "429 with a longer `Retry-After`",
    lasts: true,
    isRepeated: false,
    advice: /wait a minute|try again later/,
    variants: [status(429, "RATE_LIMITED", "before", { "Retry-After": "3600" })],
  },
  unreachable: {
    ...forEver,
    title: "connection refused, from this request on",
    advice: /Check that the address is right/,
    variants: [REFUSE],
  },
  droppedBefore: {
    ...forEver,
    title: "connection dropped for ever, before the request is carried out",
    variants: [DROP],
  },
  droppedAfter: {
    ...forEver,
    title: "connection dropped for ever, after the request was carried out or in the middle of the answer",
    variants: [DROP_AFTER, TRUNCATE],
  },
  downBefore: {
    ...forEver,
    title: "500, 502, 503 or 504 for ever, or a proxy's 502 page, before the request is carried out",
    variants: [...outages("before"), html(502)],
  },
  downAfter: {
    ...forEver,
    title: "500, 502, 503 or 504 for ever, or a proxy's 504 page, after the request was carried out",
    variants: [...outages("after"), html(504, "after")],
  },
  silentBefore: {
    ...forEver,
    title: "no answer in time, before the request is carried out",
    isSlow: true,
    variants: [silent("before")],
  },
  silentAfter: {
    ...forEver,
    title: "no answer in time, after the request was carried out",
    isSlow: true,
    variants: [silent("after")],
  },
} as const satisfies Record<string, Symptom>;
