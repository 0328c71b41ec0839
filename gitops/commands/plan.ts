import type { Told } from "../engine/steps";
import { PRUNE } from "../file";
import type { Report, StackReport } from "../report/schema";
import { withAdoptions } from "./adoption";
import { withCascade } from "./cascade";
import { connectionReports } from "./connections";
import { type Context, emptyStack, forEachShard, hasFailed } from "./context";
import { listed, plainErrors, plainWords } from "./pulumiWords";
import { servicesOf } from "./reach";
import { declaredConnections } from "./references";
import type { Shard } from "./shards";
import { reportOf } from "./summary";
import { refuseRenaming, undeclared } from "./undeclared";

/** What a plan may be told. */
export interface PlanOptions {
  /** Reads the services first; otherwise what was last recorded stands for them. */
  readonly refresh: boolean;
  /** Counts the connections of stacks of which no file is left as no longer declared. */
  readonly prune: boolean;
}

/** What `apply` would do. Changes nothing at the services; a stack that does not exist yet is made, empty. */
export async function plan(context: Context, options: PlanOptions): Promise<Report> {
  const guard = options.prune ? undefined : await refuseRenaming(context);
  const stacks = await forEachShard(context, "Planning", context.shards, (shard) =>
    guard && !shard.exists ? Promise.reject(guard) : planShard(context, shard, options),
  );
  return reportOf("plan", options.refresh, stacks);
}

/**
 * The plan of one stack.
 *
 * @param planFile where the engine's own plan goes, to be done exactly so.
 */
export async function planShard(
  context: Context,
  shard: Shard,
  { refresh, prune }: PlanOptions,
  planFile?: string,
): Promise<StackReport> {
  if (shard.declared === undefined && !prune) return undeclared(context, shard);
  if (!shard.exists) await context.engine.makeStack(shard.name);
  const told = await context.engine.preview(shard.name, {
    refresh,
    ...(planFile === undefined ? {} : { plan: planFile }),
    ...pruning(prune),
  });
  const report = stackReportOfProgram(shard, told);
  return withCascade({
    ...report,
    connections: await withAdoptions(report.connections, told.steps, () =>
      // It exists by now, and its configuration may have been in the folder before.
      servicesOf(context, { ...shard, exists: true }),
    ),
  });
}

/** A stack's part of a report, by what the engine told. */
export function stackReport(shard: Shard, told: Told, drift: boolean): StackReport {
  return {
    ...emptyStack(shard),
    connections: connectionReports(told, shard, drift),
    errors: plainErrors(told.errors),
    notes: told.notes.map(plainWords),
  };
}

/** A stack's part of a report where the program ran: with what it has done besides, or has not. */
export function stackReportOfProgram(shard: Shard, told: Told): StackReport {
  const report = stackReport(shard, told, false);
  const others =
    told.others.length === 0
      ? []
      : [
          `This report leaves out resources that are not connections: ${listed(told.others)}. Pulumi's own commands show them: \`pulumi preview --stack ${shard.name}\`, \`pulumi stack --stack ${shard.name}\`.`,
        ];
  const errors = declaresNothing(shard, report) ? [DECLARES_NOTHING] : [];
  return { ...report, errors: [...report.errors, ...errors], notes: [...report.notes, ...others] };
}

const DECLARES_NOTHING =
  "The program that Pulumi.yaml names declares none of this file's connections: it has to load `pulumi-repo-connections/gitops`, as the index.js does that `repo-connections init` writes.";

/** Whether the program came to its end without the connections that the file declares. */
function declaresNothing({ declared }: Shard, report: StackReport): boolean {
  if (declared === undefined || hasFailed(report)) return false;
  const isDeclared = declaredConnections(declared).length > 0;
  return isDeclared && report.connections.every(({ change }) => change === "delete");
}

/** The program declares nothing for a stack without a file, where it is told so. */
export function pruning(prune: boolean) {
  return prune ? { environment: { [PRUNE]: "true" } } : {};
}
