import type { Config } from "../../provider/contract";
import { ADDRESSES, addressesToText } from "../../provider/core/serviceAddress";
import { KINDS, type Kind } from "../../provider/kinds/names";
import type { Operation } from "../engine/operation";
import type { Snapshot } from "../engine/snapshot";
import type { StackReport } from "../report/schema";
import { Services } from "../services";
import type { Context } from "./context";
import { servicesOf } from "./reach";
import type { Shard } from "./shards";

/** Where services are asked. */
export type Addresses = NonNullable<StackReport["addresses"]>;

/** Where services are asked, and in which project. */
interface Place extends Pick<StackReport, "project"> {
  readonly addresses: Addresses;
}

/**
 * A stack's part of a report, with where the services are asked that it has to do with, unless it says so already; and in
 * which project.
 */
export async function withAddresses(
  context: Context,
  shard: Shard,
  report: StackReport,
): Promise<StackReport> {
  if (report.addresses !== undefined || context.cancelled.aborted) return report;
  const kinds = kindsOf(shard, report);
  if (kinds.length === 0) return { ...report, addresses: [] };
  try {
    return { ...report, ...(await placeOf(context, shard, kinds)) };
  } catch {
    // Where the configuration cannot be read nothing is asked, and the report says so, or needs none of it.
    return report;
  }
}

/** Where services are asked by what runs a program: as the stack is configured now. */
export async function addressesOf(
  context: Context,
  shard: Shard,
  kinds: readonly Kind[],
): Promise<Addresses> {
  return (await placeOf(context, shard, kinds)).addresses;
}

/** {@link addressesOf}, and the project that is asked there. */
export async function placeOf(context: Context, shard: Shard, kinds: readonly Kind[]): Promise<Place> {
  // It exists by now, or has never been asked for anything.
  const services = await servicesOf(context, { ...shard, exists: true });
  const [project] = kinds.flatMap((kind) => services.projectOf(kind) ?? []);
  return { addresses: addressesAt(services, kinds), ...(project === undefined ? {} : { project }) };
}

/** Where services are asked by what runs no program: Pulumi takes the configuration that it has recorded. */
export function recordedAddresses(
  context: Context,
  { recorded, config }: Snapshot,
): Pick<StackReport, "addresses"> {
  if (config === undefined) return {};
  const kinds = KINDS.filter((kind) => recorded.some((one) => one.kind === kind));
  return { addresses: addressesAt(servicesBy(context, config), kinds) };
}

function servicesBy({ cancelled, progress }: Context, config: Config): Services {
  return new Services(config, undefined, [], cancelled, progress.say);
}

/** Holds what Pulumi runs to the addresses that a report tells: it sends nothing anywhere else. */
export function held(addresses: Addresses = []): Required<Pick<Operation, "environment">> {
  const byKind = Object.fromEntries(addresses.map(({ kind, url }) => [kind, url]));
  return { environment: { [ADDRESSES]: addressesToText(byKind) } };
}

/** Where these services are asked. */
export function addressesAt(services: Services, kinds: readonly Kind[]): Addresses {
  return kinds.flatMap((kind) => {
    const url = services.addressOf(kind);
    return url === undefined ? [] : [{ kind, url }];
  });
}

/** The services whose connections a stack's file declares, or a report tells of. */
export function kindsOf(
  { declared }: Pick<Shard, "declared">,
  report: Pick<StackReport, "connections"> | undefined,
): Kind[] {
  const isDeclared = (kind: Kind) => Object.keys(declared?.connections[kind] ?? {}).length > 0;
  return KINDS.filter((kind) => isDeclared(kind) || report?.connections.some((one) => one.kind === kind));
}
