import { isObject } from "../../provider/core/values";
import { providerKind } from "../../provider/kinds";
import { byKind, type Kind } from "../../provider/kinds/names";
import { gitopsKind } from "../kinds";
import type { Defaults } from "./documentForm";
import { type Entry, type LocatedMap, mapAt, textAt } from "./yaml/located";

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
  const {
    host,
    credentials: { name: credentials },
  } = providerKind(kind);
  const ofKind = defaults.map((map) => mapAt(map, kind)).filter((map) => map !== undefined);
  const entries = new Map(connection.value.entries);
  const add = (field: string, entry: Entry | undefined) => {
    if (entry !== undefined && !entries.has(field)) entries.set(field, entry);
  };
  for (const map of ofKind)
    for (const field of Object.keys(gitopsKind(kind).defaults.shape))
      if (field !== credentials) add(field, map.entries.get(field));
  const full: LocatedMap = { ...connection.value, entries };
  const hostName = textAt(full, host);
  if (hostName !== undefined)
    for (const map of ofKind) add(credentials, mapAt(map, credentials)?.entries.get(hostName));
  return { ...connection, value: full };
}

/** What defaults say together, field by field, and credentials host by host. */
export function together(own: Defaults, shared: Defaults): Defaults {
  return byKind((kind) => {
    const credentials = providerKind(kind).credentials.name;
    const [ofFile, ofFolder] = [own[kind] ?? {}, shared[kind] ?? {}];
    const both = { ...ofHosts(ofFolder[credentials]), ...ofHosts(ofFile[credentials]) };
    return { ...ofFolder, ...ofFile, [credentials]: both };
  });
}

const ofHosts = (credentials: unknown) => (isObject(credentials) ? credentials : {});
