import type { Report, StackReport } from "../report/schema";
import { whyNotWritable } from "./access";
import { held, recordedAddresses } from "./addresses";
import { cascadeOf, withCascade } from "./cascade";
import { outcomes, withPlanned } from "./connections";
import { type Context, emptyStack, hasFailed } from "./context";
import { forEachShard } from "./forEachShard";
import { Lists } from "./lists";
import { whyNotOwn } from "./ownStack";
import { stackReport } from "./plan";
import { listed } from "./pulumiWords";
import type { Shard } from "./shards";
import { reportOf } from "./summary";
import { leftBehindBy } from "./unfinished";

/** Deletes every connection of the stacks, at the services too. `undefined`: the user has declined. */
export async function destroy(
  context: Context,
  confirm: ((plan: Report) => Promise<boolean>) | undefined,
): Promise<Report | undefined> {
  const { engine, progress } = context;
  const lists = new Lists();
  const planned = await forEachShard(context, "Planning", context.shards, async (shard) =>
    shard.exists ? deletionsOf(context, shard, lists) : neverApplied(shard),
  );
  const ready = context.shards.filter(({ name }) =>
    planned.some((stack) => stack.name === name && !hasFailed(stack) && stack.connections.length > 0),
  );
  if (ready.length > 0 && confirm && !(await confirm(reportOf("destroy", false, planned)))) return undefined;
  // Nobody is asked, so nobody has seen the plan.
  if (!confirm) for (const note of planned.flatMap(cascadeOf)) progress.say(note);
  const destroyed = await forEachShard(context, "Deleting", ready, async (shard) => {
    const { addresses } = planned.find(({ name }) => name === shard.name) ?? {};
    const told = await engine.destroy(shard.name, {
      ...held(addresses),
      onConnection: (name, failed) => progress.connection(shard.name, name, failed),
    });
    const report = { ...stackReport(shard, told, false), ...(addresses && { addresses }) };
    return withCascade({ ...report, connections: outcomes(told, report.connections) });
  });
  const stacks = planned.map((stack) => destroyed.find(({ name }) => name === stack.name) ?? stack);
  return reportOf("destroy", false, stacks);
}

function neverApplied(shard: Shard): StackReport {
  return { ...emptyStack(shard), notes: ["Never applied: there is nothing to delete."] };
}

/** What would be deleted, or why nothing is. */
async function deletionsOf(context: Context, shard: Shard, lists: Lists): Promise<StackReport> {
  const told = await context.engine.previewDestroy(shard.name);
  const snapshot = await context.engine.snapshot(shard.name);
  const report = { ...stackReport(shard, told, false), ...recordedAddresses(context, snapshot) };
  const errors = [
    ...report.errors,
    ...moreThanConnections(shard, told.others),
    ...whyNotOwn(context, shard, snapshot),
    ...(await whyNotWritable(context, shard, told.steps, lists)),
    ...(await leftBehindBy(context, shard, snapshot)),
  ];
  const refused = { ...report, errors, connections: withPlanned([], report.connections, shard.declared) };
  return errors.length === 0 ? withCascade(report) : refused;
}

/** What no report shows is not deleted either. */
function moreThanConnections({ name }: Shard, others: readonly string[]): string[] {
  if (others.length === 0) return [];
  return [
    `The stack also has resources that are not connections, and they would be deleted too: ${listed(others)}. Nothing was deleted. ` +
      `To delete the connections only, take them out of the file and apply that; \`pulumi destroy --stack ${name}\` deletes everything.`,
  ];
}
