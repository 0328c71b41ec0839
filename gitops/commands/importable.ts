import { SERVICE_NAMES } from "../../provider/kinds/names";
import { sentence } from "../../provider/text/quote";
import { connectionsOf, type DeclaredStack, type NewConnection, problemsWithWriting } from "../file";
import { gitopsKind } from "../kinds";
import type { Found, Unknown } from "./found";
import { Names } from "./importedNames";
import { isLike } from "./listed";
import type { WantedConnection } from "./survey/connections";
import { likenessInWords } from "./survey/likeness";
import { secretTexts, unseenTexts } from "./unfit";

/** What the connections that are found go into. */
export interface Destination {
  readonly file: string;
  /** The names that are in use there. */
  readonly names: readonly string[];
  /** What goes without saying there. */
  readonly defaults: DeclaredStack["defaults"];
}

/** What an import adds to a file. */
export interface Importable {
  readonly entries: readonly (NewConnection & { readonly connection: Found })[];
  /** A sentence for each connection that no file can declare as it is. */
  readonly leftOut: readonly string[];
}

/**
 * Sorts what a service holds: what a file can declare gets a name there, and it is said why the rest is left out.
 *
 * @param awaited what is declared already, and not recorded: what looks like it belongs there.
 * @param redact masks the secrets that are known, and what looks like one: a service may quote them anywhere.
 */
export function importable(
  found: readonly (Found | Unknown)[],
  destination: Destination,
  awaited: readonly WantedConnection[],
  redact: (text: string) => string,
): Importable {
  const names = new Names(destination.names);
  const entries: (NewConnection & { readonly connection: Found })[] = [];
  const leftOut: string[] = [];
  for (const connection of found) {
    if (!("state" in connection)) {
      leftOut.push(aboutUnknown(connection));
      continue;
    }
    const wanted = awaited.find((one) => one.kind === connection.kind && isLike(one, connection.state));
    if (wanted) {
      leftOut.push(aboutAwaited(connection, wanted));
      continue;
    }
    const entry = { kind: connection.kind, name: "it", fields: fieldsOf(connection, destination) };
    const problems = problemsWith(entry, redact);
    if (problems.length > 0) leftOut.push(aboutUnwritable(connection, problems));
    else entries.push({ ...entry, name: names.nameFor(connection), connection });
  }
  return { entries, leftOut: leftOut.map(redact) };
}

/** A stack's file as a destination. */
export function fileOf(declared: DeclaredStack): Destination {
  const { file, defaults } = declared;
  return { file, defaults, names: connectionsOf(declared).map(({ name }) => name) };
}

function fieldsOf({ kind, ...listed }: Found, { defaults }: Destination) {
  return gitopsKind(kind).fieldsOf(listed, defaults[kind] ?? {});
}

/**
 * The first kind of problems that there is: what nobody would see spoils whatever else is said of a text, and other problems
 * quote what they are about, which a secret is not for.
 */
function problemsWith(entry: NewConnection, redact: (text: string) => string): string[] {
  const unseen = unseenTexts(entry.fields);
  if (unseen.length > 0) return unseen;
  const secret = secretTexts(entry.fields, redact);
  return secret.length > 0 ? secret : problemsWithWriting(entry);
}

function aboutUnknown({ kind, id, reason }: Unknown): string {
  const what = id === undefined ? "A connection" : `Connection ${id}`;
  return `${what} of ${SERVICE_NAMES[kind]} is left out and left alone: this version does not know its form (${reason}).`;
}

function aboutAwaited({ kind, id }: Found, { name, file }: WantedConnection): string {
  return `Connection ${id} of ${SERVICE_NAMES[kind]} is left out: it has the same ${likenessInWords(kind)} as ${name} (${file}), which is not in the state. To take it over, add \`adopt: ${id}\` there.`;
}

/** How many reasons are named. */
const MAX_REASONS = 3;

function aboutUnwritable({ kind, id }: Found, problems: readonly string[]): string {
  const reasons = sentence(problems.slice(0, MAX_REASONS).join("; "));
  return `Connection ${id} of ${SERVICE_NAMES[kind]} is left out: a file cannot declare it as it is. ${reasons} Correct it at the service, and import again.`;
}
