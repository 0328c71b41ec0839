import type { Declaration, Fields } from "../../model/sigsentry/declaration";
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
import { stored } from "./fields";
import type { RepoTurn, Wish } from "./turn";

/** A repository that no other connection has, by which its creation is told from others, and it from look-alikes. */
const own = ({ name }: Slot, fields: Fields): Fields => ({
  ...fields,
  repositories: [...fields.repositories, `acme/only-${name}`],
});

/**
 * How each wish is done. A creation that may have been carried out is found again whatever is declared by then, but for
 * another platform, and as long as it is declared.
 */
export const FULFIL: Record<Wish, Fulfil<Declaration, RepoTurn>> = {
  declare: (slot, { turn: { platform, fields, style }, fresh }) => {
    if (slot.declared !== undefined) return false;
    const made = { version: undefined, adopt: undefined, allowDuplicate: false };
    slot.declared = { platform, fields: own(slot, fields), style, token: fresh(), ...made };
    return true;
  },
  /** Its creation gets the answer that the service remembers. */
  again,
  adopt: async (slot, { turn, service, fresh }) => {
    if (!isFree(slot)) return false;
    const { platform, fields, keepsGrant, edited } = turn;
    const { projectId } = service;
    const seed = { projectId, platform, ...stored(edited) };
    const { id } = await service.control.sigsentry.seedConnection(seed);
    const style = keepsGrant ? "kept" : turn.style;
    const adopted = { version: undefined, adopt: id, allowDuplicate: false };
    slot.declared = { platform, fields: own(slot, fields), style, token: fresh(), ...adopted };
    return true;
  },
  release: whenSettled(release),
  change: (slot, { turn: { fields } }) => revise(slot, () => ({ fields: own(slot, fields) })),
  rotate,
  restyle,
  /** Somebody has authorised it anew in the dashboard, which nobody can see; the declared token is to come back. */
  resend: whenSettled(async (slot, context) => {
    const id = resend(slot, context);
    if (id !== undefined) await context.service.control.sigsentry.editConnection(id, { credentials: null });
    return id !== undefined;
  }),
  replace: whenSettled((slot) =>
    revise(slot, ({ style, adopt, platform }): Partial<Declaration> | false => {
      if (style === "kept" || adopt !== undefined) return false;
      return { platform: platform === "github" ? "gitlab" : "github" };
    }),
  ),
  remove: whenSettled(remove),
  revert,
  leave,
};
