import { KINDS } from "../../provider/kinds/names";
import type { ConnectionReport, StackReport } from "../report/schema";
import { addressesOf, held } from "./addresses";
import { withCascade } from "./cascade";
import { outcomes } from "./connections";
import type { Context } from "./context";
import { forEachShard } from "./forEachShard";
import type { Ground } from "./ground";
import { failuresIn, isFree, isLeft, together, urnsOfLast, withReason } from "./last";
import { stackReport } from "./plan";

/**
 * Deletes what is left to be deleted, in all stacks, once everything else is done: where something else has failed, in
 * whichever stack, what it may have been meant to take the place of stays. Deletes exactly what was planned; no program
 * is run.
 */
export async function deleteLast(
  context: Context,
  ground: Ground,
  stacks: readonly StackReport[],
): Promise<StackReport[]> {
  const failures = failuresIn(ground, stacks);
  const isDue = (one: ConnectionReport) => one.change === "delete" && isLeft(one) && isFree(one, failures);
  const explained = stacks.map((stack) => withReason(stack, failures));
  if (context.cancelled.aborted) return explained;
  const shards = context.shards.filter(({ name }) =>
    stacks.some((stack) => stack.name === name && stack.errors.length === 0 && stack.connections.some(isDue)),
  );
  const deleted = await forEachShard(context, "Deleting", shards, async (shard) => {
    const { connections = [] } = stacks.find(({ name }) => name === shard.name) ?? {};
    const told = await context.engine.destroy(shard.name, {
      ...held(await addressesOf(context, shard, KINDS)),
      targets: urnsOfLast(ground, shard.name, connections.filter(isDue)),
      onConnection: (name, wrong) => context.progress.connection(shard.name, name, wrong),
    });
    const report = stackReport(shard, told, false);
    return { ...report, connections: outcomes(told, report.connections) };
  });
  return explained.map((stack) =>
    withCascade(
      together(
        stack,
        deleted.find(({ name }) => name === stack.name),
      ),
    ),
  );
}
