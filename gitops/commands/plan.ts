import type { Told } from "../engine/steps";
import { wasInterrupted } from "../report/interruption";
import type { Report, StackReport } from "../report/schema";
import { withAdoptions } from "./adoption";
import { withCascade } from "./cascade";
import { connectionReports } from "./connections";
import { type Context, emptyStack, hasFailed } from "./context";
import { forEachShard } from "./forEachShard";
import { type Ground, prepare, refreshes, telling } from "./ground";
import { namesOf } from "./last";
import { lookAt, refusedWhereReadOnly, withLook } from "./look";
import { listed, plainErrors, plainNotes } from "./pulumiWords";
import { declaredConnections } from "./references";
import type { Shard } from "./shards";
import { reportOf } from "./summary";
import { keyOf } from "./survey/connections";
import { refuseRenaming, undeclared } from "./undeclared";

/** What a plan may be told. */
export interface PlanOptions {
  /** Reads the services first; otherwise what was last recorded stands for them. */
  readonly refresh: boolean;
  /** Counts the connections of stacks whose file is gone as no longer declared. */
  readonly prune: boolean;
}

/** What the plan of one stack is told. */
export interface StackPlanOptions extends PlanOptions {
  readonly ground: Ground;
}

/** What `apply` would do. Changes nothing at the services; a stack that does not exist yet is made, empty. */
export async function plan(context: Context, options: PlanOptions): Promise<Report> {
  const guard = options.prune ? undefined : await refuseRenaming(context);
  const ground = await prepare(context);
  const stacks = await forEachShard(context, "Planning", context.shards, (shard) =>
    guard?.stacks.includes(shard.name)
      ? Promise.reject(guard.error)
      : planShard(context, shard, { ...options, ground }),
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
  options: StackPlanOptions,
  planFile?: string,
): Promise<StackReport> {
  const { prune, ground } = options;
  if (shard.declared === undefined && !prune) return undeclared(context, shard, ground);
  const problems = ground.survey.problemsOf(shard.name);
  if (problems.length > 0) return { ...emptyStack(shard), errors: [...problems] };
  if (!shard.exists) await context.engine.makeStack(shard.name);
  const [told, look] = await Promise.all([
    preview(context, shard, options, planFile),
    lookAt(context, shard, ground),
  ]);
  const report = stackReportOfProgram(shard, told);
  const connections = withAdoptions(report.connections, told.steps, look.lists);
  const notes = [...report.notes, ...ground.survey.notesOn(shard.name)];
  const planned = withCascade(withLook({ ...report, connections, notes }, look));
  return planFile === undefined ? planned : refusedWhereReadOnly(planned, look);
}

/** Where something is to be deleted or replaced, the engine's plan is of all the rest: that comes last, by itself. */
async function preview(
  context: Context,
  shard: Shard,
  { refresh, prune, ground }: StackPlanOptions,
  planFile: string | undefined,
): Promise<Told> {
  const { engine } = context;
  const { name } = shard;
  const operation = {
    refresh: refreshes(name, ground, refresh),
    ...(await telling(context, shard, prune, ground)),
  };
  if (planFile === undefined) return engine.preview(name, operation);
  const all = await engine.preview(name, { ...operation, plan: planFile });
  const last = all.steps.filter(({ op }) => op === "delete" || op === "replace");
  if (last.length === 0) return all;
  const except = last.map(({ urn }) => urn);
  const rest = await engine.preview(name, { ...operation, plan: planFile, except });
  const names = namesOf(last);
  return { ...rest, steps: [...rest.steps.filter((step) => !names.has(keyOf(step))), ...last] };
}

/** A stack's part of a report, by what the engine told. */
export function stackReport(shard: Shard, told: Told, drift: boolean): StackReport {
  return {
    ...emptyStack(shard),
    connections: connectionReports(told, shard, drift),
    errors: plainErrors(told.errors),
    notes: plainNotes(told.notes, (urn) => told.steps.every((step) => step.urn !== urn || step.old?.id)),
  };
}

/**
 * A stack's part of a report where the program ran: with what it has done besides, or has not.
 *
 * @param isPlanned whether a plan tells of whatever it has not come to.
 */
export function stackReportOfProgram(shard: Shard, told: Told, isPlanned = false): StackReport {
  const report = stackReport(shard, told, false);
  const others =
    told.others.length === 0
      ? []
      : [
          `This report leaves out resources that are not connections: ${listed(told.others)}. Pulumi's own commands show them: \`pulumi preview --stack ${shard.name}\`, \`pulumi stack --stack ${shard.name}\`.`,
        ];
  const errors = declaresNothing(shard, report) ? [DECLARES_NOTHING] : [];
  return {
    ...report,
    errors: [...report.errors, ...errors],
    notes: [...report.notes, ...others, ...(isPlanned ? [] : notComeTo(shard, report))],
  };
}

const DECLARES_NOTHING =
  "The program that Pulumi.yaml names declares none of this file's connections: it has to load `pulumi-repo-connections/gitops`, as the index.js does that `repo-connections init` writes.";

/** The engine ends with the first declaration that the provider refuses, whatever comes after that. */
function notComeTo({ declared }: Shard, report: StackReport): string[] {
  const { connections } = report;
  if (declared === undefined || connections.length === 0) return [];
  if (!hasFailed(report) || wasInterrupted(report)) return [];
  const left = declaredConnections(declared).filter(({ kind, name }) =>
    connections.every((one) => one.kind !== kind || one.name !== name),
  );
  return left.length === 0 ? [] : [`Not come to: ${listed(left.map(({ name }) => name))}.`];
}

/** Whether the program came to its end without the connections that the file declares. */
function declaresNothing({ declared }: Shard, report: StackReport): boolean {
  if (declared === undefined || hasFailed(report)) return false;
  const isDeclared = declaredConnections(declared).length > 0;
  return isDeclared && report.connections.every(({ change }) => change === "delete");
}
