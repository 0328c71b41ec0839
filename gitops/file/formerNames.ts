import { KINDS } from "../../provider/kinds/names";
import type { Findings } from "./findings";
import { type Entry, follow, type LocatedMap, mapAt, pointOf, textAt } from "./located";

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
