import { type Declaration, tokenText } from "../../provider/sigsentry/reliability/model/declaration";
import type { TestService } from "../support/service";
import type { Turn, Wish } from "./history";

/** One connection of the program: what is declared of it, and what is known of it since the last command. */
export interface Slot {
  readonly name: string;
  /** The environment variable that holds its token. */
  readonly variable: string;
  declared: Declaration | undefined;
  /** What was declared when it was removed from the program. */
  removed: Declaration | undefined;
  /** The id in the state. */
  recorded: string | undefined;
  /** Whether the service holds what is recorded. */
  isHeld: boolean;
  /** Its creation may have been carried out without being recorded; only the same declaration finds it again. */
  isOpen: boolean;
}

/** A connection that is not declared. */
export function emptySlot(name: string): Slot {
  return {
    name,
    variable: `TOKEN_OF_${name.toUpperCase()}`,
    declared: undefined,
    removed: undefined,
    recorded: undefined,
    isHeld: false,
    isOpen: false,
  };
}

/** What a wish needs beside the slot. */
export interface Context {
  readonly turn: Turn;
  readonly service: TestService;
  /** A number that was never used in this history, for a token or a version. */
  readonly fresh: () => number;
}

/** Does the first wish that is possible, and returns it. */
export async function fulfil(slot: Slot, context: Context): Promise<Wish> {
  for (const wish of context.turn.wishes) {
    if (await FULFIL[wish](slot, context)) return wish;
  }
  throw new Error(`there is nothing that can be wished of ${slot.name}`);
}

/** Changes a slot, or returns false when the wish is not possible now. */
type Fulfil = (slot: Slot, context: Context) => boolean | Promise<boolean>;

const FULFIL: Record<Wish, Fulfil> = {
  declare: (slot, { turn: { platform, fields, style }, fresh }) => {
    if (slot.declared !== undefined) return false;
    slot.declared = { platform, fields, style, token: fresh(), version: undefined, adopt: undefined };
    return true;
  },
  /** Exactly what was declared before: its creation gets the answer that the service remembers. */
  again: (slot) => {
    if (slot.declared !== undefined || slot.recorded !== undefined || slot.removed === undefined)
      return false;
    if (slot.removed.style === "kept") return false;
    slot.declared = { ...slot.removed, adopt: undefined };
    return true;
  },
  adopt: async (slot, { turn, service, fresh }) => {
    if (slot.declared !== undefined || slot.recorded !== undefined) return false;
    const { platform, fields, keepsGrant } = turn;
    const { id } = await service.control.sigsentry.seedConnection({
      projectId: service.projectId,
      platform,
      ...stored(turn),
    });
    const style = keepsGrant ? "kept" : turn.style;
    slot.declared = { platform, fields, style, token: fresh(), version: undefined, adopt: id };
    return true;
  },
  release: (slot) => revise(slot, ({ adopt }) => adopt !== undefined && { adopt: undefined }),
  change: (slot, { turn: { fields } }) => revise(slot, () => ({ fields })),
  rotate: (slot, { fresh }) => revise(slot, ({ style }) => style !== "kept" && { token: fresh() }),
  restyle: (slot, { turn, fresh }) =>
    revise(slot, ({ style }) => {
      if (style === "kept") return { style: turn.style, token: fresh() };
      return { style: style === "literal" ? "reference" : "literal" };
    }),
  /** Somebody has authorised it anew in the dashboard, which nobody can see; the declared token is to come back. */
  resend: async (slot, { service, fresh }) => {
    const { recorded, isHeld, declared } = slot;
    if (recorded === undefined || !isHeld || declared?.style === "kept") return false;
    const isPossible = revise(slot, () => ({ version: fresh() * FAR_APART }));
    if (isPossible) await service.control.sigsentry.editConnection(recorded, { credentials: null });
    return isPossible;
  },
  replace: (slot) =>
    revise(slot, ({ style, adopt, platform }) => {
      if (style === "kept" || adopt !== undefined) return false;
      return { platform: platform === "github" ? "gitlab" : "github" };
    }),
  remove: (slot) => {
    if (slot.declared === undefined || slot.isOpen) return false;
    slot.removed = slot.declared;
    slot.declared = undefined;
    return true;
  },
  leave: (slot) => slot.declared !== undefined,
};

/** Declared versions, and those that the provider counts up from them, never meet. */
const FAR_APART = 1000;

/** Changes a declaration where that is allowed; `change` says how, or false where the wish is not possible. */
function revise(slot: Slot, change: (declared: Declaration) => Partial<Declaration> | false): boolean {
  if (slot.declared === undefined || slot.isOpen) return false;
  const changed = change(slot.declared);
  if (changed === false) return false;
  slot.declared = { ...slot.declared, ...changed };
  return true;
}

/** Does what the dashboard is to do, where that is possible; returns what was done. */
export async function inDashboard(slot: Slot, { turn, service }: Context): Promise<Turn["dashboard"]> {
  const { recorded, isHeld, declared } = slot;
  if (recorded === undefined || !isHeld) return "nothing";
  if (turn.dashboard === "edit") await service.control.sigsentry.editConnection(recorded, stored(turn));
  if (turn.dashboard !== "delete") return turn.dashboard;
  // What is gone is made again by the next `up`: not without credentials, and not what is to be adopted.
  if (declared?.style === "kept" || declared?.adopt !== undefined) return "nothing";
  await service.control.sigsentry.deleteConnection(recorded);
  slot.isHeld = false;
  return "delete";
}

/** The arguments of the resource; a token stands in the environment, and so in no file. */
export function argumentsOf({ declared, variable }: Slot): Record<string, unknown> | undefined {
  if (declared === undefined) return undefined;
  const { platform, fields, style, version, adopt } = declared;
  return {
    platform,
    ...fields,
    ...(style === "literal" && { credentials: { token: `$${variable}` } }),
    ...(style === "reference" && { credentialsFrom: { token: { env: variable } } }),
    ...(version !== undefined && { credentialsVersion: version }),
    ...(adopt !== undefined && { adopt }),
  };
}

/** The token that is declared, if one is. */
export function tokenOf({ declared }: Slot): string | undefined {
  return declared === undefined || declared.style === "kept" ? undefined : tokenText(declared.token);
}

/** Fields as the service stores them. */
function stored({ edited }: Turn) {
  const { repositories, serviceMappings, ...rest } = edited;
  return { ...rest, repositories: [...repositories], serviceMappings: withDefaults(serviceMappings) };
}

/** Mappings with the defaults of what is not declared. */
export function withDefaults(mappings: Declaration["fields"]["serviceMappings"]) {
  return mappings.map((mapping) => ({ pathPrefix: "", defaultBranch: "main", ...mapping }));
}
