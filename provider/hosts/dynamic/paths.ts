import type { PropertyPath } from "../../contract";

/** One part of a path as Pulumi writes it: `.name`, `["name"]`, `[0]`, and `*` or `[*]` for each of them. */
const PART = /\.?(?:\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+))/y;

/**
 * Whether a path as Pulumi's option `replaceOnChanges` has it covers a change: one at it or below it, as the engine
 * itself decides for other providers. What is no path covers nothing.
 */
export function covers(pattern: string, path: PropertyPath): boolean {
  const parts = partsOf(pattern);
  if (!parts?.length || parts.length > path.length) return false;
  return parts.every((part, depth) => {
    const step = path[depth];
    return part === "*" || part === (typeof step === "object" ? String(step.index) : step);
  });
}

function partsOf(pattern: string): string[] | undefined {
  const parts: string[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < pattern.length) {
    const found = PART.exec(pattern);
    if (!found) return undefined;
    const [, quoted, index, name] = found;
    parts.push(quoted?.replace(/\\(.)/g, "$1") ?? index ?? name ?? "");
  }
  return parts;
}
