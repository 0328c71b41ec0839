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
  const refused = connections.filter((one) => isProtected(one) && one.outcome === undefined);
  return [
    ...refusal(
      refused.filter(isDeclared),
      (it) => `declare \`deletionProtection: false\` for ${it}, apply that, then`,
    ),
    ...refusal(
      refused.filter((one) => !isDeclared(one)),
      (it) => `declare ${it} again with \`deletionProtection: false\`, apply that, then`,
    ),
  ];
}

/** @param first what is to be done before the deletion, of `it` or `them`. */
function refusal(connections: readonly ConnectionReport[], first: (it: string) => string): string[] {
  if (connections.length === 0) return [];
  const [their, it] = connections.length === 1 ? ["its", "it"] : ["their", "them"];
  return [
    `${listed(connections.map(({ name }) => name))}: deletionProtection is set, so ${their} deletion is refused: every sync configuration that uses ${it} would be deleted too. If that is wanted, ${first(it)} remove ${it}.`,
  ];
}

/** What is destroyed may be declared all the same. */
const isDeclared = ({ declaration }: ConnectionReport) => declaration !== undefined;

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
