import type { FaultRuleInput } from "../../../emulator";
import type { ColumnName } from "./columns";
import type { OutcomeName } from "./outcomes";

/** What happens to a request; `refuse`: from then on nothing listens at the service's address. */
export type Effect = FaultRuleInput["effect"] | { readonly kind: "refuse" };

/** One way in which a fault shows itself. */
export interface Variant {
  readonly title: string;
  /** What happens to the request and to the same requests after it, one by one. */
  readonly effects: readonly Effect[];
}

/** A fault: one row of the table. */
export interface Fault {
  /** In the table. */
  readonly title: string;
  /** Whether the last effect goes on for as long as the command runs. */
  readonly lasts: boolean;
  /** Whether the same request is sent again at once. */
  readonly isRepeated: boolean;
  /** What an error must tell the user to do. */
  readonly advice: RegExp;
  /** The error draws a conclusion from a list that looks right, and names no request. */
  readonly isConclusion?: true;
  /** It is played with short deadlines. */
  readonly isSlow?: true;
  readonly variants: readonly Variant[];
  /** The outcome in each column; a column is left out where the fault cannot happen. */
  readonly cells: Cells;
}

/** The outcomes of one row. */
export type Cells = Partial<Record<ColumnName, OutcomeName>>;

/** Whether the service carries the faulted request out. */
export type When = "before" | "after";

/** In an answer, stands for all secrets that the operation handles: a service or a proxy might quote them back. */
export const QUOTED = "{{secrets}}";

/** So that a test does not wait for what is repeated. */
const AT_ONCE = { "Retry-After": "0" };

/** An answer in the service's own form, saying more than it should. */
export function status(code: number, name: string, when: When = "before", headers = AT_ONCE): Variant {
  const effect = { kind: "status", status: code, code: name, message: QUOTED, when, headers } as const;
  return { title: `${code} ${name}, ${when}`, effects: [effect] };
}

/** A proxy's page. */
export function html(code: number, when: When = "before"): Variant {
  const page = `<html><body><pre>${QUOTED}</pre></body></html>`;
  const effect = { kind: "html", status: code, html: page, when, headers: AT_ONCE } as const;
  return { title: `HTML ${code}, ${when}`, effects: [effect] };
}

/** JSON with status 200. */
export function json(body: Extract<Effect, { kind: "json" }>["body"], when: When = "before"): Variant {
  return { title: `${JSON.stringify(body)}, ${when}`, effects: [{ kind: "json", body, when }] };
}

/** When the fault is over before the command gives up. */
export const PASSING: Cells = {
  post: "repeated",
  pause: "repeated",
  put: "repeated",
  purge: "repeated",
  created: "repeated",
  after: "repeated",
  refresh: "repeated",
  adopt: "repeated",
  delete: "repeated",
  gone: "repeated",
};

/** When the request may have been carried out for all that is known, and was not. */
export const NOT_CARRIED_OUT: Cells = {
  post: "nothing",
  pause: "active",
  put: "unsent",
  purge: "unpurged",
  created: "done",
  after: "done",
  refresh: "nothing",
  adopt: "nothing",
  delete: "nothing",
  gone: "nothing",
};

/** When the request may have been carried out for all that is known, and was. */
export const CARRIED_OUT: Cells = {
  ...NOT_CARRIED_OUT,
  post: "found",
  pause: "paused",
  put: "unseen",
  purge: "purged",
  delete: "deleted",
};

/** When it is certain that the request was not carried out: the service has said no, or could not be reached. */
export const REFUSED: Cells = { ...NOT_CARRIED_OUT, put: "nothing" };
