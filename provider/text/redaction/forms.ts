/** A secret in each encoding in which services and proxies quote one whole, letter by letter as it stands there. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = base64FormsOf(bytes);
  const hex = bytes.toString("hex");
  return [
    secret,
    ...percentForms(bytes),
    ...jsonForms(secret),
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
    hex,
    hex.toUpperCase(),
    secret.replace(/[&<>"']/g, (char) => HTML[char] ?? char),
  ];
}

/** A secret in base64, by itself and as part of something longer. */
export function base64FormsOf(bytes: Buffer): string[] {
  const whole = bytes.toString("base64");
  return [whole, whole.replace(/=+$/, ""), ...[0, 1, 2].map((offset) => insideBase64(bytes, offset))];
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As JavaScript, RFC 3986 and HTML forms encode for URLs, with digits in upper and in lower case. */
function percentForms(bytes: Buffer): string[] {
  const encode = (kept: RegExp) =>
    Array.from(bytes.toString("latin1"), (char) =>
      kept.test(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    ).join("");
  const forms = [encode(/[\w.~!'()*-]/), encode(/[\w.~-]/), encode(/[\w.* -]/).replaceAll(" ", "+")];
  return [...forms, ...forms.map((form) => form.replace(/%../g, (code) => code.toLowerCase()))];
}

/** As JavaScript, PHP, Python (nothing but ASCII) and Go (safe in HTML) write it, and JSON within JSON. */
function jsonForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const unicode = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return [
    json,
    json.replaceAll("/", "\\/"),
    json.replace(/[^ -~]/g, unicode),
    json.replace(/[<>&\u2028\u2029]/g, unicode),
    JSON.stringify(json).slice(1, -1),
  ];
}

/**
 * What every base64 text of a longer value shows of the secret, where the secret starts `offset` bytes after a
 * multiple of three, as in the `user:token` of basic authentication. Its first and last byte or two are not in it.
 */
function insideBase64(secret: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), secret]);
  return padded.subarray(offset === 0 ? 0 : 3, padded.length - (padded.length % 3)).toString("base64");
}
