import { z } from "zod";
import type { Problem, Properties } from "../../provider/lifecycle";
import { type InputShape, type Path, problemsOf } from "../../provider/problems";
import { isOpenField, isSecretField, looksLikeField, NAMES_IN_SECRETS } from "./fieldNames";
import { type Entry, follow } from "./located";
import { textOf } from "./source";

/** A problem, and where it is, step by step. */
export interface FieldProblem extends Problem {
  readonly steps: Path;
  /** Whether it is about a field that does not exist. */
  readonly isUnknown: boolean;
}

/**
 * What is wrong with the form of a value, in the words in which the provider speaks of its inputs.
 *
 * @param root where the value is written.
 */
export function problemsWithForm(form: z.ZodType, value: Properties, root: Entry): FieldProblem[] {
  const result = form.safeParse(value);
  if (result.success) return [];
  const issues = result.error.issues.flatMap(intoUnion).flatMap(oneKeyEach);
  const shape = shapeOf(form, issues, root);
  return issues.flatMap((issue) => {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    const place = { steps: [...issue.path, ...unknown], isUnknown: unknown.length > 0 };
    return problemsOf(new z.ZodError([issue]), value, shape).map((problem) => ({ ...problem, ...place }));
  });
}

/**
 * Of a union, the issues of the one form that was meant, if that can be told: one that the value has the type of, and
 * no field too many.
 */
function intoUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const ofItsType = issue.errors.filter((issues) => !issues.some(isAboutType));
  const fitting = ofItsType.filter((issues) => !issues.some(({ code }) => code === "unrecognized_keys"));
  const [meant, ...others] = fitting.length > 0 ? fitting : ofItsType;
  if (meant === undefined || others.length > 0) return [issue];
  return meant.flatMap((inner) => intoUnion({ ...inner, path: [...issue.path, ...inner.path] }));
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
