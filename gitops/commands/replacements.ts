import { isDeepStrictEqual } from "node:util";
import { KINDS } from "../../provider/kinds/names";
import type { ConnectionReport, StackReport } from "../report/schema";
import { type Application, replacementPlanOf } from "./application";
import { connectionReports, outcomes } from "./connections";
import type { Context } from "./context";
import { asFileFields } from "./fileReport";
import { forEachShard, guarded } from "./forEachShard";
import { refreshes, telling } from "./ground";
import { asNamed, type Failures, failuresIn, isFree, isLeft, together, urnsOfLast } from "./last";
import { stackReportOfProgram } from "./plan";
import type { Shard } from "./shards";
import { keyOf } from "./survey/connections";

const isWaiting = (connection: ConnectionReport) => connection.change === "replace" && isLeft(connection);

/**
 * Replaces what is left to be replaced, since a replacement deletes first: once all the rest is done, and one connection
 * after the other in all stacks, so that the first failure at a service keeps what is still there.
 */
export async function replaceLast(
  context: Context,
  application: Application,
  stacks: readonly StackReport[],
): Promise<StackReport[]> {
  if (context.cancelled.aborted) return [...stacks];
  const waiting = stacks.filter((stack) => stack.errors.length === 0 && stack.connections.some(isWaiting));
  const shards = context.shards.filter(({ name }) => waiting.some((stack) => stack.name === name));
  const done: StackReport[] = [];
  const replaced = await forEachShard({ ...context, parallel: 1 }, "Replacing", shards, async (shard) => {
    const { connections = [] } = waiting.find(({ name }) => name === shard.name) ?? {};
    const failures = failuresIn(application.ground, [...stacks, ...done]);
    const report = await guarded(shard, () =>
      replaceIn(context, shard, application, connections.filter(isWaiting), failures),
    );
    done.push(report);
    return report;
  });
  return stacks.map((stack) =>
    together(
      stack,
      replaced.find(({ name }) => name === stack.name),
    ),
  );
}

/** One service after the other: a failure at one says nothing of the other. */
async function replaceIn(
  context: Context,
  shard: Shard,
  application: Application,
  waiting: readonly ConnectionReport[],
  failures: Failures,
): Promise<StackReport> {
  const reports: StackReport[] = [];
  for (const kind of KINDS) {
    const due = waiting.filter((one) => one.kind === kind && isFree(one, failures));
    if (due.length > 0) reports.push(await replace(context, shard, application, due));
  }
  return {
    ...{ name: shard.name, connections: reports.flatMap(({ connections }) => connections) },
    errors: reports.flatMap(({ errors }) => errors),
    notes: reports.flatMap(({ notes }) => notes),
  };
}

/** Plans once more: only now is it certain what the rest has left. What would be done must be what was planned. */
async function replace(
  context: Context,
  shard: Shard,
  application: Application,
  due: readonly ConnectionReport[],
): Promise<StackReport> {
  const { engine, progress } = context;
  const { ground, refresh, prune } = application;
  // The engine's plan of a replacement under another name does not have the old one's deletion (pulumi 3.248).
  const isRenamed = due.map(asNamed).some(({ renamedFrom }) => renamedFrom !== undefined);
  const operation = {
    targets: urnsOfLast(ground, shard.name, due),
    refresh: refreshes(shard.name, ground, refresh),
    ...(isRenamed ? {} : { plan: replacementPlanOf(application, shard) }),
    ...(await telling(context, shard, prune, ground)),
  };
  const planned = connectionReports(await engine.preview(shard.name, operation), shard, false);
  const others = due.filter((one) => !planned.some((now) => isSame(one, now)));
  if (others.length > 0) throw new Error(changedMeanwhile(others));
  const told = await engine.update(shard.name, {
    ...operation,
    oneByOne: true,
    onConnection: (name, failed) => progress.connection(shard.name, name, failed),
  });
  const report = stackReportOfProgram(shard, told);
  const results = outcomes(told, report.connections);
  const connections = due.map((one) => {
    const result = results.find((each) => keyOf(each) === keyOf(one));
    // Where the deletion fails, the engine does not come to tell what was to be made.
    return result ? { ...result, fields: one.fields } : one;
  });
  return { ...report, connections };
}

/** What was planned is in the words of the file already. */
const isSame = (one: ConnectionReport, other: ConnectionReport) =>
  isDeepStrictEqual(
    [one.kind, one.name, one.change, asFileFields(one.fields)],
    [other.kind, other.name, other.change, asFileFields(other.fields)],
  );

const changedMeanwhile = (connections: readonly ConnectionReport[]) =>
  `Something else has changed ${connections.map(({ name }) => name).join(", ")} meanwhile, so that it would be replaced otherwise than planned. It was not replaced; run the same command again.`;
