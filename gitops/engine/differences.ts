import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { isObject } from "../../provider/core/values";
import type { FieldChange } from "../report/schema";

type Fields = Readonly<Record<string, unknown>>;

/** What no reader can make use of: what only an adoption or a creation looks at, and a fingerprint, which is a secret. */
const NOT_SHOWN = ["adopt", "allowDuplicate", "credentialsFingerprint", "accessTokenFingerprint"];

/**
 * Masked whatever the engine takes them for: earlier versions of the package have recorded some in the clear, in a
 * refresh after an update that had failed.
 */
const SECRETS = ["credentials", "accessToken"];

const SECRET = "[secret]";

const mapping = z.looseObject({ serviceName: z.string(), repo: z.string() });
const repositories = z.array(z.string());
const mappings = z.array(mapping);

/**
 * In which fields two sides of a connection differ, in the terms of the field: repositories are a set, service
 * mappings are told apart by service and repository, and by folder where these have several; everything else is a value.
 */
export function differences(from: Fields, to: Fields): FieldChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (name) => !NOT_SHOWN.includes(name) && !isDeepStrictEqual(from[name], to[name]),
  );
  return names
    .flatMap((name) => changesOf(name, from[name], to[name]))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

function changesOf(name: string, from: unknown, to: unknown): FieldChange[] {
  if (name === "repositories")
    return setChange(name, repositories.safeParse(from).data, repositories.safeParse(to).data);
  if (name === "serviceMappings")
    return mappingChanges(mappings.safeParse(from).data, mappings.safeParse(to).data);
  if (SECRETS.includes(name)) return [valueChange(name, from && SECRET, to && SECRET)];
  if (isReference(from) && isReference(to)) return fieldwise(name, from, to);
  return [valueChange(name, from, to)];
}

/** `credentialsFrom`, whose fields are references. */
function isReference(value: unknown): value is Fields {
  return isObject(value) && Object.values(value).some(isObject);
}

function fieldwise(name: string, from: Fields, to: Fields): FieldChange[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) => valueChange(`${name}.${field}`, from[field], to[field]));
}

function valueChange(path: string, from: unknown, to: unknown): FieldChange {
  return {
    path,
    ...(from === undefined ? {} : { from: shown(from) }),
    ...(to === undefined ? {} : { to: shown(to) }),
  };
}

function setChange(path: string, from: readonly string[] = [], to: readonly string[] = []): FieldChange[] {
  const [before, after] = [new Set(from), new Set(to)];
  const added = to.filter((entry) => !before.has(entry)).sort();
  const removed = from.filter((entry) => !after.has(entry)).sort();
  return added.length + removed.length === 0 ? [] : [{ path, ...sides(added, removed) }];
}

type Mapping = z.output<typeof mapping>;

function mappingChanges(from: readonly Mapping[] = [], to: readonly Mapping[] = []): FieldChange[] {
  const keyOf = keysAmong(from, to);
  const before = new Map(from.map((entry) => [keyOf(entry), entry]));
  const after = new Map(to.map((entry) => [keyOf(entry), entry]));
  const added = to.filter((entry) => !before.has(keyOf(entry))).map(shown);
  const removed = from.filter((entry) => !after.has(keyOf(entry))).map(shown);
  const kept = [...before].flatMap(([key, entry]) => {
    const other = after.get(key);
    return other === undefined ? [] : fieldwise(`serviceMappings[${key}]`, entry, other);
  });
  const set =
    added.length + removed.length > 0 ? [{ path: "serviceMappings", ...sides(added, removed) }] : [];
  return [...set, ...kept];
}

/** The shortest name of a mapping that no other of either side has: so a folder that changed is told as such. */
function keysAmong(...sides: readonly (readonly Mapping[])[]): (entry: Mapping) => string {
  const repeated = new Set(sides.flatMap(repeatedNames));
  const isOnly = (name: string, parts: number) => !repeated.has(`${parts} ${name}`);
  return (entry) => namesOf(entry).find(isOnly) ?? JSON.stringify(entry);
}

/** The names that several mappings of one side have, with the number of their parts before them. */
function repeatedNames(side: readonly Mapping[]): string[] {
  const seen = new Set<string>();
  const names = side.flatMap((entry) => namesOf(entry).map((name, parts) => `${parts} ${name}`));
  return names.filter((name) => {
    if (seen.has(name)) return true;
    seen.add(name);
    return false;
  });
}

/** By service and repository, then also by folder, then also by branch. */
function namesOf({ serviceName, repo, pathPrefix, defaultBranch }: Mapping): string[] {
  const folder = pathPrefix === "" ? '""' : String(pathPrefix);
  const parts = [`${serviceName}, ${repo}`, folder, String(defaultBranch)];
  return parts.map((_, index) => parts.slice(0, index + 1).join(", "));
}

function sides<Entry>(added: Entry[], removed: Entry[]) {
  return { ...(added.length > 0 ? { added } : {}), ...(removed.length > 0 ? { removed } : {}) };
}

const json = z.json();

/** Only names of places stand in the clear; a secret is a marker and a mask in the engine's events. */
function shown(value: unknown): z.output<typeof json> {
  if (isObject(value) && "ciphertext" in value) return SECRET;
  return json.safeParse(value).data ?? "[unknown]";
}
