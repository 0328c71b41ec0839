import { Redactor } from "../../provider/text/redact";
import type { Declarations } from "../file";
import type { StackReport } from "../report/schema";
import { referredSecrets } from "./knownSecrets";
import type { Shard } from "./shards";

/**
 * A stack's part of a report without the secrets that its file refers to: a service may quote one in an answer to a
 * call that has nothing to do with it, where the provider has no reason to know it.
 */
export function masked(report: StackReport, { declared }: Shard, { folder }: Declarations): StackReport {
  const redactor = new Redactor();
  for (const secret of referredSecrets(declared, folder)) redactor.add(secret);
  const redact = (text: string) => redactor.redact(text);
  return {
    ...report,
    errors: report.errors.map(redact),
    notes: report.notes.map(redact),
    connections: report.connections.map((connection) =>
      connection.error === undefined ? connection : { ...connection, error: redact(connection.error) },
    ),
  };
}
