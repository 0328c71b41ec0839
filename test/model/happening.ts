import type fc from "fast-check";
import type { Declared, Slot } from "./slot";

/** One thing that happens to a program, its state or the service. */
export type Happening<Place extends object> = fc.AsyncCommand<object, Place>;

/** Makes what happens in the worlds of one kind of resource. */
export function happeningsIn<
  Declaration extends Declared,
  Place extends Slot<Declaration>,
  World extends { readonly slots: readonly Place[] },
>() {
  const happening = (name: string, run: (world: World) => unknown): Happening<World> => ({
    check: () => true,
    run: async (_, world) => {
      await run(world);
    },
    toString: () => name,
  });

  const happeningTo = (name: string, index: number, run: (slot: Place, world: World) => unknown) =>
    happening(`${name} ${index}`, (world) => {
      const slot = world.slots[index];
      if (slot === undefined) throw new Error(`there is no slot ${index}`);
      return run(slot, world);
    });

  /** Something that happens to a resource that is declared, where it is possible. */
  const change = (
    name: string,
    index: number,
    isPossible: (slot: Place, declared: Declaration) => boolean,
    apply: (slot: Place, declared: Declaration, world: World) => unknown,
  ): Happening<World> =>
    happeningTo(name, index, (slot, world) => {
      if (slot.declared === undefined || !isPossible(slot, slot.declared)) return undefined;
      return apply(slot, slot.declared, world);
    });

  /** A resource is declared where there was none. */
  const addition = (
    name: string,
    index: number,
    apply: (slot: Place, world: World) => unknown,
  ): Happening<World> =>
    happeningTo(name, index, (slot, world) => {
      if (slot.declared !== undefined || slot.recorded !== undefined) return undefined;
      return apply(slot, world);
    });

  return { happening, change, addition };
}
