import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report, StackReport } from "../report/schema";
import { withCascade } from "./cascade";
import { outcomes, withPlanned } from "./connections";
import { type Context, forEachShard, hasFailed } from "./context";
import { type PlanOptions, planShard, pruning, stackReportOfProgram } from "./plan";
import { refuseOtherPlan } from "./reviewed";
import type { Shard } from "./shards";
import { reportOf } from "./summary";
import { refuseRenaming, undeclared } from "./undeclared";

/** What an application may be told. */
export interface ApplyOptions extends PlanOptions {
  /** The plan that was reviewed: what would be done must be that, or nothing is done. */
  readonly reviewed: Report | undefined;
  /** Shows what would be done and asks whether to do it; absent: it is done without a question. */
  readonly confirm: ((plan: Report) => Promise<boolean>) | undefined;
}

/** Brings the services to what the files declare. `undefined`: the user has declined. */
export async function apply(context: Context, options: ApplyOptions): Promise<Report | undefined> {
  const guard = options.prune ? undefined : await refuseRenaming(context);
  if (guard) throw guard;
  if (!options.reviewed && !options.confirm) {
    const stacks = await forEachShard(context, "Applying", context.shards, (shard) =>
      applyShard(context, shard, options),
    );
    return reportOf("apply", options.refresh, stacks);
  }
  // Holds the engine's plans, whose secrets are encrypted.
  const folder = await mkdtemp(join(tmpdir(), "repo-connections-plan-"));
  try {
    return await applyPlanned(context, options, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Plans first, and then does exactly that: the engine refuses whatever the plan did not have. */
async function applyPlanned(
  context: Context,
  options: ApplyOptions,
  folder: string,
): Promise<Report | undefined> {
  const planFile = ({ name }: Shard) => join(folder, `${name}.json`);
  const planned = await forEachShard(context, "Planning", context.shards, (shard) =>
    planShard(context, shard, options, planFile(shard)),
  );
  const plan = reportOf("plan", options.refresh, planned);
  if (options.reviewed) refuseOtherPlan(options.reviewed, plan);
  const ready = context.shards.filter((shard) => isToBeApplied(stackOf(planned, shard)));
  if (ready.length > 0 && options.confirm && !(await options.confirm(plan))) return undefined;
  const applied = await forEachShard(context, "Applying", ready, async (shard) => {
    const done = await applyShard(
      { ...context, shards: ready },
      { ...shard, exists: true },
      options,
      planFile(shard),
    );
    const before = stackOf(planned, shard)?.connections ?? [];
    return { ...done, connections: withPlanned(done.connections, before, shard.declared) };
  });
  const stacks = planned.map((stack) => applied.find(({ name }) => name === stack.name) ?? stack);
  return reportOf("apply", options.refresh, stacks);
}

async function applyShard(
  context: Context,
  shard: Shard,
  { refresh, prune }: PlanOptions,
  plan?: string,
): Promise<StackReport> {
  const { engine, progress } = context;
  if (shard.declared === undefined && !prune) return undeclared(context, shard);
  if (!shard.exists) await engine.makeStack(shard.name);
  const told = await engine.update(shard.name, {
    refresh,
    ...(plan === undefined ? {} : { plan }),
    ...pruning(prune),
    onConnection: (name, failed) => progress.connection(shard.name, name, failed),
  });
  const report = stackReportOfProgram(shard, told);
  return withCascade({ ...report, connections: outcomes(told, report.connections) });
}

function isToBeApplied(stack: StackReport | undefined): boolean {
  return (
    stack !== undefined && !hasFailed(stack) && stack.connections.some(({ change }) => change !== "none")
  );
}

function stackOf(stacks: readonly StackReport[], { name }: Shard): StackReport | undefined {
  return stacks.find((stack) => stack.name === name);
}
