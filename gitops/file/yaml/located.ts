import type { Path } from "../../../provider/core/problems";
import type { Span } from "./source";

/**
 * A value of a file, with aliases and merge keys followed, that knows where it is written. What several aliases
 * stand for is one value in memory.
 */
export type Located = LocatedMap | LocatedList | LocatedScalar;

interface Common {
  /** Where the value itself is written: for an alias, at its anchor. */
  readonly span: Span;
  /** How many values it holds, itself included, were every alias written out. */
  readonly size: number;
}

/** A mapping. */
export interface LocatedMap extends Common {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Entry>;
}

/** A list. */
export interface LocatedList extends Common {
  readonly kind: "list";
  readonly items: readonly Entry[];
}

/** A value that holds no others. */
export interface LocatedScalar extends Common {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

/** What stands in a mapping or in a list. */
export interface Entry {
  /** The key; a list's items have none. */
  readonly key: Span | undefined;
  /** What is written there: the value itself, or its alias. */
  readonly written: Span;
  readonly value: Located;
}

/** The plain value, aliases written out, without the fields that some paths lead to. */
export function plainValue(located: Located, leftOut: readonly Path[] = []): unknown {
  if (located.kind === "scalar") return located.value;
  if (located.kind === "map") return plainMap(located, leftOut);
  return located.items.map(({ value }, index) => plainValue(value, restsAfter(index, leftOut)));
}

/** {@link plainValue} of a mapping. */
export function plainMap({ entries }: LocatedMap, leftOut: readonly Path[] = []): Record<string, unknown> {
  const kept = [...entries].filter(([key]) => restsAfter(key, leftOut).every((rest) => rest.length > 0));
  // Unlike an assignment, this makes a property of a key named __proto__.
  return Object.fromEntries(
    kept.map(([key, { value }]) => [key, plainValue(value, restsAfter(key, leftOut))]),
  );
}

/** What is left of the paths that begin with a step. */
function restsAfter(step: string | number, paths: readonly Path[]): Path[] {
  return paths.filter(([first]) => first === step).map(([, ...rest]) => rest);
}

/** A path as a program writes it (`serviceMappings[0].repo`), step by step. */
export function stepsOf(path: string): string[] {
  return path.match(/[^.[\]]+/g) ?? [];
}

/** What is found on the way along a path. */
export interface Found {
  /** What the path leads to, or the last that is there on the way. */
  readonly entry: Entry;
  /** Whether the path leads to something. */
  readonly isThere: boolean;
}

/** Follows a path from an entry. */
export function follow(from: Entry, path: Path): Found {
  let entry = from;
  for (const part of path) {
    const next = childOf(entry.value, part);
    if (next === undefined) return { entry, isThere: false };
    entry = next;
  }
  return { entry, isThere: true };
}

function childOf(value: Located, part: PropertyKey): Entry | undefined {
  if (value.kind === "map") return value.entries.get(String(part));
  return value.kind === "list" ? value.items[Number(part)] : undefined;
}

/** A field of a mapping that is a mapping itself. */
export function mapAt(map: LocatedMap | undefined, key: string): LocatedMap | undefined {
  const value = map?.entries.get(key)?.value;
  return value?.kind === "map" ? value : undefined;
}

/** A field of a mapping that is a text. */
export function textAt(map: LocatedMap | undefined, key: string): string | undefined {
  const value = map?.entries.get(key)?.value;
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
}

/** Whether a span lies within another. */
export function isWithin(inner: Span, outer: Span): boolean {
  return inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;
}

/** Where to point at for an entry's value: at the value, but for one that starts below its key, at the key. */
export function pointOf({ key, written, value }: Entry): Span {
  if (!isWithin(value.span, written)) return value.span;
  const { source, start } = value.span;
  const isBelow = key !== undefined && source.place(key.start).line !== source.place(start).line;
  const isEmpty = value.kind === "scalar" && value.value === null;
  return key !== undefined && (isBelow || isEmpty) ? key : value.span;
}
