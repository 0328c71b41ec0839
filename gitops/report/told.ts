import { allFacts, type Fact } from "./facts";
import type { ConnectionReport } from "./schema";
import { type ShownChange, showChange, showMapping } from "./values";

/** A field with what stays of it and what changes; every text in it is safe to show on one line. */
export interface Told extends Fact {
  readonly change: ShownChange | undefined;
}

/**
 * Every field once: of what differs only what stays beside its difference, and the difference where the field stands.
 *
 * @param facts those of the connection's that are to be shown.
 */
export function toldOnce(connection: ConnectionReport, facts: readonly Fact[], at: string): Told[] {
  const { fields, services = [] } = connection;
  const known = allFacts(connection, at);
  const changes = fields.map((field): ShownChange => {
    const change = showChange(field);
    const { values } = known.find(({ path }) => path === field.path) ?? {};
    // The source of a credential says more than the value that a report may show.
    const isNew = field.from === undefined && field.to !== undefined;
    return isNew && values ? { path: change.path, form: "set", added: values, removed: [] } : change;
  });
  const changed = services.filter((one) => fields.some(({ path }) => isOf(path, one))).map(showMapping);
  const beside = facts.flatMap(({ path, values }): Told[] => {
    const change = changes.find((one) => one.path === path);
    const told = change?.form === "set" ? change.added : change === undefined ? [] : values;
    const kept = values.filter((one) => ![...told, ...changed].includes(one));
    const inside = changes.filter((one) => one.path.startsWith(`${path}[`));
    return [{ path, values: kept, change }, ...inside.map(alone)];
  });
  const rest = changes.filter((change) => beside.every(({ path }) => path !== change.path));
  return [...beside, ...rest.map(alone)];
}

const alone = (change: ShownChange): Told => ({ path: change.path, values: [], change });

/** Whether a difference is of this mapping: it is told apart by its folder, too, where that is needed. */
function isOf(
  path: string,
  { serviceName, repo, pathPrefix }: NonNullable<ConnectionReport["services"]>[number],
): boolean {
  const name = `${serviceName}, ${repo}`;
  return [name, `${name}, ${pathPrefix || '""'}`].some((one) => path.startsWith(`serviceMappings[${one}].`));
}
