import { isObject } from "../../provider/values";
import { unseenIn } from "../../provider/visible";

/** How many characters are named. */
const MOST_NAMED = 3;

/**
 * Which of a service's texts hold characters that nobody would see in a file that people review.
 *
 * @returns a sentence for each such text, without a full stop and without anything else of it.
 */
export function unseenTexts(fields: unknown): string[] {
  return textsIn(fields).flatMap(({ path, text }) => {
    const unseen = unseenIn(text);
    if (unseen.length === 0) return [];
    const more = unseen.length > MOST_NAMED ? " and others" : "";
    return [`${path}: holds what nobody would see there: ${unseen.slice(0, MOST_NAMED).join(", ")}${more}`];
  });
}

/**
 * Which of a service's texts hold a secret.
 *
 * @param redact masks the secrets that are known, and what looks like one.
 * @returns a sentence for each, as {@link unseenTexts}.
 */
export function secretTexts(fields: unknown, redact: (text: string) => string): string[] {
  return textsIn(fields).flatMap(({ path, text }) =>
    holdsSecret(text, redact) ? [`${path}: holds a secret, which everybody could read there`] : [],
  );
}

interface Text {
  /** Where it stands: `serviceMappings[0].serviceName`. */
  readonly path: string;
  readonly text: string;
}

function textsIn(value: unknown, path = ""): Text[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    textsIn(inner, path === "" ? name : `${path}.${name}`),
  );
}

/** `ssh://git@github.com`: a user without a password, which is no secret. */
const USER = /(:\/\/)([A-Za-z0-9._-]+)@/g;

function holdsSecret(text: string, redact: (text: string) => string): boolean {
  const plain = text.replace(USER, (whole, scheme: string, user: string) =>
    redact(user) === user ? scheme : whole,
  );
  return redact(plain) !== plain;
}
