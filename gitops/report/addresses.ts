import { DEFAULT_BASE_URL as COREGIT } from "../../provider/coregit/settings";
import { DEFAULT_BASE_URL as SIGSENTRY } from "../../provider/sigsentry/settings";
import type { StackReport } from "./schema";

/** Where a service is asked. */
export type Address = NonNullable<StackReport["addresses"]>[number];

const DEFAULTS = { sigsentry: SIGSENTRY, coregit: COREGIT } as const;

/** Whether an address is the service's own. */
export function isDefault({ kind, url }: Address): boolean {
  return url === DEFAULTS[kind];
}

/** The addresses that a reader would not expect: those that are not the services' own. */
export function unusualAddresses({ addresses = [] }: StackReport): readonly Address[] {
  return addresses.filter((address) => !isDefault(address));
}
