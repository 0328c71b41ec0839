import type { Reference } from "../file";
import { didYouMean } from "./didYouMean";
import { type DeclaredConnection, declaredConnections, inWords } from "./references";
import type { Shard } from "./shards";

/** A connection whose credentials the file refers to. */
export interface RotatableConnection extends DeclaredConnection {
  readonly reference: Reference;
}

/** The connections of one stack that are to be rotated. */
export interface Rotation {
  readonly shard: Shard;
  readonly connections: readonly RotatableConnection[];
}

/**
 * The connection of a name: `payments`, or `shop/payments` where several stacks have one so called.
 *
 * @throws Error where there is none, or more than one, or it has no credentials to rotate.
 */
export function rotationOf(shards: readonly Shard[], name: string): Rotation {
  const all = shards.flatMap((shard) => declaredIn(shard).map((connection) => ({ shard, connection })));
  const found = all.filter(
    ({ shard, connection }) => connection.name === name || `${shard.name}/${connection.name}` === name,
  );
  const [only, ...others] = found;
  if (only && others.length === 0) return { shard: only.shard, connections: [rotatable(only.connection)] };
  if (only) {
    const names = found.map(({ shard, connection }) => `${shard.name}/${connection.name}`);
    throw new Error(`There are several connections ${name}; say which one: ${names.join(", ")}.`);
  }
  const names = all.map(({ connection }) => connection.name);
  throw new Error(`No file declares a connection ${name}.${didYouMean(name, names)}`);
}

/** Every connection whose credentials the file refers to, to one code host where it is given. */
export function rotationsOf(shards: readonly Shard[], host: string | undefined): Rotation[] {
  return shards.flatMap((shard) => {
    const connections = declaredIn(shard)
      .filter(isRotatable)
      .filter((connection) => host === undefined || connection.host === host);
    return connections.length === 0 ? [] : [{ shard, connections }];
  });
}

/** Says which other connections of the stack read the same secret, and so will change with the next application. */
export function sharing({ shard, connections }: Rotation): string[] {
  const rotated = new Set(connections.map(({ kind, name }) => `${kind} ${name}`));
  const others = declaredIn(shard).filter(({ kind, name }) => !rotated.has(`${kind} ${name}`));
  return connections.flatMap(({ name, reference }) => {
    const source = inWords(reference);
    const names = others
      .filter((one) => one.reference && inWords(one.reference) === source)
      .map((one) => one.name);
    if (names.length === 0) return [];
    const [does, is] = names.length === 1 ? ["does", "is"] : ["do", "are"];
    return [`${name} reads ${source}. So ${does} ${names.join(", ")}, which ${is} not rotated here.`];
  });
}

function rotatable(connection: DeclaredConnection): RotatableConnection {
  if (isRotatable(connection)) return connection;
  throw new Error(
    `${connection.name} keeps the credentials that its service holds: give it a reference in the file first.`,
  );
}

function isRotatable(connection: DeclaredConnection): connection is RotatableConnection {
  return connection.reference !== undefined;
}

function declaredIn({ declared }: Shard): DeclaredConnection[] {
  return declared === undefined ? [] : declaredConnections(declared);
}
