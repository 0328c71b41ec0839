import { connectionReport } from "../engine/connectionReport";
import type { Told } from "../engine/steps";
import type { ConnectionReport } from "../report/schema";
import { credentialsSource } from "./references";
import type { Shard } from "./shards";

/** What the engine told of each connection, as a report tells it; sorted by kind and name. */
export function connectionReports({ steps }: Told, { declared }: Shard, drift: boolean): ConnectionReport[] {
  return steps
    .map((step) => connectionReport(step, drift, credentialsSource(declared, step.kind, step.name)))
    .sort((one, other) => ORDER.compare(keyOf(one), keyOf(other)));
}

/** As a reader counts: 2 before 10; the same in every country. */
const ORDER = new Intl.Collator("en", { numeric: true });

const keyOf = ({ kind, name }: ConnectionReport) => `${kind} ${name}`;

/** Adds to what was to be done what became of it. */
export function outcomes({ steps }: Told, connections: readonly ConnectionReport[]): ConnectionReport[] {
  return connections.map((connection) => {
    const step = steps.find(({ kind, name }) => kind === connection.kind && name === connection.name);
    if (connection.change === "none" || step === undefined) return connection;
    return { ...connection, outcome: step.ended === "never" ? "skipped" : step.ended };
  });
}
