import { isObject } from "../../provider/core/values";
import { MASK } from "../../provider/text/redact";
import { problemWithUnseen } from "../../provider/text/visible";

/**
 * Which of a service's texts hold characters that nobody would see in a file that people review.
 *
 * @returns a sentence for each such text, without a full stop and without anything else of it.
 */
export function unseenTexts(fields: unknown): string[] {
  return textsIn(fields).flatMap(({ path, text }) => {
    const problem = problemWithUnseen(text);
    return problem === undefined ? [] : [`${path}: ${problem}`];
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
  if (text.includes(MASK)) return true;
  const plain = text.replace(USER, (whole, scheme: string, user: string) =>
    redact(user) === user ? scheme : whole,
  );
  return redact(plain) !== plain;
}
