import { KINDS } from "../../provider/kinds/names";
import type { ConnectionReport, Report, StackReport } from "../report/schema";
import { whyNotWritable } from "./access";
import { addressesOf, held, withAddresses } from "./addresses";
import { connectionReports, outcomes } from "./connections";
import { type Context, emptyStack, endingOf, hasFailed } from "./context";
import { tried } from "./credentialTest";
import { guarded } from "./forEachShard";
import { Lists } from "./lists";
import { masked } from "./masking";
import { afterHandOver, type HandOver, handOver } from "./newCredential";
import { whyNotOwn, withNeedsOfAdvice } from "./ownStack";
import { stackReport } from "./plan";
import { plainErrors } from "./pulumiWords";
import { type Rotation, sharing } from "./rotation";
import { reportOf } from "./summary";
import { unchangedCredentials } from "./unchangedCredentials";

/** The fields in which a connection may differ to be rotated. */
const CREDENTIALS = /^(credentials|accessToken)(From|Version)?(\.|$)/;

/** What a rotation may be told. */
export interface RotateOptions {
  /** The new credential, where it is not taken from its reference; for one connection only. */
  readonly value: string | undefined;
  /** Shows what would be done and asks whether to do it; absent: it is done without a question. */
  readonly confirm: ((plan: Report) => Promise<boolean>) | undefined;
}

/**
 * Has the services take what the references of the connections give now: one connection after the other, and the
 * first failure ends it. `undefined`: the user has declined.
 */
export async function rotate(
  context: Context,
  rotations: readonly Rotation[],
  { value, confirm }: RotateOptions,
): Promise<Report | undefined> {
  const { progress } = context;
  const planned: StackReport[] = [];
  const lists = new Lists();
  progress.begin("Comparing", rotations.length);
  for (const rotation of rotations) {
    const report = await maskedWork(context, rotation, () => planOf(context, rotation, value, lists));
    planned.push(report);
    progress.stack(rotation.shard.name, endingOf(report));
  }
  progress.end();
  const plan = reportOf("rotate", false, planned);
  if (plan.outcome === "failed") return reportOf("rotate", false, planned.map(notTried));
  const isChange = value !== undefined || planned.some(({ connections }) => connections.some(isToBeRotated));
  if (!isChange) return reportOf("rotate", false, planned.map(explaining(rotations)));
  if (confirm && !(await confirm(plan))) return undefined;
  const done = await rotateAll(context, rotations, planned, value);
  return reportOf("rotate", false, done.map(explaining(rotations)));
}

/** Adds to each stack why some of its connections were not rotated. */
function explaining(rotations: readonly Rotation[]) {
  return (report: StackReport, index: number): StackReport => {
    const shard = rotations[index]?.shard;
    const notes = shard === undefined ? [] : unchangedCredentials(shard, report.connections);
    return { ...report, notes: [...report.notes, ...notes] };
  };
}

async function rotateAll(
  context: Context,
  rotations: readonly Rotation[],
  planned: readonly StackReport[],
  value: string | undefined,
): Promise<StackReport[]> {
  const { progress } = context;
  const done: StackReport[] = [];
  progress.begin("Rotating", rotations.length);
  for (const [index, rotation] of rotations.entries()) {
    const before = planned[index] ?? emptyStack(rotation.shard);
    const goesOn = !done.some(hasFailed) && !context.cancelled.aborted;
    const report = goesOn
      ? await maskedWork(context, rotation, () => rotateStack(context, rotation, before, value))
      : notTried(before);
    done.push(report);
    progress.stack(rotation.shard.name, endingOf(report));
  }
  progress.end();
  return done;
}

/** What a rotation of one stack would send. Anything but credentials is refused: that is for a reviewed `apply`. */
async function planOf(
  context: Context,
  rotation: Rotation,
  value: string | undefined,
  lists: Lists,
): Promise<StackReport> {
  const { shard, connections } = rotation;
  const foreign = shard.exists ? whyNotOwn(context, shard, await context.engine.snapshot(shard.name)) : [];
  if (foreign.length > 0) return { ...emptyStack(shard), errors: foreign };
  const told = await context.engine.preview(shard.name, {
    targets: await urnsOf(context, rotation),
    environment: await environmentOf(context, rotation, handOver(rotation, value).planning),
  });
  const report = stackReport(shard, told, false);
  const wanted = report.connections
    .filter(({ kind, name }) => connections.some((one) => one.kind === kind && one.name === name))
    .map(refusingMore);
  const planned = { ...report, connections: wanted, notes: sharing(rotation) };
  if (hasFailed(planned)) return planned;
  const sent = told.steps.filter(({ kind, name }) =>
    wanted.some((one) => one.kind === kind && one.name === name && isToBeRotated(one)),
  );
  return { ...planned, errors: await whyNotWritable(context, shard, sent, lists) };
}

