import { named } from "./adoption";
import type { ConnectionRecord } from "./wire";

/**
 * What to say of connections that look as the one that was to be made.
 *
 * @param found one at least, all to one code host and with one label.
 */
export function maybeMade(found: readonly ConnectionRecord[]): string {
  const [first] = found;
  const there = found.length === 1 ? "is already a connection" : `are already ${found.length} connections`;
  return (
    `There ${there} to ${first?.provider} labelled ${JSON.stringify(first?.label)}: ${named(found)}. ` +
    "Many connections may have one label, so whether an earlier run of this program made it is not known. " +
    `To manage it with this resource, declare adopt: "${first?.id}".`
  );
}

/** What else to do where it is certain that this resource has none of them on this machine. */
export const ADVICE_BESIDE =
  "If this resource was renamed, use Pulumi's aliases. To have another one beside it, choose another label or declare allowDuplicate: true.";

/** What to say of a connection that an earlier run made for this resource, when another code host is declared by now. */
export function madeElsewhere(id: string, provider: string): string {
  return (
    `An earlier run made connection ${id} to ${provider} for this resource and did not come to record it; another provider is declared now. ` +
    "Delete it in Coregit's dashboard, or declare what was declared then and run the same command: it is taken up. Nothing was created."
  );
}
