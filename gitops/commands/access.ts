import { KINDS } from "../../provider/kinds/names";
import type { Step } from "../engine/steps";
import type { Context } from "./context";
import type { Lists } from "./lists";
import { servicesOf } from "./reach";
import type { Shard } from "./shards";

/**
 * Why something cannot be written at the services that recorded connections of a stack are at; none: nothing is known to be
 * in the way. Each service is asked once for what it lists, so that a key that is missing, wrong or only reads is found before the
 * other service is written to.
 *
 * @param steps what is to be written or deleted.
 */
export async function whyNotWritable(
  context: Context,
  shard: Shard,
  steps: readonly Used[],
  lists: Lists,
): Promise<string[]> {
  const kinds = KINDS.filter((kind) => steps.some((step) => step.kind === kind));
  if (kinds.length === 0) return [];
  const services = await servicesOf(context, shard, [], recordedProject(steps) ?? shard.declared?.project);
  const reasons = kinds.map(async (kind) => {
    const { error } = await lists.of(services, kind);
    return error ?? services.whyReadOnly(kind) ?? [];
  });
  return (await Promise.all(reasons)).flat();
}

type Used = Pick<Step, "kind" | "old">;

/** The SigSentry project that is recorded: the file may name another one by now, or be gone. */
function recordedProject(steps: readonly Used[]): string | undefined {
  const projects = steps.map(({ old }) => old?.inputs.projectId);
  return projects.find((project) => typeof project === "string");
}
