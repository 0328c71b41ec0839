import { KINDS, type Kind, SERVICE_NAMES } from "../../provider/kinds/names";
import type { Snapshot } from "../engine/snapshot";
import type { StackReport } from "../report/schema";
import type { Services } from "../services";
import { type Context, hasFailed } from "./context";
import { makerOf } from "./cutShort";
import { type Ground, prepare } from "./ground";
import { isLike, stillThere } from "./listed";
import { messageOf } from "./pulumiWords";
import { servicesOf } from "./reach";
import type { Shard } from "./shards";
import {
  keyOf,
  type SurveyedStack,
  type UnfinishedConnection,
  type WantedConnection,
} from "./survey/connections";

/** What runs that were killed have left at the services, as far as the provider would not take it up. */
interface Unclaimed {
  /** Why connections are not to be made, by {@link keyOf}. */
  readonly ofDeclared: ReadonlyMap<string, string>;
  /** Of what is not declared any more. */
  readonly leftBehind: readonly string[];
}

/**
 * Looks for what was made by creations in which a run was killed: the state tells of them on every machine, and whatever is
 * declared by now. What this machine remembers of what is declared still, the provider takes up.
 */
export async function lookAtUnfinished(context: Context, shard: Shard, ground: Ground): Promise<Unclaimed> {
  const { unfinished = [], declared = [] } = ground.survey.of(shard.name) ?? {};
  const ofDeclared = new Map<string, string>();
  const leftBehind: string[] = [];
  for (const one of unfinished) {
    const wanted = declared.find((other) => isOf(one, other));
    if (wanted?.adopt !== undefined || hasAnotherMade(one, wanted)) continue;
    const ids = await madeFor(context, shard, one, wanted !== undefined, ground);
    if (ids.length === 0) continue;
    if (wanted) ofDeclared.set(keyOf(wanted), `${made(one, ids)} ${toGoOn(one, ids)} Nothing was done.`);
    else
      leftBehind.push(
        `${made(one, ids)} ${fateOf(one, declared)} ${toTakeOver(one, ids)} ${forgetting(one)} Nothing was done.`,
      );
  }
  return { ofDeclared, leftBehind };
}

/** {@link lookAtUnfinished} of a stack whose services are not looked at otherwise. */
export async function lookAtAbandoned(context: Context, shard: Shard, ground: Ground): Promise<Unclaimed> {
  await waitFor(context, shard, ground);
  return lookAtUnfinished(context, shard, ground);
}

/** What would be left behind if a whole stack were deleted. */
export async function leftBehindBy(
  context: Context,
  shard: Shard,
  { unfinished }: Snapshot,
): Promise<string[]> {
  if (unfinished.length === 0) return [];
  const ground = await prepare(context);
  await waitFor(context, shard, ground);
  const problems: string[] = [];
  for (const one of ground.survey.of(shard.name)?.unfinished ?? []) {
    const ids = await madeFor(context, shard, one, false, ground);
    if (ids.length > 0)
      problems.push(`${made(one, ids)} ${beforeDestroying(ids)} ${forgetting(one)} Nothing was deleted.`);
  }
  return problems;
}

/**
 * What runs that were killed were creating is recorded now, or was looked for and not found. Pulumi would go on to keep it
 * in mind, and somebody else's connection of that look would be taken for it.
 */
export async function forgetSettled(
  { engine, progress }: Context,
  { survey }: Ground,
  stacks: readonly StackReport[],
): Promise<void> {
  const settled = stacks.filter((stack) => survey.of(stack.name)?.isCreationCutOff && isDone(stack));
  for (const { name } of settled) {
    // All that was asked for is done; the next application tries this again.
    await engine.forgetCutOff(name).catch((error: unknown) => {
      progress.say(`${name}: Pulumi still has a creation in mind that was cut off: ${messageOf(error)}`);
    });
  }
}

function isDone(stack: StackReport): boolean {
  return !hasFailed(stack) && stack.connections.every(({ outcome }) => outcome !== "skipped");
}

/** Whether duplicates were allowed after the run was killed: for one that was allowed one before, its own is looked for. */
function hasAnotherMade(one: UnfinishedConnection, wanted: WantedConnection | undefined): boolean {
  return wanted?.allowDuplicate === true && !one.allowDuplicate;
}

