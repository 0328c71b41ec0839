import type { Kind } from "../kinds";
import { coregitDefaults } from "./coregitForm";
import type { Defaults } from "./documentForm";
import { type Entry, type LocatedMap, mapAt, textAt } from "./located";
import { sigsentryDefaults } from "./sigsentryForm";

/** Where a connection's code host and its credentials stand. */
const FIELDS = {
  sigsentry: { host: "platform", secrets: "credentials", known: Object.keys(sigsentryDefaults.shape) },
  coregit: { host: "provider", secrets: "accessToken", known: Object.keys(coregitDefaults.shape) },
} as const;

/** An entry whose value is a mapping. */
export interface MapEntry extends Entry {
  readonly value: LocatedMap;
}

/**
 * A connection with every field that only the defaults give; credentials are those of its host.
 *
 * @param defaults what stands under `defaults`, the file's own first.
 */
export function withDefaults(kind: Kind, connection: MapEntry, defaults: readonly LocatedMap[]): MapEntry {
  const { host, secrets, known } = FIELDS[kind];
  const ofKind = defaults.map((map) => mapAt(map, kind)).filter((map) => map !== undefined);
  const entries = new Map(connection.value.entries);
  const add = (field: string, entry: Entry | undefined) => {
    if (entry !== undefined && !entries.has(field)) entries.set(field, entry);
  };
  for (const map of ofKind)
    for (const field of known) if (field !== secrets) add(field, map.entries.get(field));
  const full: LocatedMap = { ...connection.value, entries };
  const hostName = textAt(full, host);
  if (hostName !== undefined)
    for (const map of ofKind) add(secrets, mapAt(map, secrets)?.entries.get(hostName));
  return { ...connection, value: full };
}

/** What defaults say together, field by field, and credentials host by host. */
export function together(own: Defaults, shared: Defaults): Defaults {
  const sigsentry = { ...shared.sigsentry, ...own.sigsentry };
  const coregit = { ...shared.coregit, ...own.coregit };
  const credentials = { ...shared.sigsentry?.credentials, ...own.sigsentry?.credentials };
  const accessToken = { ...shared.coregit?.accessToken, ...own.coregit?.accessToken };
  return { sigsentry: { ...sigsentry, credentials }, coregit: { ...coregit, accessToken } };
}
