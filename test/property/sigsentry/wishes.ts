import type { Declaration } from "../../../provider/sigsentry/reliability/model/declaration";
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

/** How each wish is done; after a creation that may have been carried out, only the same declaration finds it again. */
export const FULFIL: Record<Wish, Fulfil<Declaration, RepoTurn>> = {
  declare: (slot, { turn: { platform, fields, style }, fresh }) => {
    if (slot.declared !== undefined) return false;
    slot.declared = { platform, fields, style, token: fresh(), version: undefined, adopt: undefined };
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
    slot.declared = { platform, fields, style, token: fresh(), version: undefined, adopt: id };
    return true;
  },
  release: whenSettled(release),
  change: whenSettled((slot, { turn: { fields } }) => revise(slot, () => ({ fields }))),
  rotate: whenSettled(rotate),
  restyle: whenSettled(restyle),
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
