import { CASCADE } from "../../provider/coregit/diff";
import type { StackReport } from "../report/schema";
import { listed } from "./pulumiWords";

/** What Coregit deletes with the connections of a stack that are deleted or replaced; none: nothing. */
export function cascadeOf({ connections }: StackReport): string[] {
  const names = connections
    .filter(({ kind, change }) => kind === "coregit" && (change === "delete" || change === "replace"))
    .filter(({ outcome }) => outcome !== "skipped")
    .map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `Coregit deletes a connection together with every sync configuration that uses it. That concerns ${listed(names)}.`,
  ];
}

/**
 * Says {@link cascadeOf} once a stack, before it happens and as a record of it. The provider says it of each
 * connection, and of a deletion only while that happens.
 */
export function withCascade(report: StackReport): StackReport {
  const others = report.notes.filter((note) => !note.includes(CASCADE));
  return { ...report, notes: [...others, ...cascadeOf(report)] };
}
