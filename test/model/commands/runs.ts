import fc from "fast-check";
import type { FaultRuleInput } from "../../../emulator";
import type { Circumstances } from "../drivers/driver";
import type { Held, Kind } from "../kinds/kind";
import type { Slot } from "../slot";
import { canBeReverted } from "./changes";
import { command } from "./command";
import { anyFaultOf, anyKillOf, lostUpdate } from "./faults";

/** A refresh takes a list at its word, so one that is out of date is not held against it. */
const trueLists = (faults: readonly FaultRuleInput[]) =>
  faults.filter(({ effect }) => effect.kind !== "stale");

const canBeRotated = ({ declared, creationOpen, recorded }: Slot) =>
  declared !== undefined && declared.style !== "kept" && !creationOpen && recorded !== undefined;

const described = (some: unknown) => JSON.stringify(some);

/** What may be run, and what may happen to all connections at once. */
export function runsOf<Fields extends object, Connection extends Held>(kind: Kind<Fields, Connection>) {
  const faults = fc.array(anyFaultOf(kind), { maxLength: 3 });
  const parallel = fc.constantFrom(1 as const, 16 as const);
  const run = (name: string, circumstances: Circumstances) =>
    command<Fields>(`${name} ${described(circumstances)}`, (world) => world.up(circumstances));

  const up = fc
    .record({ refresh: fc.constant(false), faults, parallel })
    .map((circumstances) => run("up", circumstances));

  const upRefreshing = fc
    .record({ refresh: fc.constant(true), faults: faults.map(trueLists), parallel })
    .map((circumstances) => run("up", circumstances));

  const upKilled = fc
    .record({
      refresh: fc.constant(false),
      faults: fc.array(anyFaultOf(kind), { maxLength: 1 }).map(trueLists),
      kill: anyKillOf(kind),
      parallel,
    })
    .map((circumstances) => run("up, killed", circumstances));

  /** What an error has named is declared at once. */
  const upFollowing = faults.map((some) =>
    command<Fields>(`up, following advice ${described(some)}`, async (world) =>
      world.followAdvice(await world.up({ refresh: false, faults: some })),
    ),
  );

  const refresh = faults
    .map(trueLists)
    .map((some) => command<Fields>(`refresh ${described(some)}`, (world) => world.refresh(some)));

  /** Users who go back when a rotation fails. */
  const changeOfMind = (indices: readonly number[]) =>
    lostUpdate(kind).map((fault) =>
      command<Fields>(`change of mind ${indices} ${described(fault)}`, async (world) => {
        const rotated = world.slots.filter((slot, index) => indices.includes(index) && canBeRotated(slot));
        for (const slot of rotated) {
          if (slot.declared !== undefined)
            world.declare(slot, "token", { ...slot.declared, token: world.nextToken() });
        }
        await world.up({ refresh: false, faults: [fault] });
        for (const slot of rotated) {
          const { declared, previous } = slot;
          if (declared !== undefined && canBeReverted(slot, declared)) world.declare(slot, "token", previous);
        }
      }),
    );

  const setting = kind.anySetting.map(({ name, apply }) =>
    command<Fields>(name, ({ driver }) => apply(driver)),
  );

  const move = fc.constant(
    command<Fields>(
      "another machine",
      (world) => world.moveToAnotherMachine(),
      (world) => world.canMove(),
    ),
  );

  const settle = fc.constant(command<Fields>("settle", (world) => world.settle()));

  return { up, upRefreshing, upKilled, upFollowing, refresh, changeOfMind, setting, move, settle };
}
