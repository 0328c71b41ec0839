import { providerKind } from "../../provider/kinds";
import { KINDS, type Kind, SERVICE_NAMES } from "../../provider/kinds/names";
import type { ConnectionReport, StackReport } from "../report/schema";
import type { Services } from "../services";
import type { Context } from "./context";
import { type Maker, madeBefore, makerOf, remembersAny } from "./cutShort";
import type { Ground } from "./ground";
import { isLike, stillThere } from "./listed";
import type { Listing } from "./lists";
import { servicesOf } from "./reach";
import type { Shard } from "./shards";
import { keyOf, type RecordedConnection, type WantedConnection } from "./survey/connections";
import { likenessInWords } from "./survey/likeness";
import type { Survey } from "./survey/survey";
import { lookAtUnfinished, untilShown } from "./unfinished";

/** What a look at the services shows that a stack has to do with. */
export interface Look {
  /** What each of them lists; one whose settings are missing or wrong is left out, which the provider says better. */
  readonly lists: ReadonlyMap<Kind, Listing>;
  /** Why connections are not to be made, by {@link keyOf}. */
  readonly duplicates: ReadonlyMap<string, string>;
  /** What is not made, since an earlier run has made it and it is not in the state; by {@link keyOf}. */
  readonly takenUp: ReadonlyMap<string, TakenUp>;
  /** What a run that was killed has left, and nothing declared would take up. */
  readonly leftBehind: readonly string[];
  /** Why nothing can be written at a service with the key that there is. */
  readonly readOnly: ReadonlyMap<Kind, string>;
}

/** What is taken up in the place of a creation. */
interface TakenUp {
  /** Its id, where that is certain. */
  readonly id?: string;
  readonly note: string;
}

/**
 * Looks at the services that a stack's file has to do with, once each: a wrong key is found before anything is sent, and so is
 * what would be made a second time, since its record is elsewhere or lost.
 */
export async function lookAt(context: Context, shard: Shard, ground: Ground): Promise<Look> {
  const { survey, lists } = ground;
  const { declared = [], begun = [], gone = [], unfinished = [] } = survey.of(shard.name) ?? {};
  const { project } =
    shard.declared ?? [...gone, ...unfinished].find(({ kind }) => providerKind(kind).project) ?? {};
  // It exists by now, and its configuration may have been in the folder before.
  const services = await servicesOf(context, { ...shard, exists: true }, [], project);
  const isOf = (kind: Kind) => (one: { readonly kind: Kind }) => one.kind === kind;
  // No provider checks the settings of what is only deleted.
  const kinds = KINDS.filter((kind) =>
    declared.some(isOf(kind)) || unfinished.some(isOf(kind)) ? services.isReady(kind) : gone.some(isOf(kind)),
  );
  const late = await untilShown(services, survey.of(shard.name));
  const listed = (kind: Kind) =>
    late.includes(kind) ? lists.again(services, kind) : lists.of(services, kind);
  const found = new Map(await Promise.all(kinds.map(async (kind) => [kind, await listed(kind)] as const)));
  const duplicates = new Map<string, string>();
  const takenUp = new Map<string, TakenUp>();
  for (const wanted of begun.filter(({ adopt }) => adopt === undefined)) {
    const records = found.get(wanted.kind)?.records ?? [];
    const alike = wanted.allowDuplicate ? [] : records.filter(({ state }) => isLike(wanted, state));
    const ids = alike.map(({ id }) => id);
    const { duplicate, earlier } = await lookAtAlike(context, wanted, ids, services, survey);
    const own = earlier ?? (await lookAtOwn(context, wanted, records, services, survey));
    if (duplicate !== undefined) duplicates.set(keyOf(wanted), duplicate);
    else if (own !== undefined) takenUp.set(keyOf(wanted), own);
  }
  const { ofDeclared, leftBehind } = await lookAtUnfinished(context, shard, ground);
  for (const [key, problem] of ofDeclared) duplicates.set(key, problem);
  return { lists: found, duplicates, takenUp, leftBehind, readOnly: readOnlyAt(services) };
}

/** What those that look the same have to do with a connection that is to be made. */
async function lookAtAlike(
  context: Context,
  wanted: WantedConnection,
  ids: readonly string[],
  services: Services,
  survey: Survey,
): Promise<{ readonly duplicate?: string; readonly earlier?: TakenUp }> {
  const { kind, name } = wanted;
  const unmanaged = ids.filter((id) => survey.managerOf(kind, id) === undefined);
  const home = unmanaged.length === 0 ? undefined : await context.engine.home();
  const madeBy = (...makers: readonly Maker[]) =>
    unmanaged.filter((id) => home && makers.includes(makerOf(id, wanted, home, services)));
  const foreign = await stillThere(services, kind, madeBy("another", "unknown"));
  if (foreign.length > 0) return { duplicate: duplicateOf(wanted, foreign) };
  const twin = survey.twinOf(wanted);
  if (twin !== undefined) return { duplicate: declaredTwice(wanted, twin) };
  const [other] = ids.flatMap((id) => survey.managerOf(kind, id) ?? []);
  if (other !== undefined) return { duplicate: managedElsewhere(wanted, other) };
  const [own] = await stillThere(services, kind, madeBy("this"));
  if (own !== undefined) return { earlier: { id: own, note: earlierOf(name, own) } };
  const [perhaps] = await stillThere(services, kind, madeBy("perhaps"));
  return perhaps === undefined ? {} : { earlier: { note: perhapsEarlierOf(name, perhaps) } };
}

