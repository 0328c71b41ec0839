import { isObject } from "../../provider/core/values";
import type { Kind } from "../kinds";
import { COREGIT_FORM, type CoregitDeclaration } from "./coregitForm";
import { type MapEntry, withDefaults } from "./defaults";
import { looksLikeField } from "./fieldNames";
import type { Findings } from "./findings";
import { problemsWithForm } from "./formProblems";
import { type Entry, type LocatedMap, plainValue, pointOf, textAt } from "./located";
import { MASK } from "./masking";
import { reportProblems } from "./reportProblems";
import { problemsByRules } from "./rules";
import { SIGSENTRY_FORM_OF_NO_PLATFORM, SIGSENTRY_FORMS, type SigsentryDeclaration } from "./sigsentryForm";
import { restsAfter, withoutFields } from "./withoutFields";

/** A connection of a file, its defaults filled in. */
export interface FoundConnection<Declaration> {
  readonly kind: Kind;
  readonly name: string;
  readonly entry: MapEntry;
  /** Absent where its form is wrong, which is reported. */
  readonly declared: Declaration | undefined;
}

/** A SigSentry connection of a file. */
export function sigsentryConnection(
  name: string,
  entry: Entry,
  defaults: readonly LocatedMap[],
  findings: Findings,
): FoundConnection<SigsentryDeclaration> | undefined {
  const full = fullConnection("sigsentry", name, entry, defaults, findings);
  if (full === undefined) return undefined;
  const form = formOf(textAt(full.value, "platform"));
  const value = checked("sigsentry", name, full, form ?? SIGSENTRY_FORM_OF_NO_PLATFORM, findings);
  return { kind: "sigsentry", name, entry: full, declared: form?.safeParse(value).data };
}

/** A Coregit connection of a file. */
export function coregitConnection(
  name: string,
  entry: Entry,
  defaults: readonly LocatedMap[],
  findings: Findings,
): FoundConnection<CoregitDeclaration> | undefined {
  const full = fullConnection("coregit", name, entry, defaults, findings);
  if (full === undefined) return undefined;
  const value = checked("coregit", name, full, COREGIT_FORM, findings);
  return { kind: "coregit", name, entry: full, declared: COREGIT_FORM.safeParse(value).data };
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
function checked(
  kind: Kind,
  name: string,
  root: MapEntry,
  form: typeof COREGIT_FORM | typeof SIGSENTRY_FORM_OF_NO_PLATFORM | SigsentryForm,
  findings: Findings,
): unknown {
  const value = plainValue(root.value);
  if (!isObject(value)) return value;
  const ofForm = problemsWithForm(form, value, root);
  const unknown = ofForm.filter(({ isUnknown }) => isUnknown).map(({ steps }) => steps);
  const known = Object.fromEntries(
    Object.entries(value)
      .filter(([field, content]) => Object.hasOwn(form.shape, field) && content !== null)
      .map(([field, content]) => [field, withoutFields(content, restsAfter(field, unknown))]),
  );
  const problems = [...ofForm, ...problemsByRules(kind, known)];
  reportProblems(findings, { root, path: `${kind}.${name}`, isConnection: true }, problems);
  return value;
}

type SigsentryForm = (typeof SIGSENTRY_FORMS)[keyof typeof SIGSENTRY_FORMS];

function formOf(platform: string | undefined): SigsentryForm | undefined {
  const [, form] = Object.entries(SIGSENTRY_FORMS).find(([name]) => name === platform) ?? [];
  return form;
}
