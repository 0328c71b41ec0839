import type { Declarations, DeclaredStack } from "../file";
import { didYouMean } from "./didYouMean";

/** A stack that a command works on. */
export interface Shard {
  readonly name: string;
  /** What the stack's file declares; absent where no file does any more. */
  readonly declared: DeclaredStack | undefined;
  /** Whether Pulumi has the stack. */
  readonly exists: boolean;
}

/** What the only stack of a project with one file is called, unless there is one already. */
const ONLY = "connections";

/**
 * The stacks of a project: one for each file, and those of which no file is left. A project with one file,
 * `connections.yaml`, has one stack, whatever it is called.
 *
 * @param existing the stacks that Pulumi has of this project.
 * @param selection the stacks that were asked for; none: all.
 * @throws Error where it cannot be told which stack is meant.
 */
export function shardsOf(
  { stacks }: Declarations,
  existing: readonly string[],
  selection: readonly string[],
): Shard[] {
  const declared = stacks.map((stack) => shardOf(stack, existing, selection));
  const names = declared.map(({ name }) => name);
  const isFolder = stacks.every(({ name }) => name !== undefined);
  const left = isFolder ? existing.filter((name) => !names.includes(name)) : [];
  return [...declared, ...left.map((name) => ({ name, declared: undefined, exists: true }))];
}

/**
 * Those of the stacks that were asked for.
 *
 * @throws Error where there is none of that name.
 */
export function selected(shards: readonly Shard[], selection: readonly string[]): Shard[] {
  const unknown = selection.find((name) => !shards.some((shard) => shard.name === name));
  if (unknown === undefined) {
    return shards.filter(({ name }) => selection.length === 0 || selection.includes(name));
  }
  const names = shards.map(({ name }) => name);
  throw noStack(unknown, names);
}

function shardOf(declared: DeclaredStack, existing: readonly string[], selection: readonly string[]): Shard {
  const name = declared.name ?? onlyStack(declared.file, existing, selection);
  return { name, declared, exists: existing.includes(name) };
}

/** Another stack than the one in use would make every connection a second time. */
function onlyStack(file: string, existing: readonly string[], selection: readonly string[]): string {
  const [asked, ...others] = selection;
  if (asked !== undefined && others.length === 0) return knownOrFirst(asked, existing);
  if (existing.length <= 1) return existing[0] ?? ONLY;
  throw new Error(
    `${file} is one stack, and this project has several: ${existing.join(", ")}. Say which one is meant: --stack NAME.`,
  );
}

function knownOrFirst(asked: string, existing: readonly string[]): string {
  if (existing.length === 0 || existing.includes(asked)) return asked;
  throw noStack(asked, existing);
}

function noStack(asked: string, names: readonly string[]): Error {
  return new Error(`There is no stack ${asked}.${didYouMean(asked, names)} There are: ${names.join(", ")}.`);
}
