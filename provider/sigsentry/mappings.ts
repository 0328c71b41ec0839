import { type Problem, type Properties, UNKNOWN } from "../contract";
import { isObject } from "../core/values";
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
