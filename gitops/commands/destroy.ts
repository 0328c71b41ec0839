import type { Report } from "../report/schema";
import { outcomes } from "./connections";
import { type Context, emptyStack, forEachShard, hasFailed } from "./context";
import { stackReport } from "./plan";
import { reportOf } from "./summary";

/** Deletes every connection of the stacks, at the services too. `undefined`: the user has declined. */
export async function destroy(
  context: Context,
  confirm: ((plan: Report) => Promise<boolean>) | undefined,
): Promise<Report | undefined> {
  const { engine, progress } = context;
  const planned = await forEachShard(context, "Planning", context.shards, async (shard) =>
    shard.exists ? stackReport(shard, await engine.previewDestroy(shard.name), false) : emptyStack(shard),
  );
  const ready = context.shards.filter(({ name }) =>
    planned.some((stack) => stack.name === name && !hasFailed(stack) && stack.connections.length > 0),
  );
  if (ready.length > 0 && confirm && !(await confirm(reportOf("plan", false, planned)))) return undefined;
  const destroyed = await forEachShard(context, "Deleting", ready, async (shard) => {
    const told = await engine.destroy(shard.name, {
      onConnection: (name, failed) => progress.connection(shard.name, name, failed),
    });
    const report = stackReport(shard, told, false);
    return { ...report, connections: outcomes(told, report.connections) };
  });
  const stacks = planned.map((stack) => destroyed.find(({ name }) => name === stack.name) ?? stack);
  return reportOf("destroy", false, stacks);
}
