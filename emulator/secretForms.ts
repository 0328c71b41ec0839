/** Shorter texts are not looked for by value: they occur in too many innocent words. */
const SHORTEST = 4;

/**
 * Every spelling under which a secret may turn up in a text: plain, percent-encoded, JSON-escaped, hexadecimal,
 * and inside a base64 or base64url text at any of the three alignments.
 */
export function secretForms(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  const forms = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST);
}

/** The characters of a base64 text that depend on nothing but `bytes`, when these begin at `offset` (mod 3). */
function base64Core(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replaceAll("=", "");
  const start = offset === 0 ? 0 : offset + 1;
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return encoded.slice(start, end);
}
