import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import { differences } from "../engine/differences";
import type { Step } from "../engine/steps";
import type { ConnectionReport } from "../report/schema";
import type { Listing } from "./lists";

/** What only this tool knows of a connection, with the version of its credentials: the service has nothing that it could differ from. */
const OURS = ["projectId", "verify", "deletionProtection"];

/**
 * Says of each connection that is to be taken over what that would change. The engine cannot: it asks the provider
 * nothing before it takes over.
 */
export function withAdoptions(
  connections: readonly ConnectionReport[],
  steps: readonly Step[],
  lists: ReadonlyMap<Kind, Listing>,
): ConnectionReport[] {
  return connections.map((connection) => {
    const step = steps.find(({ kind, name }) => kind === connection.kind && name === connection.name);
    if (connection.change !== "adopt" || step?.new === undefined) return connection;
    return takenOver(connection, step.new.inputs, lists.get(connection.kind) ?? { records: [] });
  });
}

function takenOver(
  connection: ConnectionReport,
  inputs: Readonly<Record<string, unknown>>,
  { records, error }: Listing,
): ConnectionReport {
  if (connection.error !== undefined) return connection;
  if (error !== undefined) return { ...connection, error };
  const found = records.find(({ id }) => id === inputs.adopt);
  if (found === undefined) {
    return { ...connection, error: `adopt: the service lists no connection ${String(inputs.adopt)}.` };
  }
  const { credentials } = providerKind(connection.kind);
  const shown = Object.keys(inputs).filter((field) => ![...OURS, credentials.version].includes(field));
  // No service shows credentials, so an adoption sends them wherever they are declared.
  const there = Object.fromEntries(
    shown.filter((field) => !credentials.has(field)).map((field) => [field, found.state[field]]),
  );
  const wanted = Object.fromEntries(shown.map((field) => [field, inputs[field]]));
  return { ...connection, id: found.id, fields: differences(connection.kind, there, wanted) };
}
