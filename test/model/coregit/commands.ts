import fc from "fast-check";
import type { FaultRuleInput } from "../../../emulator";
import { anyKill, faultsOf } from "../faults";
import { happeningsIn } from "../happening";
import { anyFields, anyLabel, type Declaration } from "./declaration";
import { anyFault } from "./faults";
import { LAGS_MS } from "./lag";
import { type ConnectionSlot, declare } from "./slot";
import type { ConnectionWorld } from "./world";

/**
 * What happens to a program, its state or the service. What cannot be promised (docs/reliability.md) does not happen:
 * after a creation that was cut short, it stays declared until it has been found again, and as it was where nothing is
 * remembered; after a process was killed as it rotated a token, the old one does not come back; on another machine
 * nobody goes on at once, nor with something else than what the creation was to make.
 */
const { happening, change, addition } = happeningsIn<Declaration, ConnectionSlot, ConnectionWorld>();

const isSettled = ({ creationOpen }: ConnectionSlot) => !creationOpen;
const canBeChanged = (slot: ConnectionSlot) => isSettled(slot) || slot.isRemembered;

const slotIndex = fc.integer({ min: 0, max: 2 });
const anyStyle = fc.constantFrom("literal" as const, "reference" as const);
const anyProvider = fc.constantFrom("github" as const, "gitlab" as const);

const add = fc
  .tuple(slotIndex, anyFields, anyStyle, anyProvider, fc.boolean())
  .map(([index, fields, style, provider, allowDuplicate]) =>
    addition(
      `declare ${JSON.stringify({ provider, style, allowDuplicate, ...fields })}`,
      index,
      (slot, world) => {
        const token = world.nextToken();
        const made = { version: undefined, adopt: undefined, allowDuplicate };
        declare(slot, { ...fields, provider, style, token, ...made });
      },
    ),
  );

const adopt = fc.tuple(slotIndex, anyFields, fc.boolean()).map(([index, fields, withToken]) =>
  addition(`adopt ${JSON.stringify({ withToken, ...fields })}`, index, async (slot, world) => {
    const { id } = await world.dashboard.make("github");
    const style = withToken ? "literal" : "kept";
    const token = world.nextToken();
    const adopted = { version: undefined, adopt: id, allowDuplicate: false };
    declare(slot, { ...fields, provider: "github", style, token, ...adopted });
  }),
);

const relabel = fc
  .tuple(slotIndex, anyLabel)
  .map(([index, label]) =>
    change(`relabel ${label}`, index, canBeChanged, (slot, declared) =>
      declare(slot, { ...declared, label }),
    ),
  );

const toggle = fc
  .tuple(slotIndex, fc.constantFrom("verify" as const, "deletionProtection" as const))
  .map(([index, field]) =>
    change(
      `toggle ${field}`,
      index,
      () => true,
      (slot, declared) => declare(slot, { ...declared, [field]: !declared[field] }),
    ),
  );

const rotate = slotIndex.map((index) =>
  change(
    "rotate",
    index,
    (slot, { style }) => canBeChanged(slot) && style !== "kept",
    (slot, declared, world) => declare(slot, { ...declared, token: world.nextToken() }),
  ),
);

const canBeReverted = (slot: ConnectionSlot, { adopt: id, provider, style }: Declaration) =>
  isSettled(slot) &&
  !slot.tokenOpen &&
  slot.previous?.adopt === id &&
  slot.previous?.provider === provider &&
  slot.previous?.style === style;

const revert = slotIndex.map((index) =>
  change("revert", index, canBeReverted, (slot) => declare(slot, slot.previous)),
);

/** A user who goes back when a rotation fails. */
const changeOfMind = fc.tuple(slotIndex, anyKill).map(([index, { nth, when }]) =>
  change(
    `change of mind ${JSON.stringify({ nth, when })}`,
    index,
    (slot, { style }) => isSettled(slot) && slot.recorded !== undefined && style !== "kept",
    async (slot, declared, world) => {
      declare(slot, { ...declared, token: world.nextToken() });
      await world.up([{ match: { nth, times: "always" }, effect: { kind: "drop", when } }], false);
      if (canBeReverted(slot, declared)) declare(slot, declared);
    },
  ),
);

