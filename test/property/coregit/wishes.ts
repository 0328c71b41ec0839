import type { Declaration } from "../../model/coregit/declaration";
import { tokenText } from "../../model/token";
import type { Slot } from "../slot";
import {
  again,
  type Fulfil,
  isFree,
  leave,
  release,
  remove,
  resend,
  restyle,
  revert,
  revise,
  rotate,
  whenSettled,
} from "../wishes";
import type { ConnectionTurn, Wish } from "./turn";

/** A label that no other connection of the program has: another one of the same label has to be asked for. */
const own = ({ name }: Slot, label: string) => `${label} of ${name}`;

/**
 * How each wish is done. After a creation that may have been carried out, the connection stays declared, and to the same
 * code host, until it has been found again.
 */
export const FULFIL: Record<Wish, Fulfil<Declaration, ConnectionTurn>> = {
  declare: (slot, { turn: { provider, fields, style }, fresh }) => {
    if (slot.declared !== undefined) return false;
    const made = { version: undefined, adopt: undefined, allowDuplicate: false };
    slot.declared = { ...fields, label: own(slot, fields.label), provider, style, token: fresh(), ...made };
    return true;
  },
  /** What this machine remembers of the first is not taken for the second. */
  again,
  /** What keeps its token was made in the dashboard with that of its number, everything else with another. */
  adopt: async (slot, { turn, service, fresh }) => {
    if (!isFree(slot)) return false;
    const { provider, fields, keepsGrant, edited: label } = turn;
    const token = fresh();
    const accessToken = tokenText(keepsGrant ? token : fresh());
    const { id } = await service.makeByHand({ provider, label, accessToken });
    const style = keepsGrant ? "kept" : turn.style;
    const adopted = { version: undefined, adopt: id, allowDuplicate: false };
    slot.declared = { ...fields, label: own(slot, fields.label), provider, style, token, ...adopted };
    return true;
  },
  release: whenSettled(release),
  relabel: (slot, { turn: { fields } }) => revise(slot, () => ({ label: own(slot, fields.label) })),
  /** Each token is another account's. */
  rotate,
  restyle,
  /** Somebody has given it another token in the dashboard; the declared one is to come back. */
  resend: whenSettled(async (slot, context) => {
    const id = resend(slot, context);
    const accessToken = tokenText(context.fresh());
    if (id !== undefined) await context.service.control.coregit.editConnection(id, { accessToken });
    return id !== undefined;
  }),
  replace: whenSettled((slot) =>
    revise(slot, ({ style, adopt, provider }): Partial<Declaration> | false => {
      if (style === "kept" || adopt !== undefined) return false;
      return { provider: provider === "github" ? "gitlab" : "github" };
    }),
  ),
  remove: whenSettled(remove),
  verify: (slot) => revise(slot, ({ verify }) => ({ verify: !verify })),
  protect: (slot) => revise(slot, ({ deletionProtection }) => ({ deletionProtection: !deletionProtection })),
  revert,
  leave,
};
