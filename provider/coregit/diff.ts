import { isDeepStrictEqual } from "node:util";
import { type Difference, type Properties, UNKNOWN } from "../contract";
import { refuseToLeave } from "../core/claims";
import { isUnconfirmed, notesOnUnconfirmed } from "../core/unconfirmed";
import { isObject } from "../core/values";
import { sentence } from "../text/quote";
import { haveSameToken, haveToken, isTokenUnknown } from "./credentials";
import { normalise } from "./normalise";

/** What an update can change at the service. */
const UPDATABLE = ["label", "accessToken"] as const;

/** What only a replacement can change. */
const REPLACING = ["provider"] as const;

/** What an update changes in the record only. */
const RECORDED = ["accessTokenVersion", "accessTokenFrom", "verify", "deletionProtection"] as const;

/** Coregit deletes with a connection what depends on it. */
export const CASCADE = "Coregit deletes with it every sync configuration that uses it";

const ROTATED = "accessToken (rotated): this update sends it, and Coregit checks it at the code host";

/** Compares recorded state with checked inputs, both in their normal form; an unknown value counts as changed. */
export function diff(id: string, state: Properties, inputs: Properties): Difference {
  const old = normalise(state);
  const changed = [
    ...[...REPLACING, ...UPDATABLE].filter((field) => isChanged(field, old, inputs)),
    ...RECORDED.filter((field) => !isDeepStrictEqual(old[field], inputs[field])),
  ];
  const replacing = REPLACING.filter((field) => changed.includes(field));
  refuseToLeave(id, inputs, replacing);
  if (replacing.length > 0 && inputs.provider !== UNKNOWN) refuseIfProtected(id, old, "replaced");
  return { changed, replacing, notes: notesOn(old, inputs, changed) };
}

function isChanged(field: string, old: Properties, inputs: Properties): boolean {
  if (isUnconfirmed(field, old)) return true;
  if (field === "accessToken") return !haveSameToken(old, inputs);
  return !isDeepStrictEqual(old[field], inputs[field]);
}

/** @throws Error when the recorded state forbids what would delete the connection. */
export function refuseIfProtected(id: string, state: Properties, what: "replaced" | "deleted"): void {
  if (state.deletionProtection !== true) return;
  const advice =
    what === "replaced"
      ? "set deletionProtection to false and run `pulumi up` first"
      : "declare it with deletionProtection: false (again, where it no longer is), run `pulumi up`, then remove it";
  throw new Error(
    `deletionProtection: is set, so connection ${id} is not ${what}, which would also delete the sync configurations that use it. If that is wanted, ${advice}. Nothing was changed.`,
  );
}

function notesOn(old: Properties, inputs: Properties, changed: readonly string[]): string[] {
  const isRotation =
    changed.includes("accessToken") && !isTokenUnknown(inputs) && [old, inputs].every(haveToken);
  return [
    ...(changed.includes("provider")
      ? [`warning: another provider replaces this connection; ${CASCADE}`]
      : []),
    ...(isRotation ? [ROTATED] : []),
    ...notesOnUnconfirmed(old),
    ...notesOnStatus(old),
  ];
}

/** A token that no longer works is no difference from what is declared, and yet what a user wants to know. */
function notesOnStatus({ verify, status }: Properties): string[] {
  if (verify !== true || !isObject(status) || status.valid !== false) return [];
  const said = typeof status.error === "string" ? `: ${sentence(status.error)}` : ".";
  return [
    `warning: when its token was tested at ${String(status.checkedAt)}, it was not accepted${said} The code host may have been down; if it was not, give the connection a new token`,
  ];
}
