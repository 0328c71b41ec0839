import type { Tested } from "../../provider/contract";
import { KINDS, SERVICE_NAMES } from "../../provider/kinds/names";
import { sentence } from "../../provider/text/quote";
import { gitopsKind } from "../kinds";
import type { ConnectionReport, StackReport } from "../report/schema";
import type { Services } from "../services";
import type { Context } from "./context";
import { messageOf } from "./pulumiWords";
import { servicesOf } from "./reach";
import type { Shard } from "./shards";

/**
 * Tries what was just rotated: a service tests the credentials that it holds now; one that cannot is asked whether it shows
 * the connection as written.
 *
 * @param given the new credential, where no reference of the stack gives it.
 */
export async function tried(
  context: Context,
  shard: Shard,
  report: StackReport,
  given: string | undefined,
): Promise<StackReport> {
  if (!report.connections.some(isRotated)) return report;
  const services = await servicesOf(context, shard, given === undefined ? [] : [given]);
  const connections: ConnectionReport[] = [];
  for (const connection of report.connections)
    connections.push(isRotated(connection) ? await triedOne(services, connection) : connection);
  const rotated = KINDS.filter((kind) => connections.some((one) => one.kind === kind && isRotated(one)));
  const notes = rotated.flatMap((kind) => gitopsKind(kind).afterRotation ?? []);
  return { ...report, connections, notes: [...report.notes, ...notes] };
}

const isRotated = ({ outcome, change }: ConnectionReport) => outcome === "done" && change === "update";

async function triedOne(services: Services, connection: ConnectionReport): Promise<ConnectionReport> {
  const { kind, id } = connection;
  if (id === undefined) return connection;
  try {
    const status = await services.test(kind, id);
    return status ? tested(connection, status) : await seen(services, connection, id);
  } catch (error) {
    return { ...connection, error: `Rotated, but could not be tried: ${messageOf(error)}` };
  }
}

function tested(connection: ConnectionReport, status: Tested): ConnectionReport {
  if (status.valid) return { ...connection, status };
  const reason = sentence(status.error ?? "it gives no reason");
  const service = SERVICE_NAMES[connection.kind];
  return {
    ...connection,
    status,
    error: `Rotated, but ${service}'s test of the new token fails: ${reason}`,
  };
}

async function seen(services: Services, connection: ConnectionReport, id: string): Promise<ConnectionReport> {
  const { kind } = connection;
  const found = (await services.list(kind)).find((one) => one.id === id);
  if (found === undefined)
    return { ...connection, error: `Rotated, but ${SERVICE_NAMES[kind]} does not list the connection.` };
  const { updatedAt } = found.state;
  return typeof updatedAt === "string" ? { ...connection, updatedAt } : connection;
}