const restyle = fc.tuple(slotIndex, anyStyle).map(([index, style]) =>
  change(`restyle ${style}`, index, canBeChanged, (slot, declared, world) => {
    const token = declared.style === "kept" ? world.nextToken() : declared.token;
    declare(slot, { ...declared, style, token });
  }),
);

const resend = slotIndex.map((index) =>
  change(
    "resend",
    index,
    (_, { style }) => style !== "kept",
    (slot, declared) => declare(slot, { ...declared, version: (declared.version ?? 10) + 1 }),
  ),
);

const replace = slotIndex.map((index) =>
  change(
    "replace",
    index,
    (slot, { adopt: id, style }) => isSettled(slot) && id === undefined && style !== "kept",
    (slot, declared) =>
      declare(slot, { ...declared, provider: declared.provider === "github" ? "gitlab" : "github" }),
  ),
);

const dropAdopt = slotIndex.map((index) =>
  change(
    "drop adopt",
    index,
    (slot, { adopt: id }) => id !== undefined && slot.recorded?.id === id,
    (slot, declared) => declare(slot, { ...declared, adopt: undefined }),
  ),
);

const remove = slotIndex.map((index) =>
  change("remove", index, isSettled, async (slot, { adopt: id }, world) => {
    // What was never taken over is nobody's; it goes as well, so that exactly what is declared is left.
    if (id !== undefined && slot.recorded === undefined) await world.dashboard.delete(id);
    declare(slot, undefined);
  }),
);

const drift = fc.tuple(slotIndex, anyLabel).map(([index, label]) =>
  change(
    `drift ${label}`,
    index,
    (slot) => isSettled(slot) && slot.recorded !== undefined,
    (slot, _, world) => world.dashboard.relabel(slot.recorded?.id ?? "", label),
  ),
);

const deleteByHand = slotIndex.map((index) =>
  change(
    "delete by hand",
    index,
    (slot, { adopt: id, style }) =>
      isSettled(slot) && slot.recorded !== undefined && id === undefined && style !== "kept",
    (slot, _, world) => world.dashboard.delete(slot.recorded?.id ?? ""),
  ),
);

const faults = fc.array(anyFault, { maxLength: 3 });
const described = (some: readonly FaultRuleInput[]) => JSON.stringify(some);

const up = faults.map((some) => happening(`up ${described(some)}`, (world) => world.up(some, false)));

const upRefreshing = faults.map((some) =>
  happening(`up --refresh ${described(some)}`, (world) => world.up(some, true)),
);

/** What an error has named is adopted at once. */
const upFollowing = faults.map((some) =>
  happening(`up, following advice ${described(some)}`, async (world) => {
    const outcomes = await world.up(some, false);
    world.followAdvice(outcomes.find(({ report }) => report.failure !== undefined));
  }),
);

const refresh = faults.map((some) => happening(`refresh ${described(some)}`, (world) => world.refresh(some)));

const upKilled = fc
  .tuple(
    anyKill,
    fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    fc.array(anyFault, { maxLength: 1 }),
  )
  .map(([kill, kept, some]) =>
    happening(`up, killed ${JSON.stringify({ ...kill, kept })} ${described(some)}`, (world) =>
      world.upKilled([...faultsOf(kill), ...some], kept),
    ),
  );

const lag = fc
  .constantFrom(...LAGS_MS)
  .map((lags) => happening(`reads lag ${JSON.stringify(lags)}`, (world) => world.lag(lags)));

const move = fc.constant(
  happening("another machine", (world) => {
    const isOpen = ({ creationOpen, isDeclaredOtherwise }: ConnectionSlot) =>
      creationOpen && isDeclaredOtherwise;
    return world.slots.some(isOpen) ? undefined : world.moveToAnotherMachine();
  }),
);

const settle = fc.constant(happening("settle", (world) => world.settle()));

/** Any history, at the end of which everything is settled. */
export const anyHistory = fc.commands(
  [
    // What stands twice happens twice as often.
    ...[add, add, add, adopt, relabel, rotate, revert, changeOfMind, restyle, resend, toggle],
    ...[replace, dropAdopt, remove, drift, deleteByHand],
    ...[up, up, upRefreshing, upRefreshing, upFollowing, refresh, upKilled, upKilled, lag, move, settle],
  ],
  { size: "+1", maxCommands: 16 },
);
