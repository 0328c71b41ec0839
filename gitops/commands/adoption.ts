import type { Kind } from "../../provider/kinds/names";
import { differences } from "../engine/differences";
import type { Step } from "../engine/steps";
import type { ConnectionReport } from "../report/schema";
import type { Listing } from "./lists";

/** What no service shows, so that an adoption sends it wherever it is declared. */
const SECRETS = ["credentials", "credentialsFrom", "accessToken", "accessTokenFrom"];

/** What only this tool knows of a connection; the service has nothing that it could differ from. */
const OURS = ["projectId", "credentialsVersion", "accessTokenVersion", "verify", "deletionProtection"];

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
  const shown = Object.keys(inputs).filter((field) => !OURS.includes(field));
  const there = Object.fromEntries(
    shown.filter((field) => !SECRETS.includes(field)).map((field) => [field, found.state[field]]),
  );
  const wanted = Object.fromEntries(shown.map((field) => [field, inputs[field]]));
  return { ...connection, id: found.id, fields: differences(connection.kind, there, wanted) };
}
