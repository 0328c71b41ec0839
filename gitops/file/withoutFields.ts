import type { Path } from "../../provider/core/problems";

/** A value without the fields that the paths lead to, at any depth. */
export function withoutFields(value: unknown, paths: readonly Path[]): unknown {
  if (typeof value !== "object" || value === null || paths.length === 0) return value;
  if (Array.isArray(value)) return value.map((item, index) => withoutFields(item, restsAfter(index, paths)));
  const kept = Object.entries(value).filter(([key]) =>
    restsAfter(key, paths).every((rest) => rest.length > 0),
  );
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutFields(field, restsAfter(key, paths))]));
}

/** What is left of the paths that begin with a step. */
export function restsAfter(step: string | number, paths: readonly Path[]): Path[] {
  return paths.filter(([first]) => first === step).map(([, ...rest]) => rest);
}