/** No connection changes its project or its code host: what is declared for another one is another connection. */
function isOf(one: UnfinishedConnection, other: WantedConnection): boolean {
  const isSameProject = one.project === undefined || one.project === other.project;
  return keyOf(other) === keyOf(one) && one.host === other.host && isSameProject;
}

async function waitFor(context: Context, shard: Shard, { survey }: Ground): Promise<void> {
  const stack = survey.of(shard.name);
  if (stack && stack.unfinished.length > 0) await untilShown(await servicesOf(context, shard), stack);
}

/**
 * Waits until the lists that lag show what a run that was killed may have made.
 *
 * @returns the services whose lists are to be read again; what was read before may be too old.
 */
export async function untilShown(
  services: Services,
  stack: SurveyedStack | undefined,
): Promise<readonly Kind[]> {
  const { unfinished = [], savedAt } = stack ?? {};
  if (savedAt === undefined) return [];
  const isOf = (kind: Kind) => unfinished.some((one) => one.kind === kind);
  const late = KINDS.filter((kind) => isOf(kind) && services.lags(kind) && services.isReady(kind));
  for (const kind of late) await services.untilListed(kind, savedAt);
  return late;
}

/**
 * What a creation may have made that nobody manages.
 *
 * @param isDeclared whether its resource is declared still: then the provider takes up what this machine remembers.
 */
async function madeFor(
  context: Context,
  shard: Shard,
  one: UnfinishedConnection,
  isDeclared: boolean,
  { survey, lists }: Ground,
): Promise<string[]> {
  const { project = shard.declared?.project } = one;
  const services = await servicesOf(context, { ...shard, exists: true }, [], project);
  // What could not be looked for is not settled, and must not be forgotten.
  if (!services.isReady(one.kind)) throw new Error(notLookedFor(one));
  const { records, error } = await lists.of(services, one.kind);
  if (error !== undefined) throw new Error(error);
  const free = records
    .filter(({ state }) => isLike(one, state))
    .map(({ id }) => id)
    .filter((id) => survey.managerOf(one.kind, id) === undefined && !survey.isAdopted(one.kind, id));
  if (free.length === 0) return [];
  const home = await context.engine.home();
  const left = free.filter((id) => {
    const maker = makerOf(id, one, home, services);
    return maker === "unknown" || (maker !== "another" && !isDeclared);
  });
  return stillThere(services, one.kind, left);
}

function notLookedFor({ kind, name }: UnfinishedConnection): string {
  return `A run was cut short while it was creating ${name} at ${SERVICE_NAMES[kind]}, and what it made cannot be looked for without a valid API key (${kind}:apiKey). Nothing was done.`;
}

function made({ kind, name }: UnfinishedConnection, ids: readonly string[]): string {
  const [looks, them] = ids.length === 1 ? ["looks", "it"] : ["look", "them"];
  return `A run was cut short while it was creating ${name}, unless it is at work still, and ${ids.join(", ")} at ${SERVICE_NAMES[kind]} ${looks} like what it made; no stack of this project manages ${them}.`;
}

const toGoOn = (one: UnfinishedConnection, [first]: readonly string[]) =>
  one.allowDuplicate
    ? `To go on with what it made, declare \`adopt: ${first}\` in the place of \`allowDuplicate: true\`. ${forgetting(one)}`
    : `To go on with it, declare \`adopt: ${first}\`; to have another one made all the same, \`allowDuplicate: true\`.`;

function fateOf(one: UnfinishedConnection, declared: readonly WantedConnection[]): string {
  const isDeclared = declared.some((other) => keyOf(other) === keyOf(one));
  return `${one.name} is ${isDeclared ? "declared for another code host or project by now" : "not declared any more"}.`;
}

const toTakeOver = ({ kind }: UnfinishedConnection, [first]: readonly string[]) =>
  `To take over what was made, declare it as it is, with \`adopt: ${first}\`, under whichever name; or delete it at ${SERVICE_NAMES[kind]}.`;

const beforeDestroying = ([first]: readonly string[]) =>
  `It would be left behind. Take it over first, with \`adopt: ${first}\` and \`repo-connections apply\`, or delete it there.`;

const forgetting = ({ stack }: UnfinishedConnection) =>
  `If it is somebody else's, have Pulumi forget that run: \`pulumi refresh --clear-pending-creates --yes --stack ${stack}\`, where its lock is left after \`pulumi cancel\`.`;
