import type { FaultEffect, FaultRule } from "./faultRules";

/** A rule and what became of it. */
export interface FaultReport extends FaultRule {
  readonly id: string;
  /** How many requests have matched so far. */
  readonly seen: number;
  /** The sequence numbers (request log) of the requests it was applied to. */
  readonly applied: readonly number[];
  /** Whether it will not be applied again. */
  readonly usedUp: boolean;
}

interface Entry {
  readonly id: string;
  readonly rule: FaultRule;
  readonly path: RegExp;
  seen: number;
  readonly applied: number[];
}

/** The faults to be played, in the order in which they were added; one request gets at most one. */
export class Faults {
  #entries: Entry[] = [];
  #lastId = 0;

  /** Adds a rule and returns its id. */
  add(rule: FaultRule): string {
    this.#lastId += 1;
    const id = `fault_${this.#lastId}`;
    this.#entries.push({ id, rule, path: pathPattern(rule.match.path ?? "**"), seen: 0, applied: [] });
    return id;
  }

  /** The fault for a request, the first rule that is due winning. Each rule counts for itself what it matches. */
  take(method: string, path: string, sequence: number): { id: string; effect: FaultEffect } | undefined {
    let chosen: Entry | undefined;
    for (const entry of this.#entries) {
      if (!matches(entry, method, path)) continue;
      entry.seen += 1;
      if (chosen === undefined && entry.seen >= entry.rule.match.nth && !isUsedUp(entry)) chosen = entry;
    }
    if (chosen === undefined) return undefined;
    chosen.applied.push(sequence);
    return { id: chosen.id, effect: chosen.rule.effect };
  }

  /** All rules, used up or not, with how often each was applied. */
  report(): FaultReport[] {
    return this.#entries.map((entry) => ({
      ...entry.rule,
      id: entry.id,
      seen: entry.seen,
      applied: [...entry.applied],
      usedUp: isUsedUp(entry),
    }));
  }

  /** Removes all rules. */
  clear(): void {
    this.#entries = [];
  }
}

function matches(entry: Entry, method: string, path: string): boolean {
  const wanted = entry.rule.match.method;
  return (wanted === undefined || wanted.toUpperCase() === method) && entry.path.test(path);
}

function isUsedUp(entry: Entry): boolean {
  const { times } = entry.rule.match;
  return times !== "always" && entry.applied.length >= times;
}

function pathPattern(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  return new RegExp(`^${source}$`);
}
