import { isDeepStrictEqual } from "node:util";
import type { Change, Config, Entry, Properties, PropertyPath } from "../contract";
import { isObject } from "./values";

/** How two values of a field are compared. A field without a form is compared, and changes, as a whole. */
export type Form =
  /** A list of texts in any order. */
  | "set"
  /** An object, field by field. */
  | "fields"
  /** A list of objects in any order, told apart by the shortest of their names that no other entry of a side has. */
  | ((entry: Properties) => readonly string[]);

/** The forms of a kind's fields. */
export type Forms = Readonly<Record<string, Form>>;

/** One place in which two sides differ. */
export type Differing = Pick<Change, "path" | "was" | "kind">;

/** Where two sides of a resource differ. */
export function compare(from: Properties, to: Properties, forms: Forms): Differing[] {
  const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return fields.flatMap((field) => compareField(field, from[field], to[field], forms[field]));
}

/**
 * What is to be done about fields in which a kind has found a difference.
 *
 * @param replacing those of them that only a replacement can change.
 */
export function changesIn(
  fields: readonly string[],
  [from, to]: readonly [Properties, Properties],
  forms: Forms,
  replacing: readonly string[] = [],
): Change[] {
  return fields.flatMap((field) => {
    const replaces = replacing.includes(field);
    const found = compareField(field, from[field], to[field], forms[field]);
    // What is declared is what was, and yet it is to be sent.
    if (found.length === 0) return [stateChange(field, replaces)];
    return found.map((one): Change => ({ ...one, replaces, of: "input" }));
  });
}

/** Something to do that only the record, or the service, tells of. */
export function stateChange(field: string, replaces = false): Change {
  return { path: [field], was: [field], kind: "update", replaces, of: "state" };
}

/** The fields of a resource that changes are in. */
export function changedFields({ changes }: { readonly changes: readonly Pick<Change, "path">[] }): string[] {
  return [...new Set(changes.flatMap(({ path: [field] }) => (typeof field === "string" ? [field] : [])))];
}

/** Which settings of a configuration differ. None replaces what it manages. */
export function settingChanges(keys: readonly string[], old: Config, next: Config): Change[] {
  return keys.flatMap((key) =>
    compareField(key, old(key), next(key), undefined).map(
      (one): Change => ({ ...one, replaces: false, of: "input" }),
    ),
  );
}

function compareField(field: string, from: unknown, to: unknown, form: Form | undefined): Differing[] {
  if (isDeepStrictEqual(from, to)) return [];
  const lists = form === undefined || form === "fields" ? undefined : listsOf(from, to, form);
  if (lists) return compareEntries(field, ...lists);
  if (form === "fields" && isObject(from) && isObject(to)) return compareObjects([field], [field], from, to);
  return [differing([field], [field], from, to)];
}

function compareObjects(
  path: PropertyPath,
  was: PropertyPath,
  from: Properties,
  to: Properties,
): Differing[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .filter((name) => !isDeepStrictEqual(from[name], to[name]))
    .map((name) => differing([...path, name], [...was, name], from[name], to[name]));
}

function differing(path: PropertyPath, was: PropertyPath, from: unknown, to: unknown): Differing {
  if (from === undefined) return { path, kind: "add" };
  return to === undefined ? { path: was, was, kind: "delete" } : { path, was, kind: "update" };
}

/** An entry of a list that is compared. */
type Listed = Entry & { readonly value: unknown };

function compareEntries(field: string, before: readonly Listed[], after: readonly Listed[]): Differing[] {
  const [old, now] = [byKey(before), byKey(after)];
  const pathOf = ({ index, key }: Listed): PropertyPath => [field, { index, key }];
  const removed = [...old.values()].filter(({ key }) => !now.has(key)).map(pathOf);
  const kept = [...now.values()].flatMap((entry) => {
    const former = old.get(entry.key);
    if (former === undefined) return [{ path: pathOf(entry), kind: "add" as const }];
    if (!isObject(former.value) || !isObject(entry.value)) return [];
    return compareObjects(pathOf(entry), pathOf(former), former.value, entry.value);
  });
  return [...removed.map((path): Differing => ({ path, was: path, kind: "delete" })), ...kept];
}

const byKey = (entries: readonly Listed[]) => new Map(entries.map((entry) => [entry.key, entry]));

/** Both sides as lists; `undefined` where one is none, or has entries that cannot be told apart yet. */
function listsOf(
  from: unknown = [],
  to: unknown = [],
  form: Exclude<Form, "fields">,
): [Listed[], Listed[]] | undefined {
  if (!Array.isArray(from) || !Array.isArray(to)) return undefined;
  const [before, after]: unknown[][] = [from, to];
  const keyOf = form === "set" ? textKey : shortestKey(form, [before ?? [], after ?? []]);
  const sides = [before, after].map((side = []) =>
    side.flatMap((value, index): Listed[] => {
      const key = keyOf(value);
      return key === undefined ? [] : [{ index, key, value }];
    }),
  );
  const [old = [], now = []] = sides;
  return old.length === from.length && now.length === to.length ? [old, now] : undefined;
}

const textKey = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The shortest name of an entry that no other of either side has: so what changed beside the name is told as such. */
function shortestKey(
  namesOf: (entry: Properties) => readonly string[],
  sides: readonly (readonly unknown[])[],
): (entry: unknown) => string | undefined {
  const namesIn = (entry: unknown) => (isObject(entry) ? namesOf(entry) : []);
  const repeated = new Set(sides.flatMap((side) => repeatedIn(side.map(namesIn))));
  return (entry) => {
    const names = namesIn(entry);
    const isOnly = (name: string, parts: number) => !repeated.has(`${parts} ${name}`);
    return names.find(isOnly) ?? (names.length > 0 ? JSON.stringify(entry) : undefined);
  };
}

/** The names that several entries of one side have, with the number of their parts before them. */
function repeatedIn(entries: readonly (readonly string[])[]): string[] {
  const seen = new Set<string>();
  return entries
    .flatMap((names) => names.map((name, parts) => `${parts} ${name}`))
    .filter((name) => seen.size === seen.add(name).size);
}
