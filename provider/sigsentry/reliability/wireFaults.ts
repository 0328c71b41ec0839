import {
  CARRIED_OUT,
  type Fault,
  html,
  NOT_CARRIED_OUT,
  PASSING,
  REFUSED,
  status,
  type Variant,
} from "./fault";

const REFUSE: Variant = { title: "connection refused", effects: [{ kind: "refuse" }] };
const DROP: Variant = { title: "dropped before", effects: [{ kind: "drop", when: "before" }] };
const DROP_AFTER: Variant = { title: "dropped after", effects: [{ kind: "drop", when: "after" }] };
const TRUNCATE: Variant = { title: "truncated", effects: [{ kind: "truncate" }] };
/** Longer than any test waits. */
const NEVER_MS = 600_000;
const silent = (when: "before" | "after"): Variant => ({
  title: `no answer, ${when}`,
  effects: [{ kind: "delay", ms: NEVER_MS, when }],
});
const OUTAGES = [500, 502, 503, 504];
const outages = (when: "before" | "after") => OUTAGES.map((code) => status(code, "INTERNAL_ERROR", when));

const LATER = /try again|try later|Run the same command again/i;

/** Faults on the way to the service, and a service in trouble. */
export const WIRE_FAULTS: readonly Fault[] = [
  {
    title: "connection dropped, before or after the request was carried out, or in the middle of the answer",
    lasts: false,
    isRepeated: true,
    advice: LATER,
    variants: [DROP, DROP_AFTER, TRUNCATE],
    cells: PASSING,
  },
  {
    title: "500, 502, 503 or 504, before or after the request was carried out; a proxy's 502 page",
    lasts: false,
    isRepeated: true,
    advice: LATER,
    variants: [...outages("before"), ...outages("after"), html(502), html(504, "after")],
    cells: PASSING,
  },
  {
    title: "429 with a `Retry-After` of less than two minutes",
    lasts: false,
    isRepeated: true,
    advice: LATER,
    variants: [status(429, "RATE_LIMITED")],
    cells: PASSING,
  },
  {
    title: "429 for ever",
    lasts: true,
    isRepeated: true,
    advice: /wait a minute/,
    variants: [status(429, "RATE_LIMITED")],
    cells: REFUSED,
  },
  {
    title: "429 with a longer `Retry-After`",
    lasts: true,
    isRepeated: false,
    advice: /wait a minute|try again later/,
    variants: [status(429, "RATE_LIMITED", "before", { "Retry-After": "3600" })],
    cells: REFUSED,
  },
  {
    title: "connection refused, from this request on",
    lasts: true,
    isRepeated: true,
    advice: /Check that the address is right/,
    variants: [REFUSE],
    cells: { ...REFUSED, created: "unverified" },
  },
  {
    title: "connection dropped for ever, before the request is carried out",
    lasts: true,
    isRepeated: true,
    advice: LATER,
    variants: [DROP],
    cells: NOT_CARRIED_OUT,
  },
  {
    title: "connection dropped for ever, after the request was carried out or in the middle of the answer",
    lasts: true,
    isRepeated: true,
    advice: LATER,
    variants: [DROP_AFTER, TRUNCATE],
    cells: CARRIED_OUT,
  },
  {
    title: "500, 502, 503 or 504 for ever, or a proxy's 502 page, before the request is carried out",
    lasts: true,
    isRepeated: true,
    advice: LATER,
    variants: [...outages("before"), html(502)],
    cells: NOT_CARRIED_OUT,
  },
  {
    title: "500, 502, 503 or 504 for ever, or a proxy's 504 page, after the request was carried out",
    lasts: true,
    isRepeated: true,
    advice: LATER,
    variants: [...outages("after"), html(504, "after")],
    cells: CARRIED_OUT,
  },
  {
    title: "no answer in time, before the request is carried out",
    lasts: true,
    isRepeated: true,
    isSlow: true,
    advice: LATER,
    variants: [silent("before")],
    cells: NOT_CARRIED_OUT,
  },
  {
    title: "no answer in time, after the request was carried out",
    lasts: true,
    isRepeated: true,
    isSlow: true,
    advice: LATER,
    variants: [silent("after")],
    cells: CARRIED_OUT,
  },
];
