import { providerKind } from "../../provider/kinds";
import { type DeclaredStack, placeOf, renderPlace } from "../file";
import type { ConnectionReport } from "../report/schema";
import { listed } from "./pulumiWords";
import type { Shard } from "./shards";

/** So many places are told. */
const MAX_PLACES = 3;

/** Says of connections of a stack that were to be rotated why nothing was sent, and what sends it all the same. */
export function unchangedCredentials(
  { declared }: Pick<Shard, "declared">,
  connections: readonly ConnectionReport[],
): string[] {
  const same = connections.filter(({ change, error }) => change === "none" && error === undefined);
  if (same.length === 0 || declared === undefined) return [];
  const names = listed(same.map(({ name }) => name));
  const their = same.length === 1 ? "its" : "their";
  const raised = same.slice(0, MAX_PLACES).map((one) => raise(declared, one));
  const more = same.length > MAX_PLACES ? " and so on" : "";
  return [
    `${names}: ${their} credentials are those that were sent last, so nothing was sent. To send the same ones again, set ${raised.join(", ")}${more}, and run this command again.`,
  ];
}

/** `credentialsVersion of payments to 3 (connections/payments.yaml:7:5)` */
function raise(declared: DeclaredStack, { kind, name, credentials }: ConnectionReport): string {
  const field = providerKind(kind).credentials.version;
  const place = renderPlace(placeOf(declared, kind, name, field));
  return `${field} of ${name} to ${(credentials.version ?? 1) + 1} (${place})`;
}
