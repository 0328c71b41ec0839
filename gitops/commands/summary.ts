import { type ConnectionReport, REPORT_VERSION, type Report, type StackReport } from "../report/schema";
import { hasConnectionFailed, hasFailed } from "./context";

/** Puts the stacks' parts together. */
export function reportOf(
  command: Report["command"],
  refreshed: boolean,
  stacks: readonly StackReport[],
): Report {
  const connections = stacks.flatMap((stack) => stack.connections);
  const failed =
    connections.filter(hasConnectionFailed).length + stacks.filter(({ errors }) => errors.length > 0).length;
  return {
    version: REPORT_VERSION,
    command,
    at: new Date().toISOString(),
    refreshed,
    outcome: stacks.some(hasFailed)
      ? "failed"
      : !TELLING.includes(command) && connections.some(isOpen)
        ? "changes"
        : "clean",
    summary: {
      stacks: stacks.length,
      connections: connections.length,
      failed,
      changes: countOf(connections),
    },
    stacks: [...stacks],
  };
}

/** The report of a command that failed as a whole: nothing was done. */
export function commandFailed(command: Report["command"], error: string): Report {
  return { ...reportOf(command, false, []), outcome: "failed", error };
}

/** The commands that tell of what is there; nothing of it is a change that is asked for. */
const TELLING: readonly Report["command"][] = ["import", "list", "show"];

/** Whether a change is still to be made. */
const isOpen = (connection: ConnectionReport) => connection.outcome === undefined && isChange(connection);

/** Whether something is to be done at the service, or was done there by somebody else. */
export function isChange({ change, fields }: ConnectionReport): boolean {
  if (change === "adopt") return fields.length > 0;
  return change !== "none" && change !== "rename";
}

function countOf(connections: readonly ConnectionReport[]): Report["summary"]["changes"] {
  const counts: Report["summary"]["changes"] = {};
  for (const { change } of connections) counts[change] = (counts[change] ?? 0) + 1;
  return counts;
}
