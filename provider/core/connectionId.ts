import { z } from "zod";
import { NetworkError } from "../http/errors";
import { quoted } from "../text/quote";

/** An id is opaque, but it is one step of a path: no sign in it has a meaning there, and `.` and `..` are no steps. */
const FORM = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,255}$/;

const FORM_IN_WORDS =
  'those have 1 to 255 letters, digits, dots, hyphens, underscores and tildes, and are neither "." nor ".."';

/** As much as is shown of an id that is none, in characters. */
const MAX_SHOWN = 64;

/** The id of a connection, as it is declared. */
export const declaredId = (service: string) =>
  z.string().regex(FORM, `is no id of ${service}'s: ${FORM_IN_WORDS}`);

/** The id of a connection, as a service answers it. */
export const answeredId = z.string().regex(FORM);

/**
 * The path of a connection, below which every call about it stays.
 *
 * @param collection the path of all connections.
 * @throws NetworkError for what is no id, wherever it is from; nothing was sent.
 */
export function connectionPath(service: string, collection: string, id: string): string {
  if (FORM.test(id)) return `${collection}/${encodeURIComponent(id)}`;
  const message = `"${quoted(id, MAX_SHOWN)}" is no id of ${service}'s: ${FORM_IN_WORDS}. Nothing was sent.`;
  throw new NetworkError("unsendable", message);
}
