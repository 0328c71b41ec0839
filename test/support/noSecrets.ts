import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A form in which a secret was found, and where; the secret itself is not in it. */
export interface Leak {
  readonly where: string;
  /** Which of the secrets, by its place in the list that was searched for. */
  readonly secret: number;
  readonly form: string;
}

/**
 * Looks for secrets in texts, by name: as they are, in base64 (also as part of a longer base64 text, and in the
 * variant for URLs), in hexadecimal, percent-encoded, and escaped as JSON does it, once or twice. Secrets must be
 * ASCII.
 */
export function leaksIn(texts: Readonly<Record<string, string>>, secrets: readonly string[]): Leak[] {
  return Object.entries(texts).flatMap(([where, text]) => {
    const lower = text.toLowerCase();
    return secrets.flatMap((value, secret) =>
      formsOf(value)
        .filter(({ text: form, caseless }) => (caseless ? lower : text).includes(form))
        .map(({ form }) => ({ where, secret, form })),
    );
  });
}

/** Fails the test when a secret is found in one of the texts; says where and in which form, but not what. */
export function expectNoSecrets(texts: Readonly<Record<string, string>>, secrets: readonly string[]): void {
  const leaks = leaksIn(texts, secrets);
  if (leaks.length === 0) return;
  const list = leaks.map(({ where, secret, form }) => `secret ${secret} as ${form} in ${where}`);
  throw new Error(`Secrets were found:\n${list.join("\n")}`);
}

/** Every file below a folder as a text, by its path; bytes that are no UTF-8 do not hide those that are. */
export async function filesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, "latin1")] as const));
  return Object.fromEntries(texts);
}

interface Form {
  readonly form: string;
  readonly text: string;
  /** Whether upper and lower case mean the same; `text` is in lower case then. */
  readonly caseless?: boolean;
}

function formsOf(secret: string): Form[] {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = [0, 1, 2].map((offset) => base64At(bytes, offset));
  return [
    { form: "plain text", text: secret },
    ...base64.map((text) => ({ form: "base64", text })),
    ...base64.map((text) => ({
      form: "base64url",
      text: text.replaceAll("+", "-").replaceAll("/", "_"),
    })),
    { form: "hexadecimal", text: bytes.toString("hex"), caseless: true },
    { form: "percent-encoded", text: encodeURIComponent(secret).toLowerCase(), caseless: true },
    { form: "JSON", text: asJson(secret) },
    { form: "JSON in JSON", text: asJson(asJson(secret)) },
    { form: "Go's JSON", text: asGoJson(secret) },
    { form: "JSON in Go's JSON", text: asGoJson(asJson(secret)) },
    { form: "Go's JSON in Go's JSON", text: asGoJson(asGoJson(secret)) },
  ];
}

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The engine is written in Go, whose JSON is safe to stand in HTML. */
function asGoJson(text: string): string {
  return asJson(text).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

/** What is the same in every base64 text that holds these bytes from a place which is `offset` modulo 3. */
function base64At(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const fullGroups = whole.length - (whole.length % 3);
  return whole
    .subarray(0, fullGroups)
    .toString("base64")
    .slice(offset === 0 ? 0 : 4);
}
