import type { Recorded, Snapshot } from "../engine/snapshot";
import { declaredAs } from "../file";
import type { StackReport } from "../report/schema";
import type { Context } from "./context";
import { listed } from "./pulumiWords";
import type { Shard } from "./shards";

/**
 * Why a stack may be another folder's. Without a `Pulumi.yaml`, a project is called after its folder, and whoever has a
 * folder of that name and the same backend has the same project.
 */
export function whyNotOwn(
  { engine }: Pick<Context, "engine">,
  { name, declared }: Pick<Shard, "name" | "declared">,
  { recorded, others }: Pick<Snapshot, "recorded" | "others">,
): string[] {
  if (engine.isNamed) return [];
  const named = recorded.filter((one) => declaredAs(declared, one.kind, one.name) !== undefined);
  const strange = named.length === 0 ? recorded : named.filter((one) => isOfAnotherProject(one, declared));
  const foreign = [...others, ...strange.map((one) => one.name)];
  if (foreign.length === 0) return [];
  return [
    `Stack ${name} has what no file here declares, or declares for another project: ${listed(foreign)}. This folder has no Pulumi.yaml, so that its project is called after the folder, and another folder of that name may have made the stack. ` +
      "`repo-connections init` writes a Pulumi.yaml with that name, if the stack is this folder's; with `--name OTHER` the folder gets stacks of its own. Nothing was done.",
  ];
}

/** Two folders of one name may well have connections of one name, but hardly in one SigSentry project. */
function isOfAnotherProject({ side }: Recorded, declared: Shard["declared"]): boolean {
  const { projectId } = side.inputs;
  return projectId !== undefined && declared?.project !== undefined && projectId !== declared.project;
}

/** A stack's report; where it advises a command of `pulumi`'s, with what that needs. */
export function withNeedsOfAdvice({ engine }: Pick<Context, "engine">, report: StackReport): StackReport {
  const { errors, notes, connections } = report;
  const texts = [...errors, ...notes, ...connections.map(({ error = "" }) => error)];
  if (engine.isNamed || !texts.some((text) => text.includes("`pulumi "))) return report;
  const need = "`pulumi` itself needs a Pulumi.yaml in this folder: `repo-connections init` writes it.";
  return { ...report, notes: [...notes, need] };
}
