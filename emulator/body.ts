import type { IncomingMessage } from "node:http";

/** Request bodies above this many bytes (25 MiB, Coregit's limit; SigSentry's is not documented) are answered with 413. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** A request's body: the whole text, or only the fact that it is too large to be looked at. */
export type RequestBody = { readonly kind: "text"; readonly text: string } | { readonly kind: "tooLarge" };

/** Reads a body to its end, keeping no more than the limit. Throws when the client goes away halfway. */
export async function readBody(incoming: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  if (size > MAX_BODY_BYTES) return { kind: "tooLarge" };
  return { kind: "text", text: Buffer.concat(chunks).toString("utf8") };
}

/** The JSON value of a text, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
