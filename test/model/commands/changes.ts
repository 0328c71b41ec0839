import fc from "fast-check";
import type { Edit, Held, Kind } from "../kinds/kind";
import type { Declaration, Slot } from "../slot";
import { heldId } from "../slot";
import { tokenText } from "../token";
import { addition, alteration, type Command } from "./command";

const isSettled = ({ creationOpen }: Slot) => !creationOpen;
const hasToken = (_: Slot, { style }: Declaration) => style !== "kept";

/** Declared versions, and those that the provider counts up from them, never meet. */
const VERSIONS_FAR_APART = 1000;

const anyStyle = fc.constantFrom("literal" as const, "reference" as const);
const anyHost = fc.constantFrom("github" as const, "gitlab" as const);

/** Whether the last change can be undone. What was done by hand before `version` changed would stay, for example. */
export function canBeReverted(slot: Slot, { version, adopt, style, host }: Declaration): boolean {
  const { previous } = slot;
  const isTheSame =
    previous?.version === version &&
    previous?.adopt === adopt &&
    previous?.style === style &&
    previous?.host === host;
  return isSettled(slot) && !slot.tokenOpen && previous !== undefined && isTheSame;
}

/**
 * What may happen to one connection of the program and to what is declared of it. What cannot be promised
 * (docs/reliability.md) does not happen: after a creation that was cut short, it stays declared until it has been found
 * again, and where nothing is remembered it looks as it was; after a process was killed as it rotated a token, the old
 * one does not come back.
 */
