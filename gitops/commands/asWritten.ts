import { mappingKey } from "../../provider/sigsentry/normalise";
import type { DeclaredStack } from "../file";
import type { ConnectionReport } from "../report/schema";

/**
 * A connection with its repositories and service mappings in the order in which its file has them. What the file does
 * not have comes last.
 */
export function asWritten(
  connection: ConnectionReport,
  declared: DeclaredStack | undefined,
): ConnectionReport {
  const { kind, name, repositories, services, fields } = connection;
  if (declared === undefined || kind !== "sigsentry" || !Object.hasOwn(declared.sigsentry, name))
    return connection;
  const { repositories: names = [], serviceMappings = [] } = declared.sigsentry[name] ?? {};
  const written = [...names, ...serviceMappings.map(mappingKey)];
  const place = (entry: unknown) => {
    const found = written.indexOf(typeof entry === "string" ? entry : mappingKey(entry));
    return found === -1 ? written.length : found;
  };
  const sorted = <Entry>(entries: readonly Entry[]) =>
    [...entries].sort((one, other) => place(one) - place(other));
  return {
    ...connection,
    ...(repositories && { repositories: sorted(repositories) }),
    ...(services && { services: sorted(services) }),
    fields: fields.map((field) => (field.added ? { ...field, added: sorted(field.added) } : field)),
  };
}
