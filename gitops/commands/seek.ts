import { providerKind } from "../../provider/kinds";
import { KINDS, type Kind, keySettingOf, keyVariableOf, SERVICE_NAMES } from "../../provider/kinds/names";
import { connectionReport } from "../engine/connectionReport";
import type { Step } from "../engine/steps";
import { inFileWords } from "../file";
import type { ConnectionReport, Report } from "../report/schema";
import type { Services } from "../services";
import { addressesAt } from "./addresses";
import { emptyStack } from "./context";
import type { Found, Unknown } from "./found";
import { type Destination, type Importable, importable } from "./importable";
import { messageOf } from "./pulumiWords";
import type { Shard } from "./shards";
import { reportOf } from "./summary";
import type { WantedConnection } from "./survey/connections";
import type { Survey } from "./survey/survey";

/** What can be imported, and what there is to say of it. */
export interface Sought {
  readonly entries: Importable["entries"];
  readonly report: Report;
}

/**
 * Finds what exists at the services, and no stack manages and no file names.
 *
 * @param kind the service to look at; absent: each that there is an API key for.
 * @param destination what it goes into; the file's name is in the report.
 */
export async function seek(
  shard: Shard,
  services: Services,
  known: Survey,
  kind: Kind | undefined,
  destination: Destination,
): Promise<Sought> {
  const asked = kindsToLookAt((one) => services.has(one), kind);
  const kinds = (shard.declared?.places.kinds ?? KINDS).filter((one) => asked.includes(one));
  const existing = await Promise.all(kinds.map((one) => unmanaged(services, one, known))).catch(
    (error: unknown) => {
      throw new Error(inFileWords(messageOf(error), shard.name), { cause: error });
    },
  );
  const awaited = known.begun.filter((wanted) => isAwaited(wanted, shard));
  const { entries, leftOut } = importable(existing.flat(), destination, awaited, services.redact);
  const connections = entries.map(({ connection, name }) => reported(connection, name));
  const notes = [...notLookedAt(kinds, kind), ...leftOut];
  const addresses = addressesAt(services, kinds);
  const { file } = destination;
  const stack = { ...emptyStack(shard), file, addresses, connections, notes };
  return { entries, report: reportOf("import", true, [stack]) };
}

/** The services that there is a key for, or the one that was asked for. Exported for its test. */
export function kindsToLookAt(hasKey: (kind: Kind) => boolean, asked: Kind | undefined): readonly Kind[] {
  const kinds = asked === undefined ? KINDS.filter(hasKey) : [asked];
  if (kinds.length > 0) return kinds;
  throw new Error(
    `There is no API key for either service: set ${KINDS.map(keyVariableOf).join(" or ")}, or ${KINDS.map(keySettingOf).join(" or ")} in the stack's configuration.`,
  );
}

/** Who finds nothing has to know where nobody looked. Exported for its test. */
export function notLookedAt(kinds: readonly Kind[], asked: Kind | undefined): string[] {
  if (asked !== undefined) return [];
  return KINDS.filter((kind) => !kinds.includes(kind)).map(
    (kind) =>
      `${SERVICE_NAMES[kind]} was not looked at: there is no API key for it (${keySettingOf(kind)}, or ${keyVariableOf(kind)}).`,
  );
}

/** What no stack of this project manages, and no file is about to take over. */
async function unmanaged(services: Services, kind: Kind, known: Survey): Promise<(Found | Unknown)[]> {
  const { listed, unreadable } = await services.inventory(kind);
  const isKnown = (id: string) => known.managerOf(kind, id) !== undefined || known.isAdopted(kind, id);
  return [...listed, ...unreadable]
    .filter(({ id }) => id === undefined || !isKnown(id))
    .map((found) => ({ ...found, kind }));
}

/** Whether what is declared and not recorded may be what a stack's services list; where the state was lost, it is. */
function isAwaited(wanted: WantedConnection, { name, declared }: Shard): boolean {
  if (wanted.adopt !== undefined || wanted.allowDuplicate) return false;
  const isOfProject = declared?.project !== undefined && wanted.project === declared.project;
  return !providerKind(wanted.kind).project || wanted.stack === name || isOfProject;
}

function reported({ kind, id, state }: Found, name: string): ConnectionReport {
  const side = { id, inputs: {}, outputs: state };
  const step: Step = {
    ...{ urn: "", name, kind, op: "same", ended: "done", errors: [] },
    ...{ old: side, new: side },
  };
  return { ...connectionReport(step, false, undefined), change: "adopt" };
}
