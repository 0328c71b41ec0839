import { secretForms } from "./secretForms";

/** What stands in the log where a secret stood. */
export const REDACTED = "[redacted]";

const SECRET_FIELD = /token|password|secret|authorization|credential|api[-_]?key/i;
/** Fields of a credentials object that are no secrets and worth reading in a log. */
const OPEN_CREDENTIAL_FIELD = /^(username|baseUrl)$/;
/** Tokens known by their looks, so that one never seen before is not logged either. */
const TOKEN_SHAPE =
  /\b(?:gh[pousr]_|github_pat_|glpat-|ss_(?:secret|org|pub|live)_|tb_|cgk_live_|cgt_)[A-Za-z0-9_\-.]+/g;
const URL_PASSWORD = /(:\/\/)[^/@\s]+@/g;

/** Knows every secret the emulator has seen and takes them out of whatever is to be shown. */
export class Redactor {
  readonly #known = new Set<string>();
  /** Spellings of secrets by their first four characters, so that a search costs the text's length only. */
  readonly #formsByStart = new Map<string, string[]>();

  /** Remembers a secret for good. */
  learn(secret: string): void {
    if (this.#known.has(secret)) return;
    this.#known.add(secret);
    for (const form of secretForms(secret)) {
      const start = form.slice(0, 4);
      this.#formsByStart.set(start, [...(this.#formsByStart.get(start) ?? []), form].sort(longestFirst));
    }
  }

  /** Remembers every secret of a request body, recognised by the names of its fields. */
  learnFrom(value: unknown, secretField = false): void {
    if (typeof value === "string") {
      if (secretField) this.learn(value);
    } else if (Array.isArray(value)) {
      for (const item of value) this.learnFrom(item, secretField);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, item] of Object.entries(value)) this.learnFrom(item, isSecret(name, secretField));
    }
  }

  /** A copy of a JSON value without secrets, neither in secret fields nor anywhere else. */
  value(value: unknown, secretField = false): unknown {
    if (Array.isArray(value)) return value.map((item) => this.value(item, secretField));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          this.text(name),
          this.value(item, isSecret(name, secretField)),
        ]),
      );
    }
    if (secretField && value !== null) return REDACTED;
    return typeof value === "string" ? this.text(value) : value;
  }

  /** A text without the secrets seen so far, in any of their spellings. */
  text(text: string): string {
    const plain = this.#withoutKnown(text)
      .replace(TOKEN_SHAPE, REDACTED)
      .replace(URL_PASSWORD, `$1${REDACTED}@`);
    const decoded = percentDecoded(plain);
    // A secret spelled with needless percent signs: no telling where it begins, so the whole text goes.
    return decoded !== plain && this.#withoutKnown(decoded) !== decoded ? REDACTED : plain;
  }

  #withoutKnown(text: string): string {
    let clean = "";
    let copied = 0;
    for (let at = 0; at < text.length; at += 1) {
      const form = this.#formsByStart
        .get(text.slice(at, at + 4))
        ?.find((known) => text.startsWith(known, at));
      if (form === undefined) continue;
      clean += text.slice(copied, at) + REDACTED;
      copied = at + form.length;
      at = copied - 1;
    }
    return clean + text.slice(copied);
  }
}

function isSecret(name: string, insideSecret: boolean): boolean {
  return insideSecret ? !OPEN_CREDENTIAL_FIELD.test(name) : SECRET_FIELD.test(name);
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) =>
    Buffer.from(encoded.replaceAll("%", ""), "hex").toString("utf8"),
  );
}
