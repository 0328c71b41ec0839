/** What stands where a secret was. */
const MASK = "[secret]";

/** Shorter values are not worth masking: they would blank out ordinary words. */
const SHORTEST = 4;

/** A clone URL's `user:password@`. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

/** Tokens and keys that tell themselves by their prefix, wherever they come from. */
const KNOWN_SHAPES =
  /\b(ghp_|github_pat_|gho_|ghs_|glpat-|ss_secret_|ss_org_|ss_pub_|ss_live_)[A-Za-z0-9_-]{4,}/g;

/** Removes secrets from texts by value, in every encoding in which a service or a proxy might quote them back. */
export class Redactor {
  readonly #forms = new Set<string>();

  /** Remembers a secret; anything that is not a string of at least four characters is passed over. */
  add(secret: unknown): void {
    if (typeof secret !== "string" || secret.length < SHORTEST) return;
    for (const form of formsOf(secret)) this.#forms.add(form);
  }

  /** The text without any secret remembered so far, without the user part of any URL and without any known shape of token. */
  redact(text: string): string {
    let clean = text;
    // Longest first: a secret that contains another must not leave its rest behind.
    for (const form of [...this.#forms].sort((a, b) => b.length - a.length)) {
      clean = clean.replaceAll(form, MASK);
    }
    return clean.replace(USER_INFO, `$1${MASK}@`).replace(KNOWN_SHAPES, MASK);
  }
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    ...[1, 2].flatMap((offset) => {
      const inside = insideBase64(bytes, offset);
      return [inside, inside.replaceAll("+", "-").replaceAll("/", "_")];
    }),
  ].filter((form) => form.length >= SHORTEST);
}

/**
 * What every base64 text of a longer value shows of the secret, where the secret starts `offset` bytes after a
 * multiple of three, as in the `user:token` of basic authentication. Its first and last byte or two are not in it.
 */
function insideBase64(secret: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), secret]);
  return padded.subarray(3, padded.length - (padded.length % 3)).toString("base64");
}
