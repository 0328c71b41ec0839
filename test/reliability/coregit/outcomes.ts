import { adoptAsAdvised } from "../advice";
import { NEXT, type Outcome } from "../matrix";

const WELL = { ends: "well", service: "all", next: NEXT.none } as const;

const SENT_AGAIN = {
  text: "unconfirmed",
  meaning:
    "The command ends with an error. Whether the fields were changed is not known, and recorded as such: the next `up` sends them again, whatever is declared by then.",
  ends: "partial",
  next: NEXT.fromHere,
} as const;

const NOT_NOTICED = {
  ...WELL,
  text: "done, not noticed",
  meaning: "Nobody can tell such a list from a true one: what has changed is found by a later refresh.",
} as const;

const NOT_KNOWN = {
  text: "error, not known",
  meaning:
    "The command ends with an error: the connection is in no list, and whether it was made is not known. Nothing is recorded and nothing is sent again; the next `up` looks first.",
  ends: "error",
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
  found: {
    ...WELL,
    text: "done, found",
    meaning:
      "Nothing is sent again: the connection is looked for in the list and found, and the command ends well.",
  },
  outdated: { ...NOT_NOTICED, isOutdated: true },
  outdatedGone: { ...NOT_NOTICED, isOutdated: true, next: NEXT.all },
  nothing: {
    text: "error",
    meaning: "The command ends with an error that says what to do. Nothing was changed, the state included.",
    ends: "error",
    service: "without",
    next: NEXT.all,
  },
  notMade: { ...NOT_KNOWN, service: "without", next: NEXT.all },
  taken: {
    text: "error, taken up",
    meaning:
      "The same, and the connection was made. This machine remembers what was sent: the next `up` finds the connection, takes it up, and sends its token again.",
    ends: "error",
    service: "with",
    next: (requests) => requests.flatMap((name) => (name === "POST" ? ["test", "PATCH"] : [name])),
  },
  asked: {
    text: "error, then asked",
    meaning:
      "The same, but nothing remembers what was sent, as on a machine that is new each time. The next `up` makes nothing, and names the connection: declare it in `adopt`, choose another label, or declare `allowDuplicate`.",
    ends: "error",
    service: "with",
    advised: { requests: ["list", "test"], follow: adoptAsAdvised },
    next: () => ["list", "PATCH", "list"],
  },
  unsent: { ...SENT_AGAIN, service: "without" },
  unseen: { ...SENT_AGAIN, service: "with" },
  deleted: {
    text: "error, gone",
    meaning: "The command ends with an error. The connection was deleted; the next `destroy` finds it gone.",
    ends: "error",
    service: "with",
    next: () => ["list", "test"],
  },
} as const satisfies Record<string, Outcome>;

/** The name of an outcome. */
export type OutcomeName = keyof typeof OUTCOMES;
