import { named } from "./adoption";
import type { ConnectionRecord } from "./wire";

/** There are connections of which it cannot be said whether an earlier attempt has made them. */
export class Ambiguous extends Error {
  override readonly name = "Ambiguous";

  /**
   * @param found the connections, one at least, all to one code host and with one label.
   * @param done what was done, or was not.
   */
  constructor(found: readonly ConnectionRecord[], done: string) {
    const [first] = found;
    const there = found.length === 1 ? "is already a connection" : `are already ${found.length} connections`;
    super(
      `There ${there} to ${first?.provider} labelled ${JSON.stringify(first?.label)}: ${named(found)}. ` +
        "Many connections may have one label, so whether an earlier run of this program made it is not known. " +
        `To manage it with this resource, declare adopt: "${first?.id}"; to have another one beside it, choose another label. ${done}`,
    );
  }
}
