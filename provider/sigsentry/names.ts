import type { Checked, Problem } from "../contract";
import { isObject } from "../core/values";
import type { Foreign } from "../text/foreign";

/** The names in checked inputs that hold a secret of this program; what is wrong with a name otherwise is said already. */
export function problemsWithSecrets({ inputs, problems }: Checked, foreign: Foreign): Problem[] {
  const { repositories, serviceMappings } = inputs;
  const names: (readonly [string, unknown])[] = [
    ...listOf(repositories).map((name, index) => [`repositories[${index}]`, name] as const),
    ...listOf(serviceMappings).flatMap((mapping, index) =>
      Object.entries(isObject(mapping) ? mapping : {}).map(
        ([field, name]) => [`serviceMappings[${index}].${field}`, name] as const,
      ),
    ),
  ];
  return names.flatMap(([path, name]) =>
    typeof name !== "string" ||
    !foreign.holdsSecret(name) ||
    problems.some((problem) => problem.path === path)
      ? []
      : [{ path, message: HOLDS_SECRET }],
  );
}

const HOLDS_SECRET = "holds a secret of this program, which everybody could read there";

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
