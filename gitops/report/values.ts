import { z } from "zod";
import { visible } from "../../provider/text/visible";
import type { FieldChange } from "./schema";

/** A value of a field: anything that JSON can say. */
export type Value = NonNullable<FieldChange["from"]> | null;

/** How a change of one field is written; every text in it is safe to show on one line. */
export type ShownChange = { readonly path: string } & (
  | { readonly form: "replaced"; readonly from: string; readonly to: string }
  | { readonly form: "set"; readonly added: readonly string[]; readonly removed: readonly string[] }
  /** That it changed is all that is said: both sides of a secret look the same. */
  | { readonly form: "changed" }
);

/** How a change of one field is written. What was or is absent is written as something that came or went. */
export function showChange(field: FieldChange): ShownChange {
  const path = visible(field.path);
  if (field.from !== undefined && field.to !== undefined) {
    const [from, to] = [showValue(field.from), showValue(field.to)];
    return from === to ? { path, form: "changed" } : { path, form: "replaced", from, to };
  }
  const added = [...(field.added ?? []), ...(field.to === undefined ? [] : [field.to])].map(showValue);
  const removed = [...(field.removed ?? []), ...(field.from === undefined ? [] : [field.from])].map(
    showValue,
  );
  return added.length + removed.length === 0
    ? { path, form: "changed" }
    : { path, form: "set", added, removed };
}

/** A value as one writes it in YAML's short form; a text stands in quotes where it could be read as anything else. */
export function showValue(value: Value): string {
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return `[${value.map(showValue).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const { data } = mapping.safeParse(value);
  if (data !== undefined) return showMapping(data);
  const entries = Object.entries(value).map(([key, inner]) => `${showText(key)}: ${showValue(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const mapping = z.strictObject({
  serviceName: z.string(),
  repo: z.string(),
  pathPrefix: z.string(),
  defaultBranch: z.string(),
});

/** A service mapping: `payments-api ← acme/payments @ main, folder services/api`. */
export function showMapping({
  serviceName,
  repo,
  pathPrefix,
  defaultBranch,
}: z.output<typeof mapping>): string {
  const folder = pathPrefix === "" ? "" : `, folder ${showText(pathPrefix)}`;
  return `${showText(serviceName)} ← ${showText(repo)} @ ${showText(defaultBranch)}${folder}`;
}

const WORD = /^[\w./@-]+$/;
const LITERAL = /^(?:true|false|null|[-.\d][-+.\deE]*)$/;

function showText(text: string): string {
  return WORD.test(text) && !LITERAL.test(text) ? text : visible(JSON.stringify(text));
}
