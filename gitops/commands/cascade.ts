import { CASCADE } from "../../provider/coregit/diff";
import type { ConnectionReport, StackReport } from "../report/schema";
import { listed } from "./pulumiWords";

/** What there is to know of the connections of a stack that are deleted or replaced at Coregit; none: nothing. */
export function cascadeOf(stack: StackReport): string[] {
  return [...deletedWith(stack), ...refusedBy(stack)];
}

/**
 * What Coregit deletes with them. A deletion that failed has deleted nothing; a replacement may have failed when its
 * deletion was done.
 */
function deletedWith({ connections }: StackReport): string[] {
  const concerned = connections
    .filter(({ kind, change }) => kind === "coregit" && (change === "delete" || change === "replace"))
    .filter((one) => one.outcome !== "skipped" && !isProtected(one))
    .filter(({ change, outcome }) => outcome !== "failed" || change === "replace");
  if (concerned.length === 0) return [];
  const namesOf = (isDoubtful: boolean) =>
    concerned.filter(({ outcome }) => (outcome === "failed") === isDoubtful).map(({ name }) => name);
  const [certain, doubtful] = [namesOf(false), namesOf(true)];
  return [
    [
      "Coregit deletes a connection together with every sync configuration that uses it.",
      ...(certain.length > 0 ? [`That concerns ${listed(certain)}.`] : []),
      ...(doubtful.length > 0 ? [`Whether that has happened to ${listed(doubtful)} is not known.`] : []),
    ].join(" "),
  ];
}

/** A plan of the engine's does not ask the provider, which refuses only the deletion itself. */
function refusedBy({ connections }: StackReport): string[] {
  const names = connections
    .filter((one) => isProtected(one) && one.outcome === undefined)
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const [their, it] = names.length === 1 ? ["its", "it"] : ["their", "them"];
  return [
    `${listed(names)}: deletionProtection is set, so ${their} deletion is refused: every sync configuration that uses ${it} would be deleted too. If that is wanted, set deletionProtection of ${it} to false in the file and apply that first.`,
  ];
}

/** A replacement of what is protected is refused by the plan already. */
function isProtected({ change, deletionProtection }: ConnectionReport): boolean {
  return change === "delete" && deletionProtection === true;
}

/**
 * Says {@link cascadeOf} once a stack, before it happens and as a record of it. The provider says it of each
 * connection, and of a deletion only while that happens.
 */
export function withCascade(report: StackReport): StackReport {
  const others = report.notes.filter((note) => !note.includes(CASCADE));
  return { ...report, notes: [...others, ...cascadeOf(report)] };
}
