import type { z } from "zod";
import { isObject } from "../core/values";
import { isNoCredential } from "../secrets/source";
import { quoted } from "./quote";
import { MASK, type Redactor } from "./redact";
import { problemWithUnseen, replaceUnseen } from "./visible";

/** What stands in a recorded name where something is that nobody sees. */
const HIDDEN = "[hidden]";

/** The fields of answers that only tell something, and identify nothing. */
const TOLD: readonly string[] = ["external_username", "username"];

/** As much as is taken of any text, and of one that is only told, in characters; no real one comes near. */
const LONGEST = 16_384;
const MAX_TOLD_LENGTH = 200;

/** How deep answers are looked into: no documented one is deeper. */
const DEEPEST = 12;

/** How many values one record, or one answer, may hold: more than that of a connection to 10,000 repositories with a service each. */
const MAX_VALUES = 60_000;

/** What a terminal obeys, and what turns the text around it: it has no place in a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const OBEYED = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** What Pulumi takes for its own colours, and CI systems for commands, wherever Pulumi shows a recorded name. */
const COMMAND = /<\{%|%\}>|#[^ -~]*#(?:vso|[a-z.]*\[)|(?<=[\r\n][^!-~]*):[^ -~]*:/giu;

/** ISO 8601, as RFC 3339 has it, and without a zone. */
const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * The door for what a service says: nothing of it is recorded, remembered or shown that has not come through here. Behind
 * it, texts have an end, and hold no secret that is known by then.
 *
 * What identifies a connection (labels, repositories, services) must not become another name on its way. So a secret in
 * it leaves a mark that no declaration may hold (see {@link problemWithName}): such a name is equal to none that is declared.
 */
export class Foreign {
  constructor(private readonly redactor: Redactor) {}

  /**
   * The content of an answer, or one record of a list, each text of it bounded and without secrets; `null`: it holds more
   * than any could, and nothing else is looked at until that was found out.
   */
  readonly answer = (content: unknown): unknown =>
    hasMoreThan(MAX_VALUES, content) ? null : this.#clean(content, "", DEEPEST);

  /** What is only told, an account's name for example, on one line. */
  told(text: string): string {
    return quoted(this.redactor.redact(bounded(text)), MAX_TOLD_LENGTH);
  }

  /**
   * A name to be recorded, without what nobody sees.
   *
   * @param own how it was declared, as far as that is known: so it stays, but for what a terminal obeys.
   */
  name(name: string, own: readonly string[]): string {
    const clean = this.redactor.redactName(bounded(name));
    if (own.includes(clean) && problemWithSigns(clean) === undefined) return clean;
    return replaceUnseen(clean, HIDDEN).replace(COMMAND, HIDDEN);
  }

  /** Whether a declared name holds a secret. */
  holdsSecret(name: string): boolean {
    return this.redactor.redactName(name) !== name;
  }

  #clean(value: unknown, field: string, deeper: number): unknown {
    if (typeof value === "string")
      return TOLD.includes(field) ? this.told(value) : this.redactor.redactName(bounded(value));
    if (typeof value !== "object" || value === null) return value;
    if (deeper === 0) return null;
    if (Array.isArray(value)) return value.map((item) => this.#clean(item, field, deeper - 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, this.#clean(item, name, deeper - 1)]),
    );
  }
}

/** A time that a service tells; `undefined` for what is none. */
export function timeOf(told: unknown): string | undefined {
  if (typeof told !== "string" || !TIME.test(told)) return undefined;
  return Number.isNaN(Date.parse(told)) ? undefined : told;
}

/** The times of a record, or of a state from before they were looked at, by these names; what is none is left out. */
export function timesIn<Name extends string>(
  record: unknown,
  names: readonly Name[],
): { [Each in Name]?: string } {
  const found: { [Each in Name]?: string } = {};
  for (const name of names) {
    const time = timeOf(isObject(record) ? record[name] : undefined);
    if (time !== undefined) found[name] = time;
  }
  return found;
}

/** What a declared name cannot hold, as a message behind the field's name; `undefined`: nothing. */
export function problemWithName(name: string): string | undefined {
  const mark = [MASK, HIDDEN].find((each) => name.includes(each));
  if (mark !== undefined) return `holds ${mark}, which stands for what was left out: give the name itself`;
  const problem = problemWithSigns(name);
  if (problem !== undefined) return problem;
  return isNoCredential(name) ? undefined : "is a token itself, which everybody could read there";
}

function problemWithSigns(name: string): string | undefined {
  if (OBEYED.test(name)) return problemWithUnseen(name);
  const [command] = name.match(COMMAND) ?? [];
  return command && `holds ${command}, which Pulumi or a CI system obeys where it is shown`;
}

/** Refuses a name that is declared and cannot be one. */
export function refuseName(name: string, context: z.RefinementCtx): void {
  const message = problemWithName(name);
  if (message === undefined) return;
  // What nobody would see is named already.
  context.addIssue({ code: "custom", message, params: { isSecret: OBEYED.test(name) } });
}

/** Whether a content holds more values than a number of them. */
function hasMoreThan(most: number, content: unknown): boolean {
  let count = 0;
  const left = [content];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const inner: unknown[] = Object.values(value);
    count += inner.length;
    if (count > most) return true;
    left.push(...inner);
  }
  return false;
}

function bounded(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…${HIDDEN}`;
}
