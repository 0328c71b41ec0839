import type { FaultRuleInput } from "../../emulator";

/** What happens to a request; `refuse`: from then on nothing listens at the service's address. */
export type Effect = FaultRuleInput["effect"] | { readonly kind: "refuse" };

/** One way in which a fault shows itself. */
export interface Variant {
  readonly title: string;
  /** What happens to the request and to the same requests after it, one by one. */
  readonly effects: readonly Effect[];
}

/** A fault, whatever comes of it. */
export interface Symptom {
  /** In the table. */
  readonly title: string;
  /** Whether the last effect goes on for as long as the command runs. */
  readonly lasts: boolean;
  /** Whether nothing of what is sent after the faulted request arrives. */
  readonly isEndOfNetwork?: true;
  /** Whether the same request is sent again at once; `safe`: if that can do no harm. */
  readonly isRepeated: boolean | "safe";
  /** What an error must tell the user to do. */
  readonly advice: RegExp;
  /** The error draws a conclusion from an answer that looks right, and names no request. */
  readonly isConclusion?: true;
  /** It is played with short deadlines. */
  readonly isSlow?: true;
  readonly variants: readonly Variant[];
}

/** The outcomes of one row, by column; a column is left out where the fault cannot happen. */
export type Outcomes = Readonly<Partial<Record<string, string>>>;

/** A fault with what comes of it: one row of the table. */
export interface Fault<Cells extends Outcomes = Outcomes> extends Symptom {
  readonly cells: Cells;
}

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

/** Nothing, with status 200. */
export function nothingAt(when: When): Variant {
  const headers = { "content-type": "application/json" };
  return {
    title: `an empty answer, ${when}`,
    effects: [{ kind: "html", status: 200, html: "", headers, when }],
  };
}

/** The address of something else. */
export function redirect(code: number): Variant {
  return {
    title: `redirect ${code}`,
    effects: [{ kind: "redirect", status: code, location: "/elsewhere" }],
  };
}
