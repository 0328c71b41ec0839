import { isDeepStrictEqual } from "node:util";
import { type Difference, type Note, type Properties, UNKNOWN } from "../contract";
import { changesIn, type Forms } from "../core/changes";
import { refuseToLeave } from "../core/claims";
import { isUnconfirmed, notesOnUnconfirmed } from "../core/unconfirmed";
import { isObject } from "../core/values";
import { sentence } from "../text/quote";
import { normalise } from "./normalise";
import { CREDENTIAL_PROPERTIES } from "./schema";

/** What an update can change at the service. */
const UPDATABLE = ["label", "accessToken"] as const;

/** What only a replacement can change. */
export const REPLACING = ["provider"] as const;

/** What an update changes in the record only. */
const RECORDED = ["accessTokenVersion", "accessTokenFrom", "verify", "deletionProtection"] as const;

/** Coregit deletes with a connection what depends on it. */
export const CASCADE = "Coregit deletes with it every sync configuration that uses it";

const ROTATED = "accessToken (rotated): this update sends it, and Coregit checks it at the code host";

/** How the fields are compared: each as a whole. */
export const FORMS: Forms = {};

/** Compares recorded state with checked inputs, both in their normal form; an unknown value counts as changed. */
export function diff(id: string, state: Properties, inputs: Properties): Difference {
  const old = normalise(state);
  const changed = changedIn(old, inputs);
  const replacing = REPLACING.filter((field) => changed.includes(field));
  refuseToLeave(id, inputs, replacing);
  if (replacing.length > 0 && inputs.provider !== UNKNOWN) refuseIfProtected(id, old, "replaced");
  return {
    changes: changesIn(changed, [old, inputs], FORMS, replacing),
    notes: notesOn(old, inputs, changed),
  };
}

/** The fields in which inputs differ from a recorded state in its normal form. */
export function changedIn(old: Properties, inputs: Properties): string[] {
  return [
    ...[...REPLACING, ...UPDATABLE].filter((field) => isChanged(field, old, inputs)),
    ...RECORDED.filter((field) => !isDeepStrictEqual(old[field], inputs[field])),
  ];
}

function isChanged(field: string, old: Properties, inputs: Properties): boolean {
  if (isUnconfirmed(field, old)) return true;
  if (field === "accessToken") return !CREDENTIAL_PROPERTIES.areSame(old, inputs);
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

function notesOn(old: Properties, inputs: Properties, changed: readonly string[]): Note[] {
  const isRotation = CREDENTIAL_PROPERTIES.areRotated(changed, old, inputs);
  const notes = [...(isRotation ? [ROTATED] : []), ...notesOnUnconfirmed(old)];
  return [
    ...(changed.includes("provider")
      ? [warning(`another provider replaces this connection; ${CASCADE}`)]
      : []),
    ...notes.map((message): Note => ({ severity: "info", message })),
    ...notesOnStatus(old),
  ];
}

const warning = (message: string): Note => ({ severity: "warning", message });

/** A token that no longer works is no difference from what is declared, and yet what a user wants to know. */
function notesOnStatus({ verify, status }: Properties): Note[] {
  if (verify !== true || !isObject(status) || status.valid !== false) return [];
  const said = typeof status.error === "string" ? `: ${sentence(status.error)}` : ".";
  return [
    warning(
      `when its token was tested at ${String(status.checkedAt)}, it was not accepted${said} The code host may have been down; if it was not, give the connection a new token`,
    ),
  ];
}
