import type { StackReport } from "../report/schema";
import { count } from "../report/words";
import { recordedReports } from "./connections";
import { type Context, emptyStack } from "./context";
import type { Shard } from "./shards";

/** A stack of which no file is left: its connections are left alone, and that is said. */
export async function undeclared({ engine }: Context, shard: Shard): Promise<StackReport> {
  const connections = recordedReports(await engine.recorded(shard.name), shard);
  const [is, it] = connections.length === 1 ? ["is", "it"] : ["are", "them"];
  const note = `No file declares this stack any more: ${count(connections.length, "connection")} ${is} left alone. \`--prune\` deletes ${it}.`;
  return { ...emptyStack(shard), connections, notes: connections.length === 0 ? [] : [note] };
}

/**
 * A file that was renamed looks like a new one beside a stack without a file; applied so, every connection would be
 * made a second time.
 *
 * @returns the error that refuses to begin new stacks; `undefined` where none is in question.
 */
export async function refuseRenaming({ engine, shards, everyShard }: Context): Promise<Error | undefined> {
  const begun = shards.filter(({ exists }) => !exists);
  if (begun.length === 0) return undefined;
  for (const { name } of everyShard.filter(({ declared }) => declared === undefined)) {
    const { length } = await engine.recorded(name);
    if (length === 0) continue;
    return new Error(
      `This file is new, and no file is left for stack ${name} (${count(length, "connection")}). If the file was renamed, rename the stack too: ` +
        `\`pulumi stack rename NEW --stack ${name}\`. If not, give ${name} its file back, or delete its connections with --prune.`,
    );
  }
  return undefined;
}