export function changesOf<Fields extends object, Connection extends Held>(
  kind: Kind<Fields, Connection>,
  slotIndex: fc.Arbitrary<number>,
) {
  const { anyFields } = kind;
  const change = alteration<Fields>;

  const declare = fc
    .tuple(slotIndex, anyFields, anyStyle, anyHost, fc.boolean())
    .map(([index, fields, style, host, allowDuplicate]) =>
      addition<Fields>(
        `declare ${JSON.stringify({ host, style, allowDuplicate, ...fields })}`,
        index,
        (slot, world) => {
          const made = { token: world.nextToken(), version: undefined, adopt: undefined, allowDuplicate };
          world.declare(slot, "fields", { host, fields: world.fieldsFor(slot, fields), style, ...made });
        },
      ),
    );

  /** Exactly what was declared before is declared again: it is not taken for the first, which was deleted. */
  const again = slotIndex.map((index) =>
    addition<Fields>(
      "again",
      index,
      (slot, world) => world.declare(slot, "fields", slot.removed && { ...slot.removed, adopt: undefined }),
      ({ removed }) => removed !== undefined && removed.style !== "kept",
    ),
  );

  /** What keeps its token was made in the dashboard with that of its number, everything else with another. */
  const adopt = fc
    .tuple(slotIndex, anyFields, anyFields, anyHost, fc.option(anyStyle, { nil: "kept" as const }))
    .map(([index, made, fields, host, style]) =>
      addition<Fields>(
        `adopt ${JSON.stringify({ host, made, fields, style })}`,
        index,
        async (slot, world) => {
          const token = world.nextToken();
          const its = tokenText(style === "kept" ? token : world.nextToken());
          const id = await world.dashboard.make(host, made, its);
          const adopted = { token, version: undefined, adopt: id, allowDuplicate: false };
          world.declare(slot, "fields", { host, fields: world.fieldsFor(slot, fields), style, ...adopted });
        },
      ),
    );

  const edits = kind.edits.map((anyEdit: fc.Arbitrary<Edit<Fields>>) =>
    fc.tuple(slotIndex, anyEdit).map(([index, { name, change: changed, apply }]) =>
      change(
        name,
        index,
        (slot, _, world) => world.mayChange(slot, changed),
        (slot, declared, world) => {
          const fields = apply(declared.fields);
          const isLook = changed === "fields";
          world.declare(slot, changed, {
            ...declared,
            fields: isLook ? world.fieldsFor(slot, fields) : fields,
          });
        },
      ),
    ),
  );

  const rotate = slotIndex.map((index) =>
    change(
      "rotate",
      index,
      (slot, declared, world) => world.mayChange(slot, "token") && hasToken(slot, declared),
      (slot, declared, world) => world.declare(slot, "token", { ...declared, token: world.nextToken() }),
    ),
  );

  /** The last change is undone, carried out or not: what was declared before is declared again. */
  const revert = slotIndex.map((index) =>
    change("revert", index, canBeReverted, (slot, _, world) => world.declare(slot, "fields", slot.previous)),
  );

  /** The token is written out instead of referred to, or the other way round, or declared at last. */
  const restyle = fc.tuple(slotIndex, anyStyle).map(([index, style]) =>
    change(
      `restyle ${style}`,
      index,
      (slot, _, world) => world.mayChange(slot, "style"),
      (slot, declared, world) => {
        if (declared.style === "kept")
          return world.declare(slot, "style", { ...declared, style, token: world.nextToken() });
        const other = declared.style === "literal" ? "reference" : "literal";
        return world.declare(slot, "style", { ...declared, style: other });
      },
    ),
  );

  /** Somebody has given it another token in the dashboard, which nobody can see; the declared one is to come back. */
  const resend = slotIndex.map((index) =>
    change("resend", index, hasToken, async (slot, declared, world) => {
      const version = world.nextToken() * VERSIONS_FAR_APART;
      world.declare(slot, "version", { ...declared, version });
      const id = heldId(slot);
      if (id !== undefined && isSettled(slot))
        await world.dashboard.authorise(id, tokenText(world.nextToken()));
    }),
  );

  const replace = slotIndex.map((index) =>
    change(
      "replace",
      index,
      (slot, declared) => isSettled(slot) && declared.adopt === undefined && hasToken(slot, declared),
      (slot, declared, world) =>
        world.declare(slot, "fields", {
          ...declared,
          host: declared.host === "github" ? "gitlab" : "github",
        }),
    ),
  );

  /** What was adopted stands there as if it had been made here. */
  const dropAdopt = slotIndex.map((index) =>
    change(
      "drop adopt",
      index,
      (slot, declared) => declared.adopt !== undefined && slot.recorded?.id === declared.adopt,
      (slot, declared, world) => world.declare(slot, "settings", { ...declared, adopt: undefined }),
    ),
  );

  const remove = slotIndex.map((index) =>
    change("remove", index, isSettled, async (slot, { adopt: id }, world) => {
      // What was never taken over is nobody's; it goes as well, so that exactly what is declared is left.
      if (id !== undefined && slot.recorded === undefined) await world.deleteByHand(slot, id);
      slot.removed = slot.declared;
      world.declare(slot, "fields", undefined);
    }),
  );

  const drift = fc.tuple(slotIndex, anyFields).map(([index, fields]) =>
    change(
      `drift ${JSON.stringify(fields)}`,
      index,
      (slot) => isSettled(slot) && slot.isHeld,
      (slot, _, world) => world.dashboard.edit(heldId(slot) ?? "", fields),
    ),
  );

  /** What is gone is made again by the next `up`: not without credentials, and not what is to be adopted. */
  const deleteByHand = slotIndex.map((index) =>
    change(
      "delete by hand",
      index,
      (slot, declared) =>
        isSettled(slot) && slot.isHeld && declared.adopt === undefined && hasToken(slot, declared),
      (slot, _, world) => world.deleteByHand(slot, heldId(slot) ?? ""),
    ),
  );

  const wishes: fc.Arbitrary<Command<Fields>>[] = [
    ...[declare, again, adopt, ...edits, rotate, revert, restyle, resend, replace, dropAdopt, remove],
  ];
  return { wishes, declare, byHand: [drift, deleteByHand] };
}
