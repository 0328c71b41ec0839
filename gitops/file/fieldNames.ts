import { z } from "zod";
import { providerKind } from "../../provider/kinds";
import { KINDS } from "../../provider/kinds/names";
import { gitopsKind } from "../kinds";
import { documentWritten } from "./documentForm";

/** Fields whose values are secrets, or hold some. */
const SECRET_FIELDS: readonly PropertyKey[] = KINDS.map((kind) => providerKind(kind).credentials.name);

/** The fields of credentials that are none. */
const OPEN_IN_SECRETS: readonly PropertyKey[] = KINDS.flatMap(
  (kind) => providerKind(kind).credentials.openFields,
);

/** What stands in credentials, in references and in defaults: names that no secret is mistaken for. */
export const NAMES_IN_SECRETS: readonly string[] = KINDS.flatMap((kind) =>
  namesIn(gitopsKind(kind).defaults.shape[providerKind(kind).credentials.name]),
);

/** Fields that hold other fields or references, and nothing that may be shown as it is. */
const HOLDERS: readonly PropertyKey[] = [...KINDS, "defaults", ...SECRET_FIELDS, ...NAMES_IN_SECRETS];

/** Every name that the format knows. */
export const FIELD_NAMES: ReadonlySet<PropertyKey> = new Set(namesIn(documentWritten));

/** Whether a field's value is a secret, or holds some. */
export function isSecretField(name: PropertyKey): boolean {
  return SECRET_FIELDS.includes(name);
}

/** Whether the values of a field may be shown, wherever it stands. */
export function isOpenField(name: PropertyKey, isInSecrets: boolean): boolean {
  if (OPEN_IN_SECRETS.includes(name)) return true;
  return !isInSecrets && FIELD_NAMES.has(name) && !HOLDERS.includes(name);
}

/** Whether a name that the format does not know has only letters, as fields have and hardly any secret. */
export function looksLikeField(name: string): boolean {
  return /^[A-Za-z][A-Za-z_-]{0,39}$/.test(name);
}

/** The names of all fields of a form, at any depth. */
function namesIn(form: unknown): string[] {
  if (form instanceof z.ZodOptional || form instanceof z.ZodNullable) return namesIn(form.unwrap());
  if (form instanceof z.ZodUnion) return form.options.flatMap(namesIn);
  if (form instanceof z.ZodArray) return namesIn(form.element);
  if (form instanceof z.ZodRecord) return namesIn(form.valueType);
  if (!(form instanceof z.ZodObject)) return [];
  return Object.entries(form.shape).flatMap(([name, field]) => [name, ...namesIn(field)]);
}
