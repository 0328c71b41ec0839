import { type Checked, type Problem, type Properties, UNKNOWN } from "../contract";
import { isObject } from "../core/values";
import type { Foreign } from "../text/foreign";
import { mappingKey } from "./normalise";

/** What no schema of a single field can tell: mappings must name declared repositories, each folder of one once. */
export function problemsBetweenFields(inputs: Properties): Problem[] {
  if (!Array.isArray(inputs.serviceMappings)) return [];
  const mappings: unknown[] = inputs.serviceMappings;
  return [...undeclaredRepositories(mappings, inputs.repositories), ...repeatedMappings(mappings)];
}

function undeclaredRepositories(mappings: unknown[], repositories: unknown): Problem[] {
  if (!Array.isArray(repositories) || repositories.includes(UNKNOWN)) return [];
  const declared: string[] = repositories.filter((name) => typeof name === "string");
  // No code host tells repositories apart by upper and lower case, and the service may hold either spelling.
  const names = new Set(declared.map((name) => name.toLowerCase()));
  return mappings.flatMap((mapping, index) => {
    const repo = isObject(mapping) ? mapping.repo : undefined;
    if (typeof repo !== "string" || repo === "" || names.has(repo.toLowerCase())) return [];
    return [
      {
        path: `serviceMappings[${index}].repo`,
        message: `"${repo}" is not among repositories (${declared.join(", ") || "none"}); add it there or correct the name`,
      },
    ];
  });
}

function repeatedMappings(mappings: unknown[]): Problem[] {
  const keys = mappings.map(mappingKey);
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    if (key === undefined || first === index) return [];
    return [
      {
        path: `serviceMappings[${index}]`,
        message: `maps the same service to the same folder of a repository as serviceMappings[${first}]; leave one of them out`,
      },
    ];
  });
}

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
