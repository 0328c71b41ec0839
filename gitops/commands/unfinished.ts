import { type Kind, SERVICE_NAMES } from "../kinds";
import type { Services } from "../services";
import type { Context } from "./context";
import { makerOf } from "./cutShort";
import { prepare } from "./ground";
import { isLike, stillThere } from "./listed";
import type { Listing } from "./lists";
import { servicesOf } from "./reach";
import type { Shard } from "./shards";
import {
  keyOf,
  type SurveyedStack,
  type UnfinishedConnection,
  type WantedConnection,
} from "./survey/connections";
import type { Survey } from "./survey/survey";

/** What is looked at. */
interface View {
  readonly found: ReadonlyMap<Kind, Listing>;
  readonly services: Services;
  readonly survey: Survey;
}

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
export async function lookAtUnfinished(
  context: Context,
  unfinished: readonly UnfinishedConnection[],
  declared: readonly WantedConnection[],
  view: View,
): Promise<Unclaimed> {
  const ofDeclared = new Map<string, string>();
  const leftBehind: string[] = [];
  for (const one of unfinished) {
    const wanted = declared.find((other) => keyOf(other) === keyOf(one));
    if (wanted?.adopt !== undefined || wanted?.allowDuplicate) continue;
    const ids = await madeFor(context, one, wanted !== undefined, view);
    if (ids.length === 0) continue;
    if (wanted) ofDeclared.set(keyOf(wanted), `${made(one, ids)} ${toGoOn(ids)} Nothing was done.`);
    else leftBehind.push(`${made(one, ids)} ${toTakeOver(one, ids)} ${forgetting(one)} Nothing was done.`);
  }
  return { ofDeclared, leftBehind };
}

/** What would be left behind if a whole stack were deleted. */
export async function leftBehindBy(context: Context, shard: Shard): Promise<string[]> {
  if ((await context.engine.snapshot(shard.name)).unfinished.length === 0) return [];
  const { survey, lists } = await prepare(context);
  const stack = survey.of(shard.name);
  const { unfinished = [] } = stack ?? {};
  const project = unfinished.find(({ kind }) => kind === "sigsentry")?.project ?? shard.declared?.project;
  const services = await servicesOf(context, shard, [], project);
  await untilShown(services, stack);
  const found = new Map<Kind, Listing>();
  for (const { kind } of unfinished)
    if (services.isReady(kind)) found.set(kind, await lists.of(services, kind));
  const all = await Promise.all(
    unfinished.map(async (one) => ({
      one,
      ids: await madeFor(context, one, false, { found, services, survey }),
    })),
  );
  return all
    .filter(({ ids }) => ids.length > 0)
    .map(
      ({ one, ids }) => `${made(one, ids)} ${beforeDestroying(ids)} ${forgetting(one)} Nothing was deleted.`,
    );
}

/**
 * Waits until Coregit's list shows what a run that was killed may have made.
 *
 * @returns the services whose lists are to be read again; what was read before may be too old.
 */
export async function untilShown(
  services: Services,
  stack: SurveyedStack | undefined,
): Promise<readonly Kind[]> {
  const { unfinished = [], savedAt } = stack ?? {};
  const isWaitedFor = unfinished.some(({ kind }) => kind === "coregit") && services.isReady("coregit");
  if (!isWaitedFor || savedAt === undefined) return [];
  await services.untilListed(savedAt);
  return ["coregit"];
}

/**
 * What a creation may have made that nobody manages.
 *
 * @param isDeclared whether its resource is declared still: then the provider takes up what this machine remembers.
 */
async function madeFor(
  { engine }: Context,
  one: UnfinishedConnection,
  isDeclared: boolean,
  { found, services, survey }: View,
): Promise<string[]> {
  const alike = (found.get(one.kind)?.records ?? []).filter(({ state }) => isLike(one, state));
  const free = alike
    .map(({ id }) => id)
    .filter((id) => survey.managerOf(one.kind, id) === undefined && !survey.isAdopted(one.kind, id));
  if (free.length === 0) return [];
  const home = await engine.home();
  const left = free.filter((id) => {
    const maker = makerOf(id, one, home, services);
    if (maker === "unknown") return !one.allowDuplicate;
    return maker !== "another" && !isDeclared;
  });
  return stillThere(services, one.kind, left);
}

function made({ kind, name }: UnfinishedConnection, ids: readonly string[]): string {
  const [looks, them] = ids.length === 1 ? ["looks", "it"] : ["look", "them"];
  return `A run was cut short while it was creating ${name}, and ${ids.join(", ")} at ${SERVICE_NAMES[kind]} ${looks} like what it made; no stack of this project manages ${them}.`;
}

const toGoOn = ([first]: readonly string[]) =>
  `To go on with it, declare \`adopt: ${first}\`; to have another one made all the same, \`allowDuplicate: true\`.`;

const toTakeOver = ({ kind, name }: UnfinishedConnection, [first]: readonly string[]) =>
  `${name} is not declared any more. To take over what was made, declare \`adopt: ${first}\`, under whichever name; or delete it at ${SERVICE_NAMES[kind]}.`;

const beforeDestroying = ([first]: readonly string[]) =>
  `It would be left behind. Take it over first, with \`adopt: ${first}\` and \`repo-connections apply\`, or delete it there.`;

const forgetting = ({ stack }: UnfinishedConnection) =>
  `If it is somebody else's, have Pulumi forget that run: \`pulumi refresh --clear-pending-creates --stack ${stack}\`.`;
