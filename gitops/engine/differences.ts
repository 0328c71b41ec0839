import { z } from "zod";
import type { PropertyPath } from "../../provider/contract";
import { changedFields, compare, type Differing } from "../../provider/core/changes";
import { isObject } from "../../provider/core/values";
import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import type { FieldChange } from "../report/schema";

type Fields = Readonly<Record<string, unknown>>;

/** What only an adoption or a creation looks at. */
const NOT_SHOWN = ["adopt", "allowDuplicate"];

const SECRET = "[secret]";

/** In which fields two sides of a connection differ, as its kind compares them, and what was and is there. */
export function differences(kind: Kind, from: Fields, to: Fields): FieldChange[] {
  const { credentials, forms } = providerKind(kind);
  // Nor can a reader make use of a fingerprint, which is a secret.
  const hidden = [...NOT_SHOWN, credentials.fingerprint];
  const found = compare(without(hidden, from), without(hidden, to), forms);
  return changedFields({ changes: found })
    .flatMap((field) => {
      // Masked whatever the engine takes them for: earlier versions of the package have recorded some in the clear, in a
      // refresh after an update that had failed.
      if (field === credentials.name) return [valueChange(field, from[field] && SECRET, to[field] && SECRET)];
      const changes = found.filter(({ path }) => path[0] === field);
      return fieldChanges(field, changes, from, to);
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

function without(hidden: readonly string[], fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.includes(name)));
}

function fieldChanges(field: string, changes: readonly Differing[], from: Fields, to: Fields): FieldChange[] {
  const entries = changes.filter(({ path, kind }) => isEntry(path) && kind !== "update");
  const inside = changes.filter((change) => !entries.includes(change));
  const values = (kind: Differing["kind"], side: Fields) =>
    entries.filter((entry) => entry.kind === kind).map(({ path }) => shown(valueAt(side, path)));
  const [added, removed] = [values("add", to), values("delete", from)];
  return [
    ...(entries.length === 0 ? [] : [{ path: field, ...sides(added, removed) }]),
    ...inside.map(({ path, was, kind }) =>
      valueChange(
        pathText(path),
        was && valueAt(from, was),
        kind === "delete" ? undefined : valueAt(to, path),
      ),
    ),
  ];
}

/** Whether a path ends at an entry of a list. */
const isEntry = (path: PropertyPath) => typeof path.at(-1) === "object";

function valueAt(fields: Fields, path: PropertyPath): unknown {
  return path.reduce((value: unknown, step) => {
    if (typeof step === "object") return Array.isArray(value) ? value[step.index] : undefined;
    return isObject(value) ? value[step] : undefined;
  }, fields);
}

/** `serviceMappings[api, acme/a].pathPrefix`. */
function pathText(path: PropertyPath): string {
  return path
    .map((step, depth) => (typeof step === "object" ? `[${step.key}]` : depth === 0 ? step : `.${step}`))
    .join("");
}

function valueChange(path: string, from: unknown, to: unknown): FieldChange {
  return {
    path,
    ...(from === undefined ? {} : { from: shown(from) }),
    ...(to === undefined ? {} : { to: shown(to) }),
  };
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
