import { type ByKind, byKind, type Kind } from "../../provider/kinds/names";
import type { Step } from "../engine/steps";
import type { ConnectionReport, StackReport } from "../report/schema";
import { hasConnectionFailed } from "./context";
import type { Ground } from "./ground";
import { listed } from "./pulumiWords";
import { keyOf } from "./survey/connections";

/** Whether something is deleted by a change, be it to make way for another one: it comes after everything else. */
export function comesLast({ change }: Pick<ConnectionReport, "change">): boolean {
  return change === "delete" || change === "replace";
}

/** Whether a change that comes last was not come to yet. */
export function isLeft(connection: ConnectionReport): boolean {
  return comesLast(connection) && connection.outcome === "skipped";
}

/** How the engine will call those connections of a stack that are to be deleted or replaced, before they are. */
export function urnsOfLast(
  { survey }: Ground,
  stack: string,
  connections: readonly ConnectionReport[],
): string[] {
  const { recorded = [] } = survey.of(stack) ?? {};
  return connections.filter(comesLast).flatMap((one) => {
    const same = recorded.filter(({ kind, id }) => kind === one.kind && id === one.id);
    const found = same.find(({ name }) => name === one.name) ?? same[0];
    return found === undefined ? [] : [found.urn.replace(/[^:]*$/, () => one.name)];
  });
}

/** What a connection is called, and was before. */
type Named = Pick<Step, "kind" | "name" | "renamedFrom">;

/** A connection's names; a rename is among its fields. */
export function asNamed({ kind, name, fields }: ConnectionReport): Named {
  const from = fields.find(({ path }) => path === "name")?.from;
  return { kind, name, ...(typeof from === "string" ? { renamedFrom: from } : {}) };
}

/** How the engine may call connections while they are left out, by {@link keyOf}: as they were called before, too. */
export function namesOf(connections: readonly Named[]): ReadonlySet<string> {
  const former = connections.flatMap(({ kind, renamedFrom }) =>
    renamedFrom === undefined ? [] : [{ kind, name: renamedFrom }],
  );
  return new Set([...connections, ...former].map(keyOf));
}

/** What has failed of each service, by name. */
export type Failures = ByKind<readonly string[]>;

/** Whether nothing has failed at the service of a connection. */
export function isFree({ kind }: ConnectionReport, failures: Failures): boolean {
  return failures[kind].length === 0;
}

/** What has failed of each service. A stack that failed as a whole counts for all that it has. */
export function failuresIn({ survey }: Ground, stacks: readonly StackReport[]): Failures {
  const of = (kind: Kind) =>
    stacks.flatMap(({ name: stack, errors, connections }) => {
      const { recorded = [], declared = [] } = survey.of(stack) ?? {};
      const isItsOwn = [...recorded, ...declared].some((one) => one.kind === kind);
      const isUndone = (one: ConnectionReport) =>
        hasConnectionFailed(one) || (one.outcome === "skipped" && !comesLast(one));
      return [
        ...(errors.length > 0 && isItsOwn ? [`stack ${stack}`] : []),
        ...connections
          .filter((one) => one.kind === kind && isUndone(one))
          .map(({ name }) => `${stack}/${name}`),
      ];
    });
  return byKind(of);
}

/** Says why something is neither deleted nor replaced. */
export function withReason(stack: StackReport, failures: Failures): StackReport {
  const kept = stack.connections.filter((one) => isLeft(one) && !isFree(one, failures));
  if (kept.length === 0) return stack;
  const causes = [...new Set(kept.flatMap(({ kind }) => failures[kind]))];
  const stay = kept.length === 1 ? "this stays as it is" : "these stay as they are";
  const note = `What deletes comes last, and only when all else at the same service went well. Since ${listed(causes)} failed, ${stay}: ${listed(kept.map(({ name }) => name))}. The same command, run again, goes on with it then.`;
  return { ...stack, notes: [...stack.notes, note] };
}

/** A stack's report with what became of those of its connections that were left. */
export function together(stack: StackReport, last: StackReport | undefined): StackReport {
  if (last === undefined) return stack;
  const connections = stack.connections.map((connection) => {
    const done = last.connections.find((one) => keyOf(one) === keyOf(connection));
    return isLeft(connection) && done ? done : connection;
  });
  const notes = [...new Set([...stack.notes, ...last.notes])];
  return { ...stack, connections, errors: [...stack.errors, ...last.errors], notes };
}
