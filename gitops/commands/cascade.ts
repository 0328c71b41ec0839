import { providerKind } from "../../provider/kinds";
import type { Cascade } from "../../provider/kinds/kind";
import { KINDS, SERVICE_NAMES } from "../../provider/kinds/names";
import type { ConnectionReport, StackReport } from "../report/schema";
import { listed } from "./pulumiWords";

/** What there is to know of the connections of a stack that are deleted or replaced with others' things; none: nothing. */
export function cascadeOf(stack: StackReport): string[] {
  return KINDS.flatMap((kind) => {
    const { cascade } = providerKind(kind);
    if (cascade === undefined) return [];
    const own = stack.connections.filter((one) => one.kind === kind);
    return [...deletedWith(own, SERVICE_NAMES[kind], cascade), ...refusedBy(own, cascade)];
  });
}

/**
 * What a service deletes with them. A deletion that failed has deleted nothing; a replacement may have failed when its
 * deletion was done.
 */
function deletedWith(own: readonly ConnectionReport[], service: string, { what }: Cascade): string[] {
  const concerned = own
    .filter(({ change }) => change === "delete" || change === "replace")
    .filter((one) => one.outcome !== "skipped" && !isProtected(one))
    .filter(({ change, outcome }) => outcome !== "failed" || change === "replace");
  if (concerned.length === 0) return [];
  const namesOf = (isDoubtful: boolean) =>
    concerned.filter(({ outcome }) => (outcome === "failed") === isDoubtful).map(({ name }) => name);
  const [certain, doubtful] = [namesOf(false), namesOf(true)];
  return [
    [
      `${service} deletes a connection together with every ${what} that uses it.`,
      ...(certain.length > 0 ? [`That concerns ${listed(certain)}.`] : []),
      ...(doubtful.length > 0 ? [`Whether that has happened to ${listed(doubtful)} is not known.`] : []),
    ].join(" "),
  ];
}

/** A plan of the engine's does not ask the provider, which refuses only the deletion itself. */
function refusedBy(own: readonly ConnectionReport[], cascade: Cascade): string[] {
  const refused = own.filter((one) => isProtected(one) && one.outcome === undefined);
  return [
    ...refusal(
      refused.filter(isDeclared),
      cascade,
      (it) => `declare \`deletionProtection: false\` for ${it}, apply that, then`,
    ),
    ...refusal(
      refused.filter((one) => !isDeclared(one)),
      cascade,
      (it) => `declare ${it} again with \`deletionProtection: false\`, apply that, then`,
    ),
  ];
}

/** @param first what is to be done before the deletion, of `it` or `them`. */
function refusal(
  connections: readonly ConnectionReport[],
  { what }: Cascade,
  first: (it: string) => string,
): string[] {
  if (connections.length === 0) return [];
  const [their, it] = connections.length === 1 ? ["its", "it"] : ["their", "them"];
  return [
    `${listed(connections.map(({ name }) => name))}: deletionProtection is set, so ${their} deletion is refused: every ${what} that uses ${it} would be deleted too. If that is wanted, ${first(it)} remove ${it}.`,
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
  const said = KINDS.flatMap((kind) => providerKind(kind).cascade?.note ?? []);
  const others = report.notes.filter((note) => !said.some((one) => note.includes(one)));
  return { ...report, notes: [...others, ...cascadeOf(report)] };
}
