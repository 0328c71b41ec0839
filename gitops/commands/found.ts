import type { Listed, Unreadable } from "../../provider/contract";
import type { Kind } from "../../provider/kinds/names";

/** A connection of a service. */
export interface Found extends Listed {
  readonly kind: Kind;
}

/** A service's connection in a form that is not known. */
export interface Unknown extends Unreadable {
  readonly kind: Kind;
}
