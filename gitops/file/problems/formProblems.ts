import { z } from "zod";
import type { Problem, Properties } from "../../../provider/contract";
import { type InputShape, type Path, problemsOf, render } from "../../../provider/core/problems";
import { nearest } from "../../../provider/text/nearest";
import { isOpenField, isSecretField, looksLikeField, NAMES_IN_SECRETS } from "../fieldNames";
import { type Entry, follow } from "../yaml/located";
import { textOf } from "../yaml/source";

/** A problem, and where it is, step by step. */
export interface FieldProblem extends Problem {
  readonly steps: Path;
  /** Whether it is about a field that does not exist. */
  readonly isUnknown: boolean;
  /** The path of the field that was probably meant by one that does not exist. */
  readonly meant?: string | undefined;
}

/**
 * What is wrong with the form of a value, in the words in which the provider speaks of its inputs.
 *
 * @param root where the value is written.
 */
export function problemsWithForm(form: z.ZodType, value: Properties, root: Entry): FieldProblem[] {
  const result = form.safeParse(value);
  if (result.success) return [];
  const issues = result.error.issues.flatMap((issue) => intoUnion(issue, form)).flatMap(oneKeyEach);
  const shape = shapeOf(form, issues, root);
  return issues.flatMap((issue) => {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    const likeliest = unknown.map((key) => nearest(key, fieldsAt(form, issue.path)))[0];
    const meant = likeliest && render([...issue.path, likeliest]);
    const place = { steps: [...issue.path, ...unknown], isUnknown: unknown.length > 0, meant };
    return problemsOf(new z.ZodError([issue]), value, shape).map((problem) => ({ ...problem, ...place }));
  });
}

/**
 * Of a union, the issues of the one form that was meant, if that can be told: one that the value has the type of, and
 * no field too many. Where no form was meant, what is wrong with the fields.
 */
function intoUnion(issue: z.core.$ZodIssue, form: z.ZodType): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const ofItsType = issue.errors.filter((issues) => !issues.some(isAboutType));
  const fitting = ofItsType.filter((issues) => unknownIn(issues).length === 0);
  const [meant, ...others] = fitting.length > 0 ? fitting : ofItsType;
  if (meant === undefined) return [issue];
  if (others.length > 0) return withFields(issue, ofItsType.map(unknownIn), fieldsAt(form, issue.path));
  return meant.flatMap((inner) => intoUnion({ ...inner, path: [...issue.path, ...inner.path] }, form));
}

/**
 * What is wrong with the fields of a value that may have one of several forms. A single field that resembles none is
 * left to the union's own message: it may be a secret.
 *
 * @param unknown the fields that each form does not know.
 * @param fields those of all forms.
 */
function withFields(
  issue: z.core.$ZodIssueInvalidUnion,
  unknown: readonly (readonly string[])[],
  fields: readonly string[],
): z.core.$ZodIssue[] {
  const all = [...new Set(unknown.flat())];
  const nowhere = all.filter((key) => unknown.every((keys) => keys.includes(key)));
  const known = fields.filter((key) => all.includes(key) && !nowhere.includes(key));
  const isTold = known.length > 0 || nowhere.some((key) => nearest(key, fields) !== undefined);
  const { path } = issue;
  if (nowhere.length > 0 && isTold)
    return [{ code: "unrecognized_keys", keys: nowhere, path, message: issue.message }];
  if (known.length < 2) return [issue];
  return [{ code: "custom", path, message: `takes one of ${known.join(", ")}; leave out all but one` }];
}

function unknownIn(issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [],
  );
}

function isAboutType({ path, code }: z.core.$ZodIssue): boolean {
  return path.length === 0 && ["invalid_type", "invalid_value", "invalid_union"].includes(code);
}

function oneKeyEach(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "unrecognized_keys") return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key] }));
}

/** A field that does not exist may be a secret that lost its own: only what looks like a field's name is shown. */
function shapeOf(form: z.ZodType, issues: readonly z.core.$ZodIssue[], root: Entry): InputShape {
  const unknown = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
  const likeFields = unknown.filter(looksLikeField);
  return {
    fieldsAt: (path) => fieldsAt(form, path),
    isSecret: (path) => path.some(isSecretField) && !isOpenField(path.at(-1) ?? "", true),
    writtenAt: (path) => textOf(follow(root, path).entry.value.span),
    openNames: (parent) => (parent.some(isSecretField) ? NAMES_IN_SECRETS : likeFields),
  };
}

/** The fields that a form has at a path. */
function fieldsAt(form: unknown, path: Path): string[] {
  const [next, ...rest] = path;
  if (form instanceof z.ZodOptional || form instanceof z.ZodNullable) return fieldsAt(form.unwrap(), path);
  if (form instanceof z.ZodUnion)
    return [...new Set(form.options.flatMap((option) => fieldsAt(option, path)))];
  if (form instanceof z.ZodArray) return fieldsAt(form.element, rest);
  if (form instanceof z.ZodRecord) return fieldsAt(form.valueType, rest);
  if (!(form instanceof z.ZodObject)) return [];
  return next === undefined ? Object.keys(form.shape) : fieldsAt(form.shape[String(next)], rest);
}
