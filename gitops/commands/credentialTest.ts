import { sentence } from "../../provider/text/quote";
import type { ConnectionReport, StackReport } from "../report/schema";
import type { Services } from "../services";
import type { Context } from "./context";
import { messageOf } from "./pulumiWords";
import { servicesOf } from "./reach";
import type { Shard } from "./shards";

/**
 * Tries what was just rotated: Coregit tests the token that it holds now; SigSentry cannot, and is asked whether it
 * shows the connection as written.
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
  const untested = connections.some((one) => one.kind === "sigsentry" && isRotated(one));
  return { ...report, connections, notes: [...report.notes, ...(untested ? [CANNOT_TEST] : [])] };
}

const CANNOT_TEST =
  "SigSentry has taken the credentials and purged its cache. It has no test for them: the next analysis shows whether they work.";

const isRotated = ({ outcome, change }: ConnectionReport) => outcome === "done" && change === "update";

async function triedOne(services: Services, connection: ConnectionReport): Promise<ConnectionReport> {
  const { kind, id } = connection;
  if (id === undefined) return connection;
  try {
    return kind === "coregit" ? await tested(services, connection, id) : await seen(services, connection, id);
  } catch (error) {
    return { ...connection, error: `Rotated, but could not be tried: ${messageOf(error)}` };
  }
}

async function tested(
  services: Services,
  connection: ConnectionReport,
  id: string,
): Promise<ConnectionReport> {
  const status = await services.test(id);
  if (status.valid) return { ...connection, status };
  return {
    ...connection,
    status,
    error: `Rotated, but Coregit's test of the new token fails: ${sentence(status.error ?? "it gives no reason")}`,
  };
}

async function seen(services: Services, connection: ConnectionReport, id: string): Promise<ConnectionReport> {
  const found = (await services.list("sigsentry")).find((one) => one.id === id);
  if (found === undefined)
    return { ...connection, error: "Rotated, but SigSentry does not list the connection." };
  const { updatedAt } = found.state;
  return typeof updatedAt === "string" ? { ...connection, updatedAt } : connection;
}
