import fc from "fast-check";
import type { FaultRuleInput } from "../../../emulator";
import { anyKill, faultsOf } from "../faults";
import { happeningsIn } from "../happening";
import { anyFields, type Declaration } from "./declaration";
import { anyFault } from "./faults";
import type { RepoSlot, RepoWorld } from "./world";

/**
 * What happens to a program, its state or the service. What cannot be promised (docs/reliability.md) does not happen:
 * after a creation that was cut short, it stays declared until it has been found again, on another machine to the same
 * platform, with the same repositories and not beside others; no list is out of date then; after a process was killed as
 * it rotated a token, the old one does not come back.
 */
const { happening, change, addition } = happeningsIn<Declaration, RepoSlot, RepoWorld>();

const isSettled = ({ creationOpen }: RepoSlot) => !creationOpen;

/** Only where it is remembered what a creation looked like, is it found whatever else is declared. */
const mayLookOtherwise = (slot: RepoSlot) => isSettled(slot) || slot.isRemembered;

/** Declares anew, and remembers how it was. */
function declare(slot: RepoSlot, declared: Declaration | undefined): void {
  slot.previous = slot.declared;
  slot.declared = declared;
}

const slotIndex = fc.integer({ min: 0, max: 2 });
const anyStyle = fc.constantFrom("literal" as const, "reference" as const);

const add = fc
  .tuple(slotIndex, anyFields, anyStyle, fc.constantFrom("github" as const, "gitlab" as const), fc.boolean())
  .map(([index, fields, style, platform, allowDuplicate]) =>
    addition(
      `declare ${JSON.stringify({ platform, style, allowDuplicate, ...fields })}`,
      index,
      (slot, world) => {
        const token = world.nextToken();
        const connection = { platform, fields, style, token, allowDuplicate };
        declare(slot, { ...connection, version: undefined, adopt: undefined });
      },
    ),
  );

const adopt = fc
  .tuple(slotIndex, anyFields, anyFields, fc.boolean())
  .map(([index, made, fields, withToken]) =>
    addition(`adopt ${JSON.stringify({ made, fields, withToken })}`, index, async (slot, world) => {
      const { id } = await world.makeInDashboard("github", made);
      const style = withToken ? "literal" : "kept";
      const adopted = { token: world.nextToken(), version: undefined, adopt: id, allowDuplicate: false };
      declare(slot, { platform: "github", fields, style, ...adopted });
    }),
  );

const edit = fc.tuple(slotIndex, anyFields).map(([index, fields]) =>
  change(`edit ${JSON.stringify(fields)}`, index, mayLookOtherwise, (slot, declared) => {
    slot.isDeclaredOtherwise ||= slot.creationOpen;
    declare(slot, { ...declared, fields });
  }),
);

const rotate = slotIndex.map((index) =>
  change(
    "rotate",
    index,
    (_, { style }) => style !== "kept",
    (slot, declared, world) => declare(slot, { ...declared, token: world.nextToken() }),
  ),
);

const canBeReverted = (slot: RepoSlot, { adopt: id, platform, style }: Declaration) =>
  isSettled(slot) &&
  !slot.credentialsOpen &&
  slot.previous?.adopt === id &&
  slot.previous?.platform === platform &&
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
  change(
    `restyle ${style}`,
    index,
    () => true,
    (slot, declared, world) => {
      const token = declared.style === "kept" ? world.nextToken() : declared.token;
      declare(slot, { ...declared, style, token });
    },
  ),
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
      declare(slot, { ...declared, platform: declared.platform === "github" ? "gitlab" : "github" }),
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
    if (id !== undefined && slot.recorded === undefined) await world.deleteInDashboard(id);
    declare(slot, undefined);
  }),
);

const drift = fc.tuple(slotIndex, anyFields).map(([index, fields]) =>
  change(
    `drift ${JSON.stringify(fields)}`,
    index,
    (slot) => isSettled(slot) && slot.recorded !== undefined,
    (slot, _, world) => world.editInDashboard(slot.recorded?.id ?? "", fields),
  ),
);

const deleteByHand = slotIndex.map((index) =>
  change(
    "delete by hand",
    index,
    (slot, { adopt: id, style }) =>
      isSettled(slot) && slot.recorded !== undefined && id === undefined && style !== "kept",
    (slot, _, world) => world.deleteInDashboard(slot.recorded?.id ?? ""),
  ),
);

const faults = fc.array(anyFault, { maxLength: 3 });
/** A refresh takes a list at its word, so one that is out of date is not held against it. */
const faultsOfRefresh = faults.map((some) => some.filter(({ effect }) => effect.kind !== "stale"));
const described = (some: readonly FaultRuleInput[]) => JSON.stringify(some);

const up = faults.map((some) => happening(`up ${described(some)}`, (world) => world.up(some, false)));

const upRefreshing = faultsOfRefresh.map((some) =>
  happening(`up --refresh ${described(some)}`, (world) => world.up(some, true)),
);

const refresh = faultsOfRefresh.map((some) =>
  happening(`refresh ${described(some)}`, (world) => world.refresh(some)),
);

const upKilled = fc
  .tuple(anyKill, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
  .map(([kill, kept]) =>
    happening(`up, killed ${JSON.stringify({ ...kill, kept })}`, (world) =>
      world.upKilled(faultsOf(kill), kept),
    ),
  );

const listing = fc
  .record({
    listShape: fc.constantFrom("array" as const, "paginated" as const),
    listOrder: fc.constantFrom("stored" as const, "reversed" as const, "sorted" as const),
    pageSize: fc.constantFrom(1, 2, 20),
  })
  .map((settings) =>
    happening(`list ${JSON.stringify(settings)}`, ({ emulator }) =>
      emulator.control.sigsentry.changeSettings(settings),
    ),
  );

/** What an error has named is declared at once. */
const upFollowing = faults.map((some) =>
  happening(`up, following advice ${described(some)}`, async (world) => {
    const outcomes = await world.up(some, false);
    world.followAdvice(outcomes.find(({ report }) => report.failure !== undefined));
  }),
);

const move = fc.constant(
  happening("another machine", (world) => {
    if (world.slots.some(({ creationOpen, isDeclaredOtherwise }) => creationOpen && isDeclaredOtherwise))
      return;
    world.moveToAnotherMachine();
  }),
);

const settle = fc.constant(happening("settle", (world) => world.settle()));

/** Any history, at the end of which everything is settled. */
export const anyHistory = fc.commands(
  [
    // What stands twice happens twice as often.
    ...[add, add, add, adopt, edit, rotate, revert, changeOfMind, restyle, resend],
    ...[replace, dropAdopt, remove, drift, deleteByHand],
    ...[up, up, upRefreshing, upRefreshing, upFollowing, refresh, upKilled, upKilled, listing, move, settle],
  ],
  { size: "+1", maxCommands: 16 },
);
