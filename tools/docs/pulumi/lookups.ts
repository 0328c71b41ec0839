import { providerKind } from "../../../provider/kinds";
import { SERVICE_NAMES } from "../../../provider/kinds/names";
import type { Source } from "./source";
import type { FunctionSpec, ObjectSpec } from "./spec";
import { fields, type Types } from "./types";

/** The functions that find connections at the service, managed or not, and the type of what they find. Nothing is secret there. */
export function lookupsOf(source: Source, types: Types) {
  const { kind, resource, lookup } = source;
  const name = `Found${resource}`;
  const found = connectionIn(source, types);
  const one: FunctionSpec = {
    description: `Finds a connection of ${SERVICE_NAMES[kind]} by its id, whoever manages it.`,
    inputs: {
      type: "object",
      properties: { id: { type: "string", description: lookup.id } },
      required: ["id"],
    },
    outputs: found,
  };
  const connections = {
    type: "array",
    items: types.reference(name),
    description: "What was found; perhaps nothing.",
  };
  const several: FunctionSpec = {
    description: `Lists the connections of ${SERVICE_NAMES[kind]} that have everything that is asked for, whoever manages them. Default: all.`,
    inputs: filtersIn(source, types),
    outputs: { type: "object", properties: { connections }, required: ["connections"] },
  };
  return {
    found: {
      [types.token(name)]: { description: `A connection as ${SERVICE_NAMES[kind]} shows it.`, ...found },
    },
    functions: { [types.token(`get${resource}`)]: one, [types.token(`get${resource}s`)]: several },
  };
}

function connectionIn({ kind, comments, resource, declared, recorded }: Source, types: Types): ObjectSpec {
  const inputs = types.fieldsOf(declared, "input");
  const state = types.fieldsOf(recorded, "output");
  const names = providerKind(kind).shown;
  const shown = fields(
    names,
    (name) => (inputs.names.includes(name) ? inputs : state).typeOf(name),
    (name) => ({ description: comments.of(`${resource}Resource.${name}`) }),
  );
  return {
    type: "object",
    properties: { id: { type: "string", description: "The connection's id." }, ...shown },
    required: ["id", ...names.filter((name) => state.required.includes(name))],
  };
}

function filtersIn({ declared, lookup: { filters } }: Source, types: Types): ObjectSpec {
  const inputs = types.fieldsOf(declared, "input");
  const properties = Object.entries(filters).map(([name, description]) => [
    name,
    { ...(inputs.names.includes(name) ? inputs.typeOf(name) : { type: "string" }), description },
  ]);
  return { type: "object", properties: Object.fromEntries(properties), required: [] };
}
