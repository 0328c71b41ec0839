import { INTERRUPTED } from "../report/interruption";
import type { StackReport } from "../report/schema";
import { withAddresses } from "./addresses";
import { type Context, emptyStack, endingOf } from "./context";
import { asItsFileSays } from "./fileReport";
import { masked } from "./masking";
import { withNeedsOfAdvice } from "./ownStack";
import { messageOf } from "./pulumiWords";
import type { Shard } from "./shards";

/**
 * Works on several stacks, a few at a time. One that fails neither stops the others nor hides among them. Once the
 * user has cancelled, no other is begun.
 */
export async function forEachShard(
  context: Context,
  what: string,
  shards: readonly Shard[],
  work: (shard: Shard) => Promise<StackReport>,
): Promise<StackReport[]> {
  const { parallel, progress, cancelled, declarations } = context;
  const { default: pMap } = await import("p-map");
  if (shards.length > 0) progress.begin(what, shards.length);
  try {
    return await pMap(
      shards,
      async (shard) => {
        const report = cancelled.aborted
          ? failedStack(shard, INTERRUPTED)
          : await withAddresses(
              context,
              shard,
              withNeedsOfAdvice(
                context,
                masked(await guarded(shard, () => work(shard)), shard, declarations),
              ),
            );
        progress.stack(shard.name, endingOf(report));
        return report;
      },
      { concurrency: parallel },
    );
  } finally {
    progress.end();
  }
}

/** What a stack's work reports; where it fails as a whole, that is a report too. */
export async function guarded(shard: Shard, work: () => Promise<StackReport>): Promise<StackReport> {
  try {
    return asItsFileSays(await work(), shard);
  } catch (error) {
    return asItsFileSays(failedStack(shard, messageOf(error)), shard);
  }
}

function failedStack(shard: Shard, error: string): StackReport {
  return { ...emptyStack(shard), errors: [error] };
}
