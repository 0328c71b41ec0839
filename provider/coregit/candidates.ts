import { named } from "./adoption";
import type { ConnectionRecord } from "./wire";

/**
 * What to say of connections that look as the one that was to be made.
 *
 * @param found one at least, all to one code host and with one label.
 */
export function there(found: readonly ConnectionRecord[]): string {
  const [first] = found;
  const are = found.length === 1 ? "is already a connection" : `are already ${found.length} connections`;
  return `There ${are} to ${first?.provider} labelled ${JSON.stringify(first?.label)}: ${named(found)}.`;
}

/** What to say where nobody in this program is known to manage them. */
export function toAdopt([first]: readonly ConnectionRecord[]): string {
  return (
    "Many connections may have one label, so whether an earlier run of this program made it is not known. " +
    `To manage it with this resource, declare adopt: "${first?.id}".`
  );
}

/** The same where it is known that an earlier run may have made any of several. */
export function maybeMade(found: readonly ConnectionRecord[]): string {
  return `${there(found)} ${toAdopt(found)}`;
}

/** What to say of a connection that an earlier run made for this resource, when another code host is declared by now. */
export function madeElsewhere(id: string, provider: string): string {
  return (
    `An earlier run made connection ${id} to ${provider} for this resource and did not come to record it; another provider is declared now. ` +
    "Delete it in Coregit's dashboard, or declare what was declared then and run the same command: it is taken up. Nothing was created."
  );
}
