import type fc from "fast-check";
import type { Declaration, Slot } from "../slot";
import type { World } from "../world";

/** Something that happens in a world, where it is possible: a command of fast-check's. */
export type Command<Fields extends object> = fc.AsyncCommand<World<Fields>, World<Fields>>;

/** A command; `isPossible` says when, by default always. */
export function command<Fields extends object>(
  name: string,
  run: (world: World<Fields>) => unknown,
  isPossible: (world: Readonly<World<Fields>>) => boolean = () => true,
): Command<Fields> {
  return {
    check: isPossible,
    run: async (_, world) => {
      world.journal.push(name);
      await run(world);
    },
    toString: () => name,
  };
}

/** A command that changes what is declared of a slot, or does something to its connection. */
export function alteration<Fields extends object>(
  name: string,
  index: number,
  isPossible: (slot: Slot<Fields>, declared: Declaration<Fields>, world: Readonly<World<Fields>>) => boolean,
  apply: (slot: Slot<Fields>, declared: Declaration<Fields>, world: World<Fields>) => unknown,
): Command<Fields> {
  return command(
    `${name} ${index}`,
    (world) => {
      const slot = world.slots[index];
      if (slot?.declared === undefined) throw new Error(`nothing is declared in slot ${index}`);
      return apply(slot, slot.declared, world);
    },
    (world) => {
      const slot = world.slots[index];
      return slot?.declared !== undefined && isPossible(slot, slot.declared, world);
    },
  );
}

/** A command that declares something in a slot that neither the program nor the state knows. */
export function addition<Fields extends object>(
  name: string,
  index: number,
  apply: (slot: Slot<Fields>, world: World<Fields>) => unknown,
  isPossible: (slot: Slot<Fields>) => boolean = () => true,
): Command<Fields> {
  const isFree = (slot: Slot<Fields> | undefined): slot is Slot<Fields> =>
    slot !== undefined && slot.declared === undefined && slot.recorded === undefined;
  return command(
    `${name} ${index}`,
    (world) => {
      const slot = world.slots[index];
      if (!isFree(slot)) throw new Error(`slot ${index} is not free`);
      return apply(slot, world);
    },
    ({ slots }) => {
      const slot = slots[index];
      return isFree(slot) && isPossible(slot);
    },
  );
}

/** The first of some commands that is possible, if one is. */
export function firstPossible<Fields extends object>(commands: readonly Command<Fields>[]): Command<Fields> {
  let chosen: Command<Fields> | undefined;
  return {
    check: (world) => commands.some((each) => each.check(world)),
    run: async (model, world) => {
      chosen = commands.find((each) => each.check(world));
      await chosen?.run(model, world);
    },
    toString: () => `${chosen ?? commands.join(", or ")}`,
  };
}
