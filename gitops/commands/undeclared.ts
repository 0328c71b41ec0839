import type { StackReport } from "../report/schema";
import { count } from "../report/words";
import { recordedReports } from "./connections";
import { type Context, emptyStack } from "./context";
import type { Ground } from "./ground";
import { declaredConnections } from "./references";
import type { Shard } from "./shards";
import { lookAtAbandoned } from "./unfinished";

/** A stack of which no file is left: its connections are left alone, and that is said. */
export async function undeclared(context: Context, shard: Shard, ground: Ground): Promise<StackReport> {
  const connections = recordedReports(await context.engine.recorded(shard.name), shard);
  const { leftBehind } = await lookAtAbandoned(context, shard, ground);
  const [is, it] = connections.length === 1 ? ["is", "it"] : ["are", "them"];
  const note = `No file declares this stack any more: ${count(connections.length, "connection")} ${is} left alone. \`--prune\` deletes ${it}.`;
  const notes = connections.length === 0 ? [] : [note];
  return { ...emptyStack(shard), connections, errors: [...leftBehind], notes };
}

/** A reason not to begin stacks. */
export interface Refusal {
  readonly error: Error;
  /** The stacks that are not begun, by name. */
  readonly stacks: readonly string[];
}

/**
 * A file that was renamed looks like a new one beside a stack without a file; applied so, every connection would be
 * made a second time. A stack that a plan has made, empty, is as new as one that does not exist.
 *
 * @returns what refuses to begin new stacks; `undefined` where none is in question.
 */
export async function refuseRenaming({ engine, shards, everyShard }: Context): Promise<Refusal | undefined> {
  const countIn = async (shard: Shard) => (shard.exists ? (await engine.recorded(shard.name)).length : 0);
  for (const left of everyShard.filter(({ declared }) => declared === undefined)) {
    const length = await countIn(left);
    if (length === 0) continue;
    const declaring = shards.filter(({ declared }) => declared && declaredConnections(declared).length > 0);
    const counts = await Promise.all(declaring.map(countIn));
    const stacks = declaring.filter((_, index) => counts[index] === 0).map((shard) => shard.name);
    if (stacks.length === 0) return undefined;
    const { name } = left;
    const [only, ...others] = stacks;
    const target = others.length === 0 ? only : "NEW";
    const error = new Error(
      `This file is new, and no file is left for stack ${name} (${count(length, "connection")}). If the file was renamed, rename the stack too: ` +
        `\`pulumi stack rename ${target} --stack ${name}\`. If not, give ${name} its file back, or delete its connections with --prune.`,
    );
    return { error, stacks };
  }
  return undefined;
}
