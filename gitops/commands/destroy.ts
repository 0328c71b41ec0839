import type { Report, StackReport } from "../report/schema";
import { cascadeOf, withCascade } from "./cascade";
import { outcomes } from "./connections";
import { type Context, emptyStack, forEachShard, hasFailed } from "./context";
import { stackReport } from "./plan";
import { listed } from "./pulumiWords";
import type { Shard } from "./shards";
import { reportOf } from "./summary";

/** Deletes every connection of the stacks, at the services too. `undefined`: the user has declined. */
export async function destroy(
  context: Context,
  confirm: ((plan: Report) => Promise<boolean>) | undefined,
): Promise<Report | undefined> {
  const { engine, progress } = context;
  const planned = await forEachShard(context, "Planning", context.shards, async (shard) =>
    shard.exists ? deletionsOf(context, shard) : neverApplied(shard),
  );
  const ready = context.shards.filter(({ name }) =>
    planned.some((stack) => stack.name === name && !hasFailed(stack) && stack.connections.length > 0),
  );
  if (ready.length > 0 && confirm && !(await confirm(reportOf("destroy", false, planned)))) return undefined;
  // Nobody is asked, so nobody has seen the plan.
  if (!confirm) for (const note of planned.flatMap(cascadeOf)) progress.say(note);
  const destroyed = await forEachShard(context, "Deleting", ready, async (shard) => {
    const told = await engine.destroy(shard.name, {
      onConnection: (name, failed) => progress.connection(shard.name, name, failed),
    });
    const report = stackReport(shard, told, false);
    return withCascade({ ...report, connections: outcomes(told, report.connections) });
  });
  const stacks = planned.map((stack) => destroyed.find(({ name }) => name === stack.name) ?? stack);
  return reportOf("destroy", false, stacks);
}

function neverApplied(shard: Shard): StackReport {
  return { ...emptyStack(shard), notes: ["Never applied: there is nothing to delete."] };
}

/** What would be deleted. What no report shows is not deleted either. */
async function deletionsOf({ engine }: Context, shard: Shard): Promise<StackReport> {
  const told = await engine.previewDestroy(shard.name);
  const report = withCascade(stackReport(shard, told, false));
  if (told.others.length === 0) return report;
  const error =
    `The stack also has resources that are not connections, and they would be deleted too: ${listed(told.others)}. Nothing was deleted. ` +
    `To delete the connections only, take them out of the file and apply that; \`pulumi destroy --stack ${shard.name}\` deletes everything.`;
  return { ...report, errors: [...report.errors, error] };
}
