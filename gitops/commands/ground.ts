import { MANAGED, managedToText } from "../../provider/core/managed";
import { KINDS } from "../../provider/kinds/names";
import { PRUNE, RENAMES, renamesToText } from "../file";
import { addressesOf, held } from "./addresses";
import type { Context } from "./context";
import { Lists } from "./lists";
import type { Shard } from "./shards";
import { type Survey, survey } from "./survey/survey";

/** What is found out before anything is planned, for all stacks together. */
export interface Ground {
  readonly survey: Survey;
  readonly lists: Lists;
}

/** Finds it out. */
export async function prepare(context: Context): Promise<Ground> {
  return { survey: await survey(context), lists: new Lists() };
}

/** Whether a stack is read first: what a run that was killed has deleted is recorded still. */
export function refreshes(stack: string, { survey }: Ground, refresh: boolean): boolean {
  return refresh || (survey.of(stack)?.isDeletionCutOff ?? false);
}

/**
 * What the program is told besides the file: what was called otherwise, that a stack without a file is emptied, what
 * it cannot have created itself, and where the services are, as the report tells it.
 */
export async function telling(context: Context, shard: Shard, prune: boolean, { survey }: Ground) {
  const { renames, begun = [] } = survey.of(shard.name) ?? {};
  const hasRenames = Object.values(renames ?? {}).some((names) => Object.keys(names).length > 0);
  const created = begun.filter(({ adopt }) => adopt === undefined);
  const managed = created.length === 0 ? [] : survey.recorded;
  const environment = {
    ...held(await addressesOf(context, shard, KINDS)).environment,
    ...(managed.length > 0 ? { [MANAGED]: managedToText(managed) } : {}),
    ...(prune ? { [PRUNE]: "true" } : {}),
    ...(renames && hasRenames ? { [RENAMES]: renamesToText(renames) } : {}),
  };
  return { environment };
}
