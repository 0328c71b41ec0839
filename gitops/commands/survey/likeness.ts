import type { Properties } from "../../../provider/contract";
import { providerKind } from "../../../provider/kinds";
import type { Kind } from "../../../provider/kinds/names";
import { gitopsKind } from "../../kinds";

/** What a connection is known again by, where its id does not tell. */
export interface Likeness {
  readonly kind: Kind;
  /** Absent where it is the API key's own, and where the service knows none. */
  readonly project: string | undefined;
  /** The code host. */
  readonly host: string | undefined;
  /** See {@link GitopsKind.lookOf}. */
  readonly look: string | undefined;
}

/** Whether two connections could be one: to the same host, and of the same look. */
export function areAlike(one: Likeness, other: Likeness): boolean {
  if (one.kind !== other.kind || one.host === undefined || one.host !== other.host) return false;
  return one.look !== undefined && one.look === other.look;
}

/** What {@link areAlike} compares, of a connection that is declared, recorded or listed. */
export function likenessOf(kind: Kind, properties: Properties): Pick<Likeness, "kind" | "host" | "look"> {
  const host = properties[providerKind(kind).host];
  return {
    kind,
    host: typeof host === "string" ? host : undefined,
    look: gitopsKind(kind).lookOf(properties),
  };
}

/** What {@link areAlike} has compared, in words. */
export function likenessInWords(kind: Kind): string {
  return gitopsKind(kind).looks;
}
