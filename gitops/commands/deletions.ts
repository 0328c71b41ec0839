import type { Kind } from "../kinds";
import type { ConnectionReport, StackReport } from "../report/schema";
import { withCascade } from "./cascade";
import { outcomes } from "./connections";
import { type Context, forEachShard, hasConnectionFailed } from "./context";
import type { Ground } from "./ground";
import { stackReport } from "./plan";
import { listed } from "./pulumiWords";
import { keyOf, type RecordedConnection } from "./survey/connections";

/** The URNs of those connections of a stack that are to be deleted. */
export function deletionsIn(
  { survey }: Ground,
  stack: string,
  connections: readonly ConnectionReport[],
): string[] {
  const deleted = connections.filter(({ change }) => change === "delete");
  const { recorded = [] } = survey.of(stack) ?? {};
  const isDeleted = (one: RecordedConnection) =>
    deleted.some((other) => keyOf(other) === keyOf(one) && other.id === one.id);
  return recorded.filter(isDeleted).map(({ urn }) => urn);
}

/**
 * Deletes what is left to be deleted, in all stacks, once everything else is done: where a creation, an adoption or an
 * update has failed, in whichever stack, what it may have been meant to take the place of stays. Deletes exactly what
 * was planned; no program is run.
 */
export async function deleteLast(
  context: Context,
  ground: Ground,
  stacks: readonly StackReport[],
): Promise<StackReport[]> {
  const failed = failuresIn(ground, stacks);
  const isDue = (connection: ConnectionReport) => isLeft(connection) && failed[connection.kind].length === 0;
  const explained = stacks.map((stack) => withReason(stack, failed));
  if (context.cancelled.aborted) return explained;
  const shards = context.shards.filter(({ name }) =>
    stacks.some((stack) => stack.name === name && stack.errors.length === 0 && stack.connections.some(isDue)),
  );
  const deleted = await forEachShard(context, "Deleting", shards, async (shard) => {
    const { connections = [] } = stacks.find(({ name }) => name === shard.name) ?? {};
    const told = await context.engine.destroy(shard.name, {
      targets: deletionsIn(ground, shard.name, connections.filter(isDue)),
      onConnection: (name, wrong) => context.progress.connection(shard.name, name, wrong),
    });
    const report = stackReport(shard, told, false);
    return { ...report, connections: outcomes(told, report.connections) };
  });
  return explained.map((stack) => {
    const done = deleted.find(({ name }) => name === stack.name);
    return done === undefined ? stack : together(stack, done);
  });
}

const isLeft = ({ change, outcome }: ConnectionReport) => change === "delete" && outcome === "skipped";

/** What has failed of each service, by name. A stack that failed as a whole counts for all that it has. */
function failuresIn(
  { survey }: Ground,
  stacks: readonly StackReport[],
): Readonly<Record<Kind, readonly string[]>> {
  const of = (kind: Kind) =>
    stacks.flatMap(({ name: stack, errors, connections }) => {
      const { recorded = [], declared = [] } = survey.of(stack) ?? {};
      const isItsOwn = [...recorded, ...declared].some((one) => one.kind === kind);
      const isUndone = (one: ConnectionReport) =>
        hasConnectionFailed(one) || (one.outcome === "skipped" && one.change !== "delete");
      return [
        ...(errors.length > 0 && isItsOwn ? [`stack ${stack}`] : []),
        ...connections
          .filter((one) => one.kind === kind && isUndone(one))
          .map(({ name }) => `${stack}/${name}`),
      ];
    });
  return { sigsentry: of("sigsentry"), coregit: of("coregit") };
}

/** Says why something is not deleted. */
function withReason(stack: StackReport, failed: Readonly<Record<Kind, readonly string[]>>): StackReport {
  const kept = stack.connections.filter((one) => isLeft(one) && failed[one.kind].length > 0);
  if (kept.length === 0) return stack;
  const causes = [...new Set(kept.flatMap(({ kind }) => failed[kind]))];
  const note = `Deletions come last, and only when all else at the same service went well. Not deleted, since ${listed(causes)} failed: ${listed(kept.map(({ name }) => name))}. The same command, run again, deletes what is still to be deleted then.`;
  return { ...stack, notes: [...stack.notes, note] };
}

/** A stack's report with what became of its deletions. */
function together(stack: StackReport, deleted: StackReport): StackReport {
  const connections = stack.connections.map((connection) => {
    const done = deleted.connections.find(
      (one) => keyOf(one) === keyOf(connection) && one.id === connection.id,
    );
    return isLeft(connection) && done ? done : connection;
  });
  const notes = [...new Set([...stack.notes, ...deleted.notes])];
  return withCascade({ ...stack, connections, errors: [...stack.errors, ...deleted.errors], notes });
}
