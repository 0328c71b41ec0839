import { join } from "node:path";
import type { StackPlanOptions } from "./plan";
import type { Shard } from "./shards";

/** How stacks are applied. */
export interface Application extends StackPlanOptions {
  /** Holds the engine's plans, whose secrets are encrypted. */
  readonly folder: string;
}

/** Where the engine's plan of a stack is. */
export function planFileOf({ folder }: Application, { name }: Shard): string {
  return join(folder, `${name}.json`);
}

/** Where the engine's plan of a stack's replacements is, which come last. */
export function replacementPlanOf({ folder }: Application, { name }: Shard): string {
  return join(folder, `${name}.replacements.json`);
}
