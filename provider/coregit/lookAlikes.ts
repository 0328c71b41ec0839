import type { Records } from "../core/listing";
import { there, toAdopt } from "./candidates";
import type { CoregitClient } from "./client";
import type { CreationContext } from "./creationContext";
import type { Looks } from "./looks";
import { alike, certainlyThere } from "./search";

/** What else to do, whoever has the other one. */
const BESIDE = "To have another one beside it, choose another label or declare allowDuplicate: true.";

/**
 * Refuses a creation beside a connection that looks the same: an earlier run may have made it, on another machine say,
 * or another stack; or it is this one under its former name, which the same run is about to delete. Which resource of
 * this program manages it makes no difference: which of them are known depends on the order in which the engine comes
 * to them.
 *
 * @throws Error that names them, and what to declare.
 */
export async function refuseLookAlikes(
  client: CoregitClient,
  wanted: Looks,
  records: Records,
  { made, isGone, isOwn, isManaged, lag }: CreationContext,
): Promise<void> {
  const unlisted = made.filter(({ id }) => !records.byId.has(id));
  const likely = [...alike(records, wanted), ...unlisted].filter(({ id }) => !isGone(id) && !isOwn(id));
  const managed = likely.filter(({ id }) => isManaged(id));
  if (managed.length > 0) {
    const [first] = managed;
    throw new Error(
      `${there(managed)} Another resource of this program stands for ${managed.length === 1 ? "it" : "them"}. If that was renamed to this one, use Pulumi's aliases (in a file: renamedFrom); if no state has it any more, declare adopt: "${first?.id}". ${BESIDE} Nothing was created.`,
    );
  }
  const found = await certainlyThere(client, likely, lag);
  if (found.length === 0) return;
  throw new Error(
    `${there(found)} ${toAdopt(found)} If this resource was renamed, use Pulumi's aliases. ${BESIDE} Nothing was created.`,
  );
}