/** What an earlier run has made for a connection, whatever that looks like by now. */
async function lookAtOwn(
  { engine }: Context,
  wanted: WantedConnection,
  records: Listing["records"],
  services: Services,
  survey: Survey,
): Promise<TakenUp | undefined> {
  const { kind, name } = wanted;
  if (records.length === 0 || !remembersAny(kind, services)) return undefined;
  const made = madeBefore(wanted, await engine.home(), services);
  const isListed = records.some(({ id }) => id === made);
  if (made === undefined || !isListed || survey.managerOf(kind, made) !== undefined) return undefined;
  const [id] = await stillThere(services, kind, [made]);
  return id === undefined ? undefined : { id, note: changedEarlierOf(name, id) };
}

function readOnlyAt(services: Services): Map<Kind, string> {
  const reasons = KINDS.map((kind) => [kind, services.whyReadOnly(kind)] as const);
  return new Map(reasons.flatMap(([kind, reason]) => (reason === undefined ? [] : [[kind, reason]])));
}

/** Whether a look shows a reason to do nothing. */
export function isInTheWay({ lists, duplicates, leftBehind, readOnly }: Look): boolean {
  return (
    duplicates.size > 0 ||
    leftBehind.length > 0 ||
    [...lists].some(([kind, { error }]) => error !== undefined || readOnly.has(kind))
  );
}

/** A stack's plan that is to be carried out: a key that cannot write is found before the other service is written to. */
export function refusedWhereReadOnly(planned: StackReport, { readOnly }: Look): StackReport {
  const isWritten = (kind: Kind) =>
    planned.connections.some((one) => one.kind === kind && one.change !== "none" && one.change !== "rename");
  const reasons = [...readOnly].flatMap(([kind, reason]) => (isWritten(kind) ? [reason] : []));
  return { ...planned, errors: [...planned.errors, ...reasons] };
}

/** A stack's report with what a look has shown to be in the way. What a connection says itself is not said again. */
export function withLook(report: StackReport, { lists, duplicates, takenUp, leftBehind }: Look): StackReport {
  const isSaid = (kind: Kind) =>
    report.connections.some((one) => one.kind === kind && one.error !== undefined);
  const unreadable = [...lists].flatMap(([kind, { error }]) =>
    error === undefined || isSaid(kind) ? [] : [error],
  );
  const connections = report.connections.map((connection): ConnectionReport => {
    const key = keyOf(connection);
    const error = connection.error ?? duplicates.get(key);
    const id = connection.change === "create" ? takenUp.get(key)?.id : undefined;
    return {
      ...connection,
      ...(id === undefined ? {} : { id }),
      ...(error === undefined ? {} : { error }),
    };
  });
  const errors = [...report.errors, ...unreadable, ...leftBehind];
  const notes = [...takenUp.values()].map(({ note }) => note);
  return { ...report, connections, errors, notes: [...report.notes, ...notes] };
}

function managedElsewhere({ kind }: WantedConnection, { id, stack, name }: RecordedConnection): string {
  return (
    `${id} at ${SERVICE_NAMES[kind]} has the same ${likenessInWords(kind)}, and stack ${stack} manages it as ${name}. ` +
    "One connection is declared once; to have another one made all the same, declare `allowDuplicate: true`. Nothing was done."
  );
}

function declaredTwice({ kind }: WantedConnection, { name, file }: WantedConnection): string {
  return (
    `${name} (${file}) is new too, with the same ${likenessInWords(kind)}. ` +
    "One connection is declared once; where two are wanted, declare `allowDuplicate: true` in both. Nothing was done."
  );
}

function duplicateOf({ kind }: WantedConnection, ids: readonly string[]): string {
  const [first] = ids;
  const have = ids.length === 1 ? "has" : "have";
  return (
    `${ids.join(", ")} at ${SERVICE_NAMES[kind]} ${have} the same ${likenessInWords(kind)}, and no stack of this project manages ${ids.length === 1 ? "it" : "them"}. ` +
    `To take ${ids.length === 1 ? "it" : "one"} over, declare \`adopt: ${first}\`; to have another one made all the same, \`allowDuplicate: true\`. Nothing was done.`
  );
}

/** The engine plans a creation, since it cannot know. */
function earlierOf(name: string, id: string): string {
  return `${name}: ${id} was made for it by an earlier run on this machine, and is not in the state. Nothing is created: apply takes it up.`;
}

/** Nor can it know that something else was declared when it was made. */
function changedEarlierOf(name: string, id: string): string {
  return `${name}: ${id} was made for it by an earlier run on this machine, looks otherwise by now, and is not in the state. Nothing is created: apply takes it up, and brings it to what is declared.`;
}

/** Only the provider's own look at it tells. */
function perhapsEarlierOf(name: string, id: string): string {
  return `${name}: an earlier run on this machine was cut short while it was creating it, and ${id} looks like what it made. apply finds out, and takes it up.`;
}
