import type { StackReport } from "../report/schema";
import { type Application, planFileOf } from "./application";
import { cascadeOf, withCascade } from "./cascade";
import { outcomes, withPlanned } from "./connections";
import { type Context, hasFailed } from "./context";
import { refreshes, telling } from "./ground";
import { asNamed, comesLast, namesOf, urnsOfLast } from "./last";
import { isInTheWay, lookAt } from "./look";
import { planShard, stackReportOfProgram } from "./plan";
import type { Shard } from "./shards";
import { keyOf } from "./survey/connections";
import { undeclared } from "./undeclared";

/** Applies a stack, but for what deletes. Where something may be deleted or is in the way, it is planned first. */
export async function applyStack(
  context: Context,
  shard: Shard,
  application: Application,
): Promise<StackReport> {
  const { prune } = application;
  if (shard.declared === undefined && !prune) return undeclared(context, shard, application.ground);
  if (await isClear(context, shard, application)) return bring(context, shard, application, {});
  const planned = await planShard(context, shard, application, planFileOf(application, shard));
  return applyPlanned(context, shard, application, planned);
}

async function isClear(context: Context, shard: Shard, { ground }: Application): Promise<boolean> {
  const { survey } = ground;
  if (survey.mayDeleteIn(shard.name) || survey.problemsOf(shard.name).length > 0) return false;
  if (!shard.exists) await context.engine.makeStack(shard.name);
  return !isInTheWay(await lookAt(context, shard, ground));
}

/** Does what was planned for a stack, but for what deletes. */
export async function applyPlanned(
  context: Context,
  shard: Shard,
  application: Application,
  planned: StackReport | undefined,
): Promise<StackReport> {
  const { connections = [] } = planned ?? {};
  const { ground, refresh } = application;
  const notTried = withPlanned([], connections, shard.declared);
  if (planned && hasFailed(planned)) return { ...planned, connections: notTried };
  // What is to be said of deletions is said of those that are done. What was read is recorded in any case.
  if (planned && isAllLast(planned) && !refreshes(shard.name, ground, refresh))
    return { ...planned, notes: [], connections: notTried };
  const done = await bring(context, shard, application, {
    plan: planFileOf(application, shard),
    except: urnsOfLast(application.ground, shard.name, connections),
  });
  // The engine tells of those that are left out that they stay as they are.
  const names = namesOf(connections.filter(comesLast).map(asNamed));
  const brought = done.connections.filter((one) => !names.has(keyOf(one)));
  return { ...done, connections: withPlanned(brought, connections, shard.declared) };
}

/** A stack whose other resources change too is not; that is said among its notes. */
function isAllLast(planned: StackReport): boolean {
  const { connections, notes } = planned;
  const isSaidOfDeletions = (note: string) => cascadeOf(planned).includes(note);
  return (
    notes.every(isSaidOfDeletions) && connections.every((one) => one.change === "none" || comesLast(one))
  );
}

async function bring(
  context: Context,
  shard: Shard,
  { refresh, prune, ground }: Application,
  exactly: { readonly plan?: string; readonly except?: readonly string[] },
): Promise<StackReport> {
  const { engine, progress } = context;
  const told = await engine.update(shard.name, {
    refresh: refreshes(shard.name, ground, refresh),
    ...exactly,
    ...(await telling(context, shard, prune, ground)),
    onConnection: (name, failed) => progress.connection(shard.name, name, failed),
  });
  const report = stackReportOfProgram(shard, told, exactly.plan !== undefined);
  return withCascade({ ...report, connections: outcomes(told, report.connections) });
}
