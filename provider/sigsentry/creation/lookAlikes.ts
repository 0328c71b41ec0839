import { thereAre } from "../../core/creation";
import type { Records } from "../../core/listing";
import { named, quoted, shortened } from "../../text/quote";
import { listedLooks } from "../wire";
import type { CreationContext, Listed, Looks } from "./context";

/** As much as is shown of the names of repositories, and of a time, in characters. */
const MAX_SHOWN = 300;
const MAX_TIME_LENGTH = 40;

/**
 * What connections have in common that look the same: the platform and the set of repositories. To GitHub, names that
 * differ in case only are the same.
 */
export function likenessOf({ platform, repositories }: Pick<Looks, "platform" | "repositories">): string {
  const names = platform === "github" ? repositories.map((name) => name.toLowerCase()) : repositories;
  return JSON.stringify([platform, [...new Set(names)].sort()]);
}

/** The listed connections that look so. What cannot be read looks like nothing. */
export function alike({ byId }: Records, wanted: Looks): Listed[] {
  const likeness = likenessOf(wanted);
  return [...byId.values()]
    .flatMap((record) => listedLooks.safeParse(record).data ?? [])
    .filter((listed) => likenessOf(listed) === likeness);
}

/** The looks of a connection, in words. */
export function lookOf({ platform, repositories }: Pick<Looks, "platform" | "repositories">): string {
  return `to ${platform} for ${shortened(repositories.join(", "), MAX_SHOWN)}`;
}

/**
 * Refuses a creation beside a connection that looks the same: an earlier run may have made it, on another machine say,
 * or another stack. It makes no difference which resource of this program manages it, if any: which of them are known
 * depends on the order in which the engine comes to them.
 *
 * @throws Error that names them, and what to declare.
 */
export function refuseLookAlikes(wanted: Looks, records: Records, context: CreationContext): void {
  if (context.allowDuplicate) return;
  const madeSince = context.made.filter(({ id }) => !records.byId.has(id));
  const there = [...alike(records, wanted), ...madeSince].filter(({ id }) => !context.isGone(id));
  const found = there.filter(({ id }) => !context.isOwn(id));
  if (found.length === 0) return;
  throw new Error(`${describe(wanted, found)} ${adviceOn(found, context)} Nothing was created.`);
}

/** What to say of connections of one look. */
export function describe(wanted: Pick<Looks, "platform" | "repositories">, found: readonly Listed[]): string {
  const nameOf = ({ id, createdAt }: Listed) =>
    createdAt ? `${id} (made ${quoted(createdAt, MAX_TIME_LENGTH)})` : id;
  return `${thereAre(found.length)} ${lookOf(wanted)}: ${named(found, nameOf)}.`;
}

function adviceOn(found: readonly Listed[], { isManaged, isReplacement }: CreationContext): string {
  const free = found.find(({ id }) => !isManaged(id));
  if (free !== undefined && isReplacement)
    return `To manage it with this resource, declare adopt: "${free.id}". If it is the one that \`--replace\` is to replace, which Pulumi does not tell: leave deleteBeforeReplace out, or declare allowDuplicate: true for that run.`;
  if (free !== undefined)
    return `To manage it with this resource, declare adopt: "${free.id}"; if this resource was renamed, use Pulumi's aliases; to have another one beside it, declare allowDuplicate: true.`;
  const managed =
    found.length === 1
      ? "Another resource of this program manages it"
      : "Other resources of this program manage them";
  return `${managed}: if that was renamed to this one, use Pulumi's aliases (in a file: renamedFrom); to have this one beside it, declare allowDuplicate: true.`;
}
