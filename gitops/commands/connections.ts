import { KINDS } from "../../provider/kinds/names";
import { connectionReport } from "../engine/connectionReport";
import type { Recorded } from "../engine/snapshot";
import type { Step, Told } from "../engine/steps";
import type { DeclaredStack } from "../file";
import type { ConnectionReport } from "../report/schema";
import { declarationFingerprint } from "./declarationFingerprint";
import { plainWords } from "./pulumiWords";
import { declaredCredentials } from "./references";
import type { Shard } from "./shards";

/** What the engine told of each connection, as a report tells it; see {@link inFileOrder}. */
export function connectionReports({ steps }: Told, { declared }: Shard, drift: boolean): ConnectionReport[] {
  const reports = steps
    .map((step) => {
      const report = connectionReport(step, drift, declaredCredentials(declared, step.kind, step.name));
      const declaration = declared && declarationFingerprint(declared, step.kind, step.name);
      return { ...report, ...(declaration === undefined ? {} : { declaration }) };
    })
    .map((one) => (one.error === undefined ? one : { ...one, error: plainWords(one.error) }));
  return inFileOrder(reports, declared);
}

/** What the state has of connections, as a report tells it. */
export function recordedReports(recorded: readonly Recorded[], shard: Shard): ConnectionReport[] {
  const steps = recorded.map(
    ({ side, ...one }): Step => ({ ...one, op: "same", old: side, new: side, ended: "done", errors: [] }),
  );
  return connectionReports({ steps, others: [], errors: [], notes: [] }, shard, false);
}

const CUT_OFF =
  "It was cut off while it was under way: whether the service has done it is not known. The same command, run again, finds out and brings it to its end.";

/** Adds to what was to be done what became of it. What was not even begun is not among the steps. */
export function outcomes({ steps }: Told, connections: readonly ConnectionReport[]): ConnectionReport[] {
  return connections.map((connection) => {
    const step = steps.find(({ kind, name }) => kind === connection.kind && name === connection.name);
    if (connection.change === "none" || step === undefined) return connection;
    // What is only recorded has no step that ends.
    if (connection.change === "rename" && step.ended === "never") return { ...connection, outcome: "done" };
    if (step.ended === "never") return { ...connection, outcome: "failed", error: CUT_OFF };
    if (step.ended === "failed" && step.op === "replace") return failedReplacement(connection, step);
    return { ...connection, outcome: step.ended };
  });
}

/** A replacement deletes first: whether it has come to that is what its user wants to know. */
function failedReplacement(connection: ConnectionReport, { isOldDeleted, old }: Step): ConnectionReport {
  const fate = isOldDeleted
    ? `The old connection (${old?.id}) is deleted. The same command, run again, makes the new one.`
    : "No new connection was made. The same command, run again, goes on.";
  const error = [...(connection.error === undefined ? [] : [connection.error]), fate].join("\n");
  return { ...connection, outcome: "failed", error };
}

/**
 * What was done, and of what was planned that which was not even begun. The engine does not tell what an adoption
 * changed either; the plan has found out.
 */
export function withPlanned(
  done: readonly ConnectionReport[],
  planned: readonly ConnectionReport[],
  declared: DeclaredStack | undefined,
): ConnectionReport[] {
  const before = new Map(planned.map((connection) => [keyOf(connection), connection]));
  const connections = done.map((connection) => {
    const { fields = connection.fields } = before.get(keyOf(connection)) ?? {};
    before.delete(keyOf(connection));
    return connection.change === "adopt" ? { ...connection, fields } : connection;
  });
  const left = [...before.values()].map((connection) =>
    connection.change === "none" ? connection : { ...connection, outcome: "skipped" as const },
  );
  return inFileOrder([...connections, ...left], declared);
}

const keyOf = ({ kind, name }: Pick<ConnectionReport, "kind" | "name">) => `${kind} ${name}`;

/** As a reader counts: 2 before 10; the same in every country. */
const ORDER = new Intl.Collator("en", { numeric: true });

/**
 * As the file has them, a kind after the other; what it does not declare any more comes after the others of its kind,
 * by name.
 */
export function inFileOrder(
  connections: readonly ConnectionReport[],
  declared: DeclaredStack | undefined,
): ConnectionReport[] {
  const kinds = declared?.places.kinds ?? KINDS;
  const written = kinds.flatMap((kind) =>
    (declared?.places.names(kind) ?? []).map((name) => keyOf({ kind, name })),
  );
  const place = (one: ConnectionReport) => {
    const found = written.indexOf(keyOf(one));
    return found === -1 ? written.length : found;
  };
  return [...connections].sort(
    (one, other) =>
      kinds.indexOf(one.kind) - kinds.indexOf(other.kind) ||
      place(one) - place(other) ||
      ORDER.compare(one.name, other.name),
  );
}
