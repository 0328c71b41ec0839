import { providerKind } from "../../provider/kinds";
import type { StackReport } from "./schema";

/** Where a service is asked. */
export type Address = NonNullable<StackReport["addresses"]>[number];

/** Whether an address is the service's own. */
export function isDefault({ kind, url }: Address): boolean {
  return url === providerKind(kind).defaultUrl;
}

/** The addresses that a reader would not expect: those that are not the services' own. */
export function unusualAddresses({ addresses = [] }: StackReport): readonly Address[] {
  return addresses.filter((address) => !isDefault(address));
}
