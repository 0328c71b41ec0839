import type { z } from "zod";
import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import { gitopsKind } from "../kinds";
import type { Declared } from "../kinds/kind";
import { type MapEntry, withDefaults } from "./defaults";
import { looksLikeField } from "./fieldNames";
import type { Findings } from "./problems/findings";
import { problemsWithForm } from "./problems/formProblems";
import { MASK } from "./problems/masking";
import { reportProblems } from "./problems/reportProblems";
import { problemsByRules } from "./rules";
import { type Entry, type LocatedMap, plainMap, pointOf, textAt } from "./yaml/located";

/** A connection of a file, its defaults filled in. */
export interface FoundConnection {
  readonly kind: Kind;
  readonly name: string;
  readonly entry: MapEntry;
  /** Absent where its form is wrong, which is reported. */
  readonly declared: Declared | undefined;
}

/** A connection of a file; `undefined` where it is none, which is reported. */
export function connectionAt(
  kind: Kind,
  name: string,
  entry: Entry,
  defaults: readonly LocatedMap[],
  findings: Findings,
): FoundConnection | undefined {
  const full = fullConnection(kind, name, entry, defaults, findings);
  if (full === undefined) return undefined;
  const host = textAt(full.value, providerKind(kind).host);
  const { formFor, read } = gitopsKind(kind);
  const value = checked(kind, name, full, formFor(host), findings);
  return { kind, name, entry: full, declared: read(value, host) };
}

function fullConnection(
  kind: Kind,
  name: string,
  entry: Entry,
  defaults: readonly LocatedMap[],
  findings: Findings,
): MapEntry | undefined {
  const { value } = entry;
  if (value.kind === "map") return withDefaults(kind, { ...entry, value }, defaults);
  const isEmpty = value.kind === "scalar" && value.value === null;
  findings.report({
    span: pointOf(entry),
    path: pathOf(kind, name, entry),
    message: isEmpty
      ? "is empty; declare the connection below, or take the line out"
      : "must be a mapping of fields",
  });
  return undefined;
}

/** How a message names a connection. One that is no mapping may be a secret that lost its field. */
export function pathOf(kind: Kind, name: string, { value }: Entry): string {
  return `${kind}.${value.kind === "map" || looksLikeField(name) ? name : MASK}`;
}

/** Reports what is wrong with a connection, by the form of the file and by the rules of the provider. */
function checked(kind: Kind, name: string, root: MapEntry, form: z.ZodObject, findings: Findings): unknown {
  const value = plainMap(root.value);
  const ofForm = problemsWithForm(form, value, root);
  const unknown = ofForm.filter(({ isUnknown }) => isUnknown).map(({ steps }) => steps);
  const known = Object.fromEntries(
    Object.entries(plainMap(root.value, unknown)).filter(
      ([field, content]) => Object.hasOwn(form.shape, field) && content !== null,
    ),
  );
  const problems = [...ofForm, ...problemsByRules(kind, known)];
  reportProblems(findings, { root, path: `${kind}.${name}`, isConnection: true }, problems);
  return value;
}
