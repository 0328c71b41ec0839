import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report, StackReport } from "../report/schema";
import { type Application, planFileOf } from "./application";
import { applyPlanned, applyStack } from "./applyStack";
import { type Context, hasFailed } from "./context";
import { deleteLast } from "./deletions";
import { forEachShard } from "./forEachShard";
import { prepare, refreshes } from "./ground";
import { type PlanOptions, planShard } from "./plan";
import { replaceLast } from "./replacements";
import { refuseOtherPlan } from "./reviewed";
import { refuseOtherAddresses } from "./reviewedAddresses";
import { reportOf } from "./summary";
import { refuseRenaming } from "./undeclared";
import { forgetSettled } from "./unfinished";

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
  if (guard) throw guard.error;
  const { refresh, prune, reviewed, confirm } = options;
  if (reviewed) await refuseOtherAddresses(context, reviewed);
  const ground = await prepare(context);
  const folder = await mkdtemp(join(tmpdir(), "repo-connections-plan-"));
  const application = { refresh, prune, ground, folder };
  try {
    const stacks =
      reviewed || confirm
        ? await applyAsPlanned(context, options, application)
        : await forEachShard(context, "Applying", context.shards, (shard) =>
            applyStack(context, shard, application),
          );
    if (stacks === undefined) return undefined;
    const replaced = await replaceLast(context, application, stacks);
    const done = await deleteLast(context, ground, replaced);
    if (!context.cancelled.aborted) await forgetSettled(context, ground, done);
    return reportOf("apply", refresh, done);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Plans first, and then does exactly that: the engine refuses whatever the plan did not have. */
async function applyAsPlanned(
  context: Context,
  { refresh, reviewed, confirm }: ApplyOptions,
  application: Application,
): Promise<StackReport[] | undefined> {
  const planned = await forEachShard(context, "Planning", context.shards, (shard) =>
    planShard(context, shard, application, planFileOf(application, shard)),
  );
  const plan = reportOf("plan", refresh, planned);
  if (reviewed) refuseOtherPlan(reviewed, plan);
  const changing = planned.filter(hasChanges);
  if (changing.length > 0 && confirm && !(await confirm(plan))) return undefined;
  // What was read is recorded, also where nothing has to be done about it.
  const isRead = ({ name }: StackReport) => refreshes(name, application.ground, refresh);
  const ready = planned.filter((stack) => hasChanges(stack) || (isRead(stack) && !hasFailed(stack)));
  const shards = context.shards.filter(({ name }) => ready.some((stack) => stack.name === name));
  const applied = await forEachShard(context, "Applying", shards, (shard) =>
    applyPlanned(context, shard, application, stackOf(planned, shard.name)),
  );
  return planned.map((stack) => stackOf(applied, stack.name) ?? stack);
}

function hasChanges(stack: StackReport): boolean {
  return !hasFailed(stack) && stack.connections.some(({ change }) => change !== "none");
}

function stackOf(stacks: readonly StackReport[], name: string): StackReport | undefined {
  return stacks.find((stack) => stack.name === name);
}
