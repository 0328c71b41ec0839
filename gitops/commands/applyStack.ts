import { join } from "node:path";
import type { StackReport } from "../report/schema";
import { cascadeOf, withCascade } from "./cascade";
import { outcomes, withPlanned } from "./connections";
import { type Context, hasFailed } from "./context";
import { deletionsIn } from "./deletions";
import { refreshes, telling } from "./ground";
import { isInTheWay, lookAt } from "./look";
import { planShard, type StackPlanOptions, stackReportOfProgram } from "./plan";
import type { Shard } from "./shards";
import { undeclared } from "./undeclared";

/** How stacks are applied. */
export interface Application extends StackPlanOptions {
  /** Holds the engine's plans, whose secrets are encrypted. */
  readonly folder: string;
}

/** Where the engine's plan of a stack is. */
export function planFileOf({ folder }: Application, { name }: Shard): string {
  return join(folder, `${name}.json`);
}

/** Applies a stack, but for its deletions. Where something may be deleted or is in the way, it is planned first. */
export async function applyStack(
  context: Context,
  shard: Shard,
  application: Application,
): Promise<StackReport> {
  const { prune } = application;
  if (shard.declared === undefined && !prune) return undeclared(context, shard);
  if (await isClear(context, shard, application)) return bring(context, shard, application, {});
  const planned = await planShard(context, shard, application, planFileOf(application, shard));
  return applyPlanned(context, shard, application, planned);
}

async function isClear(context: Context, shard: Shard, { ground }: Application): Promise<boolean> {
  const { gone = [] } = ground.survey.of(shard.name) ?? {};
  if (gone.length > 0 || ground.survey.problemsOf(shard.name).length > 0) return false;
  if (!shard.exists) await context.engine.makeStack(shard.name);
  return !isInTheWay(await lookAt(context, shard, ground));
}

/** Does what was planned for a stack, but for its deletions. */
export async function applyPlanned(
  context: Context,
  shard: Shard,
  application: Application,
  planned: StackReport | undefined,
): Promise<StackReport> {
  const { connections = [] } = planned ?? {};
  const notTried = withPlanned([], connections, shard.declared);
  if (planned && hasFailed(planned)) return { ...planned, connections: notTried };
  // What is to be said of deletions is said of those that are done.
  if (planned && isOnlyDeletions(planned)) return { ...planned, notes: [], connections: notTried };
  const done = await bring(context, shard, application, {
    plan: planFileOf(application, shard),
    except: deletionsIn(application.ground, shard.name, connections),
  });
  return { ...done, connections: withPlanned(done.connections, connections, shard.declared) };
}

/** A stack whose other resources change too is not; that is said among its notes. */
function isOnlyDeletions(planned: StackReport): boolean {
  const { connections, notes } = planned;
  const isSaidOfDeletions = (note: string) => cascadeOf(planned).includes(note);
  return (
    notes.every(isSaidOfDeletions) &&
    connections.every(({ change }) => change === "none" || change === "delete")
  );
}

async function bring(
  { engine, progress }: Context,
  shard: Shard,
  { refresh, prune, ground }: Application,
  exactly: { readonly plan?: string; readonly except?: readonly string[] },
): Promise<StackReport> {
  const all = await engine.update(shard.name, {
    refresh: refreshes(shard.name, ground, refresh),
    ...exactly,
    ...telling(shard.name, prune, ground),
    onConnection: (name, failed) => progress.connection(shard.name, name, failed),
  });
  // The engine tells of those that are left out that they stay as they are.
  const told = { ...all, steps: all.steps.filter(({ urn }) => !exactly.except?.includes(urn)) };
  const report = stackReportOfProgram(shard, told);
  return withCascade({ ...report, connections: outcomes(told, report.connections) });
}
