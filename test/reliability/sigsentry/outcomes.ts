import { adoptAsAdvised } from "../advice";
import { NEXT, type Outcome, thisAnd } from "../matrix";

const WELL = { ends: "well", service: "all", next: NEXT.none } as const;

const PAUSED_LATER = {
  text: "kept, not paused yet",
  meaning:
    "The command ends with an error. The connection is recorded, so that it is not made again; the next `up` pauses it.",
  ends: "partial",
  next: NEXT.fromHere,
} as const;

const SENT_AGAIN = {
  text: "unconfirmed",
  meaning:
    "The command ends with an error. Whether the fields were changed is not known, and recorded as such: the next `up` sends them again, whatever is declared by then.",
  ends: "partial",
  next: NEXT.fromHere,
} as const;

const PURGED_LATER = {
  text: "purge pending",
  meaning:
    "The command ends with an error. The new credentials are recorded, and that the cache was not purged since; the next `up` purges it and sends nothing else.",
  ends: "partial",
  next: thisAnd(),
} as const;

/** Every outcome that there is. */
export const OUTCOMES = {
  done: {
    ...WELL,
    text: "done",
    meaning: "The command ends well. What could not be read is filled in later.",
  },
  repeated: {
    ...WELL,
    text: "done, repeated",
    meaning: "The request is sent again within the same command, which ends well.",
  },
  otherKey: {
    ...WELL,
    text: "done, another key",
    meaning: "The request is sent again under another idempotency key, and the command ends well.",
  },
  outdated: {
    ...WELL,
    text: "done, not noticed",
    meaning: "Nobody can tell such a list from a true one: the drift is found by the next refresh.",
    isOutdated: true,
  },
  nothing: {
    text: "error",
    meaning: "The command ends with an error that says what to do. Nothing was changed, the state included.",
    ends: "error",
    service: "without",
    next: NEXT.all,
  },
  notMade: {
    text: "error, not known",
    meaning:
      "The command ends with an error: whether the connection was made is not known, and it was not. The next `up` looks for it before it makes it.",
    ends: "error",
    service: "without",
    next: (requests) => ["list", ...requests],
  },
  found: {
    text: "error, taken up",
    meaning:
      "The same, and the connection was made. This machine remembers what was sent: the next `up` finds the connection, takes it up, whatever is declared by then, and sends its credentials again.",
    ends: "error",
    service: "with",
    next: () => ["list", "list", "PUT", "purge", "list"],
  },
  asked: {
    text: "error, then asked",
    meaning:
      "The same, but nothing remembers what was sent, as on a machine that is new each time. The next `up` makes nothing, and names the connection: declare it in `adopt`, or `allowDuplicate`.",
    ends: "error",
    service: "with",
    advised: { requests: ["list"], follow: adoptAsAdvised },
    next: () => ["list", "PUT", "purge", "list"],
  },
  unverified: {
    text: "kept, not looked for yet",
    meaning:
      "The command ends with an error. The connection is recorded, so that it is not made again; the next `up` looks whether it is there.",
    ends: "partial",
    service: "all",
    next: thisAnd(),
  },
  active: { ...PAUSED_LATER, service: "without" },
  paused: { ...PAUSED_LATER, service: "with" },
  unsent: { ...SENT_AGAIN, service: "without" },
  unseen: { ...SENT_AGAIN, service: "with" },
  unpurged: { ...PURGED_LATER, service: "without" },
  purged: { ...PURGED_LATER, service: "with" },
  deleted: {
    text: "error, gone",
    meaning: "The command ends with an error. The connection was deleted; the next `destroy` finds it gone.",
    ends: "error",
    service: "with",
    next: thisAnd("list"),
  },
} as const satisfies Record<string, Outcome>;

/** The name of an outcome. */
export type OutcomeName = keyof typeof OUTCOMES;
