import type { Told } from "../engine/steps";
import type { Report, StackReport } from "../report/schema";
import { held, recordedAddresses } from "./addresses";
import { type Context, emptyStack } from "./context";
import { forEachShard } from "./forEachShard";
import { stackReport } from "./plan";
import type { Shard } from "./shards";
import { reportOf } from "./summary";

/**
 * Who differs, and in what: what was changed at the services since it was last applied. Changes in the files count
 * as nothing here, and nothing is recorded.
 */
export async function drift(context: Context): Promise<Report> {
  const stacks = await forEachShard(context, "Comparing", context.shards, (shard) => driftOf(context, shard));
  return reportOf("drift", true, stacks);
}

async function driftOf(context: Context, shard: Shard): Promise<StackReport> {
  const { engine } = context;
  if (!shard.exists)
    return { ...emptyStack(shard), notes: ["Never applied: there is nothing to compare with."] };
  const snapshot = await engine.snapshot(shard.name);
  const where = recordedAddresses(context, snapshot);
  const told = await engine.drift(shard.name, held(where.addresses));
  const report = stackReport(shard, told, true);
  const notes = [...report.notes, ...snapshot.unfinished.map(notCompared), ...touched(told, report)];
  return { ...report, ...where, notes };
}

/** Drift is of what is recorded, and what a run that was killed has made may not be. */
function notCompared({ name }: { readonly name: string }): string {
  return `A run was cut short while it was creating ${name}. What it may have made is not compared here; \`repo-connections plan\` looks for it.`;
}

/** No service tells what token it holds. One replaced there moves the time of the last change, and nothing else. */
function touched({ steps }: Told, { connections }: StackReport): string[] {
  return connections
    .filter(({ change }) => change === "none")
    .flatMap(({ kind, name }) => {
      const step = steps.find((other) => other.kind === kind && other.name === name);
      const before = step?.old?.outputs.updatedAt;
      const after = step?.new?.outputs.updatedAt;
      if (typeof before !== "string" || typeof after !== "string" || before === after) return [];
      return [
        `${name} was written at the service at ${after}, and differs in nothing that it shows: its credentials may have been replaced there.`,
      ];
    });
}
