import { providerKind } from "../../provider/kinds";
import { KINDS, type Kind } from "../../provider/kinds/names";
import { type DeclaredStack, declaredAs, inFileWords, placeOf, renderPlace } from "../file";
import type { FieldChange, StackReport } from "../report/schema";
import { asWritten } from "./asWritten";
import type { Shard } from "./shards";

/** A stack's part of a report in the words of its file: fields as they stand there, errors with their places. */
export function asItsFileSays(report: StackReport, { name: stack, declared }: Shard): StackReport {
  const inWords = (text: string) => inFileWords(text, stack);
  return {
    ...report,
    errors: report.errors.map((error) => withPlaceOfNamed(inWords(error), declared)),
    notes: report.notes.map(inWords),
    connections: report.connections.map((connection) => {
      const { kind, name, error, fields } = connection;
      return {
        ...asWritten({ ...connection, fields: asFileFields(fields) }, declared),
        ...(error === undefined ? {} : { error: withPlace(inWords(error), declared, kind, name) }),
      };
    }),
  };
}

/** Where an error begins with the names of connections (`a, b: …`), the first of them has the place. */
function withPlaceOfNamed(error: string, declared: DeclaredStack | undefined): string {
  const { name = "", rest = "" } =
    /^(?<name>[\w.-]+)(?:, [\w.-]+)*(?: and \d+ more)?: (?<rest>.*)$/s.exec(error)?.groups ?? {};
  const kind = KINDS.find((one) => declaredAs(declared, one, name));
  if (kind === undefined) return error;
  const place = placeFor(rest, declared, kind, name);
  return place === undefined ? error : `${place}: ${error}`;
}

function withPlace(error: string, declared: DeclaredStack | undefined, kind: Kind, name: string): string {
  const place = placeFor(error, declared, kind, name);
  return place === undefined || error.startsWith(place) ? error : `${place}: ${error}`;
}

/** What is said of a setting (`sigsentry:apiKey: is not set`, `SIGSENTRY_BASE_URL: …`) has no place in the file. */
const ABOUT_SETTING = new RegExp(`^((${KINDS.join("|")}):\\w+|[A-Z][A-Z_]+): `);

/** What a service says of a project, and what the provider says of the field. */
const ABOUT_PROJECT = /^project: |\b(WRONG_PROJECT|MISSING_PROJECT(_ID)?)\b|No such project/;

function placeFor(
  error: string,
  declared: DeclaredStack | undefined,
  kind: Kind,
  name: string,
): string | undefined {
  if (declared === undefined || ABOUT_SETTING.test(error)) return undefined;
  if (declaredAs(declared, kind, name) === undefined) return undefined;
  const [, path = ""] = /^([A-Za-z][\w.[\]]*): /.exec(error) ?? [];
  return renderPlace(placeOf(declared, kind, name, ABOUT_PROJECT.test(error) ? "project" : path));
}

/** What a program calls the references of credentials. */
const REFERRED = new RegExp(
  `^(${KINDS.map((kind) => providerKind(kind).credentials.name).join("|")})From\\b`,
);

/** Fields as a file calls them. A reference that takes the place of what was written out, or the other way round, is one change of one field. */
export function asFileFields(fields: readonly FieldChange[]): FieldChange[] {
  const byPath = new Map<string, FieldChange>();
  for (const field of fields) {
    const path = field.path.replace(/^projectId$/, "project").replace(REFERRED, "$1");
    byPath.set(path, { ...byPath.get(path), ...field, path });
  }
  return [...byPath.values()];
}
