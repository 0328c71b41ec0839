import { z } from "zod";
import { KINDS } from "../kinds";
import type { Findings } from "./findings";
import { type Entry, follow, type LocatedMap, mapAt, pointOf, textAt } from "./located";

/** How a connection may be called. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A field of both kinds of connection. */
export const renamedFrom = z
  .string()
  .regex(NAME, "must be the name of a connection")
  .optional()
  .describe(
    "What the connection was called when it was last applied. It goes on under its new name, and nothing is deleted. Once that is done, the line can go.",
  );

/** A former name is nobody's name any more, and that of one connection only. */
export function checkFormerNames(document: LocatedMap, findings: Findings): void {
  for (const kind of KINDS) {
    const connections = mapAt(document, kind)?.entries ?? new Map<string, Entry>();
    const takenBy = new Map<string, string>();
    for (const [name, entry] of connections) {
      const former = entry.value.kind === "map" ? textAt(entry.value, "renamedFrom") : undefined;
      if (former === undefined) continue;
      const message = connections.has(former)
        ? `names ${former}, which is declared here too: ${former === name ? "take the line out" : "one connection has one name"}`
        : takenBy.has(former) && `names ${former}, which ${takenBy.get(former)} was called already`;
      const span = pointOf(follow(entry, ["renamedFrom"]).entry);
      if (message) findings.report({ span, path: `${kind}.${name}.renamedFrom`, message });
      takenBy.set(former, name);
    }
  }
}
