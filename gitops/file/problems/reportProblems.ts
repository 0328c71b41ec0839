import { KINDS } from "../../../provider/kinds/names";
import { Redactor } from "../../../provider/text/redact";
import { gitopsKind } from "../../kinds";
import { FIELD_NAMES, isOpenField, isSecretField } from "../fieldNames";
import { type Entry, follow, isWithin, type Located, pointOf } from "../yaml/located";
import type { Span } from "../yaml/source";
import type { Findings } from "./findings";
import type { FieldProblem } from "./formProblems";

/** Fields that a program has and the file says otherwise. */
const OTHERWISE: ReadonlyMap<string, string> = new Map(
  KINDS.flatMap((kind) => Object.entries(gitopsKind(kind).otherwise)),
);

/** A value that is checked. */
export interface Checked {
  readonly root: Entry;
  /** Where it stands: `sigsentry.payments`. */
  readonly path: string;
  /** Whether it is a connection: values from elsewhere are said to be used for it. */
  readonly isConnection: boolean;
}

/** Reports problems with a value where the value, or the part of it that is wrong, is written. */
export function reportProblems(
  findings: Findings,
  checked: Checked,
  problems: readonly FieldProblem[],
): void {
  if (problems.length === 0) return;
  const swallowed = swallowedIn(checked.root.value);
  const meant = new Set(problems.map((problem) => problem.meant));
  for (const { path, message, steps, isUnknown } of problems) {
    const { entry, isThere } = follow(checked.root, steps);
    // A misspelt field is one mistake, though the right one is missing.
    if (!isThere && meant.has(path)) continue;
    const field = String(steps.at(-1) ?? "");
    const span = isUnknown && entry.key !== undefined ? entry.key : pointOf(entry);
    const isElsewhere = checked.isConnection && !isWithin(span, writtenAt(checked.root));
    const isSecret = steps.some(isSecretField) && !isOpenField(field, true);
    const told = isUnknown ? OTHERWISE.get(field) : isThere ? insteadOfValue(entry, isSecret) : undefined;
    findings.report({
      span,
      path: [checked.path, path].filter((part) => part !== "").join("."),
      message: told ?? swallowed.redact(message),
      missing: isThere ? undefined : field,
      isSecret,
      usedFor: isElsewhere ? checked.path : undefined,
    });
  }
}

/**
 * Knows the texts over several lines: a line whose key was lost, `token:` say, becomes part of the text above it.
 * Messages quote what they found.
 */
function swallowedIn(value: Located): Redactor {
  const redactor = new Redactor();
  for (const text of textsOnSeveralLines(value)) {
    redactor.add(text);
    for (const word of text.split(/\s+/)) if (word.length >= 8 && !FIELD_NAMES.has(word)) redactor.add(word);
  }
  return redactor;
}

function textsOnSeveralLines(located: Located): string[] {
  if (located.kind === "map")
    return [...located.entries.values()].flatMap(({ value }) => textsOnSeveralLines(value));
  if (located.kind === "list") return located.items.flatMap(({ value }) => textsOnSeveralLines(value));
  const { source, start, end } = located.span;
  return typeof located.value === "string" && source.text.slice(start, end).includes("\n")
    ? [located.value]
    : [];
}

const EMPTY = "is empty; write a value, or take the line out";

const REFERENCE =
  "must be written out here; only a secret is read from elsewhere ({ env }, { file }, { config })";

/** What stands where a value belongs, and is none. */
function insteadOfValue(entry: Entry, isSecret: boolean): string | undefined {
  if (isEmpty(entry)) return EMPTY;
  return !isSecret && isReference(entry) ? REFERENCE : undefined;
}

function isReference({ value }: Entry): boolean {
  if (value.kind !== "map") return false;
  const [key, ...others] = value.entries.keys();
  return key !== undefined && others.length === 0 && ["env", "file", "config"].includes(key);
}

function isEmpty({ value }: Entry): boolean {
  return value.kind === "scalar" && value.value === null;
}

/** Everything from the key of an entry to the end of its value, or of its alias. */
function writtenAt({ key, written }: Entry): Span {
  return { ...written, start: key?.start ?? written.start };
}
