import { isDeepStrictEqual } from "node:util";
import type { Difference, Note, Properties } from "../contract";
import { changesIn, type Forms, stateChange } from "../core/changes";
import { refuseToLeave } from "../core/claims";
import { isUnconfirmed, notesOnUnconfirmed } from "../core/unconfirmed";
import { mappingNames, normalise } from "./normalise";
import { CREDENTIAL_PROPERTIES } from "./schema";

/** What an update can change at the service, in the order in which a user thinks of it. */
export const UPDATABLE = [
  "credentials",
  "repositories",
  "serviceMappings",
  "lookbackDays",
  "isActive",
] as const;

/** What only a replacement can change. */
export const REPLACING = ["platform", "projectId"] as const;

/** What an update changes in the record only. */
const RECORDED = ["credentialsVersion", "credentialsFrom"] as const;

const PURGE_PENDING =
  "its new credentials were stored earlier, but SigSentry's cache was not purged then; this update purges it without sending them again";

const UNVERIFIED =
  "its creation was cut short before it was certain that it exists; this update looks for it instead of creating it again";

const ROTATED =
  "credentials (rotated): this update sends them, and purges SigSentry's cache of this connection";

/** How the fields are compared; {@link mappingNames} tell mappings apart. */
export const FORMS: Forms = {
  credentials: "fields",
  credentialsFrom: "fields",
  repositories: "set",
  serviceMappings: mappingNames,
};

/** Compares recorded state with checked inputs, both in their normal form; an unknown value counts as changed. */
export function diff(id: string, state: Properties, inputs: Properties): Difference {
  const old = normalise(state);
  const changed = changedIn(old, inputs);
  const pending = ["cachePurgePending", "unverified"].filter((field) => old[field] === true);
  const replacing = REPLACING.filter((field) => changed.includes(field) && !isFirstNaming(field, old));
  refuseToLeave(id, inputs, replacing);
  return {
    changes: [
      ...changesIn(changed, [old, inputs], FORMS, replacing),
      ...pending.map((field) => stateChange(field)),
    ],
    notes: notesOn(old, inputs, changed).map((message): Note => ({ severity: "info", message })),
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
  if (field === "credentials") return !CREDENTIAL_PROPERTIES.areSame(old, inputs);
  return !isDeepStrictEqual(old[field], inputs[field]);
}

/**
 * A project that was not recorded is the key's own: naming it is no move, only something to record. (The service
 * answers `WRONG_PROJECT` when it is not the key's.)
 */
function isFirstNaming(field: string, old: Properties): boolean {
  return field === "projectId" && old.projectId === undefined;
}

function notesOn(old: Properties, inputs: Properties, changed: readonly string[]): string[] {
  return [
    ...(old.cachePurgePending === true ? [PURGE_PENDING] : []),
    ...(old.unverified === true ? [UNVERIFIED] : []),
    ...(CREDENTIAL_PROPERTIES.areRotated(changed, old, inputs) ? [ROTATED] : []),
    ...notesOnUnconfirmed(old),
  ];
}
