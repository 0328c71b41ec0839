import { z } from "zod";
import { providerKind } from "../../provider/kinds";
import { KINDS } from "../../provider/kinds/names";

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
  initErrors: z.array(z.string()).optional(),
});

const exported = z.object({
  deployment: z.object({
    resources: z.array(resource).default([]),
    pending_operations: z.array(z.unknown()).default([]),
  }),
});

/** A resource as the state keeps it; when it was created and modified is left out. */
export type ResourceState = z.output<typeof resource>;

/** What `pulumi stack export` shows. */
export type StackState = z.output<typeof exported>["deployment"];

/** Reads what `pulumi stack export` printed. */
export function parseState(text: string): StackState {
  return exported.parse(JSON.parse(text)).deployment;
}

/** The types of connections, under either host. */
const CONNECTIONS = KINDS.flatMap((kind) => [providerKind(kind).type, providerKind(kind).pluginType]);

/** The connections in a state, by their names in the program. */
export function connectionsIn(state: StackState): Record<string, ResourceState> {
  return Object.fromEntries(
    state.resources
      .filter(({ type }) => CONNECTIONS.includes(type))
      .map((found) => [found.urn.split("::").at(-1), found]),
  );
}
