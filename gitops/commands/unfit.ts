import { isObject } from "../../provider/values";
import { unseenIn } from "../../provider/visible";

/**
 * What keeps texts of a service's out of a file that people review: characters that nobody would see there, and
 * secrets.
 *
 * @param redact masks the secrets that are known, and what looks like one.
 * @returns a sentence for each such text, without a full stop and without anything of it.
 */
export function unfitTexts(fields: unknown, redact: (text: string) => string, path = ""): string[] {
  if (typeof fields === "string") {
    const problem = problemWith(fields, redact);
    return problem === undefined ? [] : [`${path}: ${problem}`];
  }
  if (Array.isArray(fields))
    return fields.flatMap((item: unknown, index) => unfitTexts(item, redact, `${path}[${index}]`));
  if (!isObject(fields)) return [];
  return Object.entries(fields).flatMap(([name, value]) =>
    unfitTexts(value, redact, path === "" ? name : `${path}.${name}`),
  );
}

/** How many characters are named. */
const MOST_NAMED = 3;

function problemWith(text: string, redact: (text: string) => string): string | undefined {
  if (holdsSecret(text, redact)) return "holds a secret, which everybody could read there";
  const unseen = unseenIn(text);
  if (unseen.length === 0) return undefined;
  const more = unseen.length > MOST_NAMED ? " and others" : "";
  return `holds what nobody would see there: ${unseen.slice(0, MOST_NAMED).join(", ")}${more}`;
}

/** `ssh://git@github.com`: a user without a password, which is no secret. */
const USER = /(:\/\/)([A-Za-z0-9._-]+)@/g;

function holdsSecret(text: string, redact: (text: string) => string): boolean {
  const plain = text.replace(USER, (whole, scheme: string, user: string) =>
    redact(user) === user ? scheme : whole,
  );
  return redact(plain) !== plain;
}
