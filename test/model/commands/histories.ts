import fc from "fast-check";
import type { Held, Kind } from "../kinds/kind";
import { MAX_CONNECTIONS } from "../world";
import { changesOf } from "./changes";
import { type Command, firstPossible } from "./command";
import { runsOf } from "./runs";

/** Any history of many small steps. */
export function anyHistoryOf<Fields extends object, Connection extends Held>(kind: Kind<Fields, Connection>) {
  const slotIndex = fc.integer({ min: 0, max: MAX_CONNECTIONS - 1 });
  const { declare, byHand } = changesOf(kind, slotIndex);
  const { up, upRefreshing, upFollowing, refresh, upKilled, changeOfMind, ...others } = runsOf(kind);
  const mind = slotIndex.chain((index) => changeOfMind([index]));
  const wish = slotIndex.chain((index) => anyWish(kind, index));
  return fc.commands(
    [
      // What stands twice happens twice as often.
      ...[wish, wish, wish, wish, wish, declare, ...byHand, mind],
      ...[up, up, upRefreshing, upRefreshing, upFollowing, refresh, upKilled, upKilled],
      ...[others.setting, others.move, others.settle],
    ],
    { size: "+1", maxCommands: 16 },
  );
}

/** A history in few commands of the engine: before each, something that is possible happens to every connection. */
export interface DenseHistory<Fields extends object> {
  /** How many connections there are at most. */
  readonly size: number;
  readonly commands: readonly Command<Fields>[];
}

/** Any history of a few commands of the engine, for a driver whose commands take seconds. */
export function anyDenseHistoryOf<Fields extends object, Connection extends Held>(
  kind: Kind<Fields, Connection>,
): fc.Arbitrary<DenseHistory<Fields>> {
  const { up, upRefreshing, upFollowing, upKilled, refresh, changeOfMind, setting, move } = runsOf(kind);
  const indices = Array.from({ length: MAX_CONNECTIONS }, (_, index) => index);
  const turn = fc.tuple(...indices.map((index) => anyTurn(kind, index))).map((turns) => turns.flat());
  const settings = fc.oneof(
    { weight: 3, arbitrary: setting.map((some) => [some]) },
    { weight: 1, arbitrary: fc.tuple(setting, move) },
  );
  const run = fc.oneof(
    { weight: 3, arbitrary: up },
    { weight: 3, arbitrary: upRefreshing },
    { weight: 4, arbitrary: upKilled },
    { weight: 1, arbitrary: upFollowing },
    { weight: 1, arbitrary: fc.tuple(up, refresh) },
  );
  const step = fc.tuple(turn, settings, run).map((parts) => parts.flat());
  const lastStep = fc.tuple(turn, settings, changeOfMind(indices)).map((parts) => parts.flat());
  const steps = fc.oneof(
    { weight: 2, arbitrary: fc.tuple(step, step) },
    { weight: 1, arbitrary: fc.tuple(step, step, step) },
    { weight: 1, arbitrary: fc.tuple(step, lastStep) },
  );
  return fc.record({
    size: fc.integer({ min: 1, max: MAX_CONNECTIONS }),
    commands: steps.map((each) => each.flat()),
  });
}

/** Something by hand, perhaps, and then something that is wished. */
function anyTurn<Fields extends object, Connection extends Held>(
  kind: Kind<Fields, Connection>,
  index: number,
): fc.Arbitrary<Command<Fields>[]> {
  const { byHand } = changesOf(kind, fc.constant(index));
  const hand = fc.oneof(fc.constant([]), fc.tuple(fc.oneof(...byHand)));
  return fc.tuple(hand, anyWish(kind, index)).map(([some, one]) => [...some, one]);
}

/** Of all that may be wished of one connection, in some order, the first that is possible. */
function anyWish<Fields extends object, Connection extends Held>(
  kind: Kind<Fields, Connection>,
  index: number,
): fc.Arbitrary<Command<Fields>> {
  const { wishes } = changesOf(kind, fc.constant(index));
  const order = fc.shuffledSubarray([...wishes.keys()], { minLength: wishes.length });
  return fc
    .tuple(fc.tuple(...wishes), order)
    .map(([some, places]) => firstPossible(places.flatMap((place) => some[place] ?? [])));
}
