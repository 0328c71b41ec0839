import { providerKind } from "../../provider/kinds";
import { KINDS, type Kind, SERVICE_NAMES } from "../../provider/kinds/names";
import { visible } from "../../provider/text/visible";
import { type Address, isDefault } from "../report/addresses";
import type { Report, StackReport } from "../report/schema";
import { type Addresses, kindsOf, placeOf } from "./addresses";
import type { Context } from "./context";

/**
 * Refuses a plan that was reviewed when a service is asked at another address, or for another project, by now. Asks no
 * service.
 *
 * @throws Error that names the stacks and the addresses.
 */
export async function refuseOtherAddresses(context: Context, reviewed: Report): Promise<void> {
  const different: string[] = [];
  for (const shard of context.shards) {
    const stack = reviewed.stacks.find(({ name }) => name === shard.name);
    const kinds = kindsOf(shard, stack);
    if (kinds.length === 0) continue;
    // A plan makes the stack, too, and what lies in the folder configures it.
    if (!shard.exists) await context.engine.makeStack(shard.name);
    const { addresses, project } = await placeOf(context, shard, kinds);
    different.push(
      ...otherAddresses(shard.name, addresses, reviewed),
      ...kinds
        .filter((kind) => providerKind(kind).project)
        .flatMap((kind) => otherProject(shard.name, kind, project, stack)),
    );
  }
  if (different.length === 0) return;
  throw new Error(
    `What would be done is no longer what was reviewed. Nothing was done.\n${different.join("\n")}\nMake a new plan and have it reviewed.`,
  );
}

/**
 * What differs in the project of a service. Plans of earlier versions do not tell one that no file names. Exported for its
 * test.
 */
export function otherProject(
  stack: string,
  kind: Kind,
  now: string | undefined,
  reviewed: StackReport | undefined,
): string[] {
  if (reviewed?.addresses === undefined || reviewed.project === now) return [];
  const { project } = reviewed;
  const before = project === undefined ? "the API key's own project" : `project ${visible(project)}`;
  return [
    `  ${stack}: ${SERVICE_NAMES[kind]} with ${before} was reviewed, now it is ${now === undefined ? "the API key's own" : visible(now)}`,
  ];
}

/**
 * What differs between where a stack's services are asked now, and where they were when a plan was reviewed. What was not
 * reviewed with the stack itself is expected where another stack of the plan has it; and plans of earlier versions, which
 * do not tell, had the services' own addresses. Exported for its test.
 */
export function otherAddresses(stack: string, now: Addresses, { stacks }: Report): string[] {
  const own = stacks.find(({ name }) => name === stack)?.addresses;
  const reviewed = own ?? stacks.flatMap(({ addresses = [] }) => addresses);
  return KINDS.flatMap((kind) => {
    const address = now.find((one) => one.kind === kind);
    if (address === undefined) return [];
    const known = reviewed.filter((one) => one.kind === kind);
    const isExpected =
      known.some(({ url }) => url === address.url) || (known.length === 0 && isDefault(address));
    return isExpected ? [] : [difference(stack, address, own && known)];
  });
}

function difference(stack: string, { kind, url }: Address, reviewed: Addresses | undefined): string {
  const [before] = reviewed ?? [];
  const service = SERVICE_NAMES[kind];
  return before === undefined
    ? `  ${stack}: ${service} is at ${visible(url)} now, and the plan does not tell that address`
    : `  ${stack}: ${service} at ${visible(before.url)} was reviewed, now it is at ${visible(url)}`;
}