async function rotateStack(
  context: Context,
  rotation: Rotation,
  planned: StackReport,
  value: string | undefined,
): Promise<StackReport> {
  const { shard } = rotation;
  const { doing, secret } = handOver(rotation, value);
  if (value === undefined && !planned.connections.some(isToBeRotated)) return planned;
  if (secret) await context.engine.setSecret(shard.name, secret.key, secret.value);
  const told = await context.engine.update(shard.name, {
    targets: await urnsOf(context, rotation),
    oneByOne: true,
    onConnection: (name, failed) => context.progress.connection(shard.name, name, failed),
    environment: await environmentOf(context, rotation, doing),
  });
  const results = outcomes(told, connectionReports(told, shard, false));
  const connections = planned.connections.map(
    (before) =>
      results.find(({ kind, name }) => kind === before.kind && name === before.name) ?? skipped(before),
  );
  const isDone = told.errors.length === 0 && connections.every(({ outcome = "done" }) => outcome === "done");
  const notes = value === undefined ? [] : afterHandOver(rotation, value, isDone);
  const report = {
    ...planned,
    connections,
    errors: plainErrors(told.errors),
    notes: [
      ...planned.notes,
      ...told.notes.filter((note) => !isOfSkipped(note, connections) && !TELLS_ROTATION.test(note)),
      ...notes,
    ],
  };
  return tried(context, shard, report, value);
}

/** What the program is told besides the file. */
async function environmentOf(context: Context, { shard, connections }: Rotation, told: HandOver["doing"]) {
  const kinds = KINDS.filter((kind) => connections.some((one) => one.kind === kind));
  return { ...held(await addressesOf(context, shard, kinds)).environment, ...told.environment };
}

/** The connections as the engine names them. */
async function urnsOf({ engine }: Context, { shard, connections }: Rotation): Promise<string[]> {
  const recorded = shard.exists ? await engine.recorded(shard.name) : [];
  return connections.map(({ kind, name }) => {
    const found = recorded.find((one) => one.kind === kind && one.name === name);
    if (found) return found.urn;
    throw new Error(
      `${name} was never applied, so that there is nothing to rotate: \`repo-connections apply\` comes first.`,
    );
  });
}

function refusingMore(connection: ConnectionReport): ConnectionReport {
  const others = connection.fields.filter(({ path }) => !CREDENTIALS.test(path));
  const isInPlace = connection.change === "none" || connection.change === "update";
  if (connection.error !== undefined || (isInPlace && others.length === 0)) return connection;
  const what = others.map(({ path }) => path).join(", ") || connection.change;
  const error = `More than the credentials would change (${what}). Apply that first: \`repo-connections apply\`.`;
  return { ...connection, error };
}

const isToBeRotated = ({ change }: ConnectionReport) => change !== "none";

function notTried(report: StackReport): StackReport {
  return { ...report, connections: report.connections.map(skipped) };
}

/** What an update says of a rotation. Here the report says what has become of it. */
const TELLS_ROTATION = /^\S+: (credentials|accessToken) \(rotated\): /;

/** The provider says what is sent before the engine comes to send it. */
function isOfSkipped(note: string, connections: readonly ConnectionReport[]): boolean {
  return connections.some(
    ({ outcome, name, id }) =>
      outcome === "skipped" && (note.startsWith(`${name}: `) || note.startsWith(`${id}: `)),
  );
}

function skipped(connection: ConnectionReport): ConnectionReport {
  return connection.change === "none" ? connection : { ...connection, outcome: "skipped" };
}

async function maskedWork(
  context: Context,
  { shard }: Rotation,
  work: () => Promise<StackReport>,
): Promise<StackReport> {
  const report = masked(await guarded(shard, work), shard, context.declarations);
  return withAddresses(context, shard, withNeedsOfAdvice(context, report));
}
