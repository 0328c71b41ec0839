import type { ByKind } from "../../provider/kinds/names";
import { resource as coregit } from "./coregit/resource";
import type { ResourceKind } from "./resource";
import { resource as sigsentry } from "./sigsentry/resource";

/** How each kind's connections are declared to Pulumi. */
export const RESOURCES: ByKind<ResourceKind> = { sigsentry, coregit };
