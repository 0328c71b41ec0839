import { isDeepStrictEqual } from "node:util";
import type { Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, UNKNOWN } from "../../contract";
import { isObject } from "../../core/values";
import { isUnknown, mapValues, secretly, UNKNOWN_SENTINEL, wrappedIn } from "../engine/values";
import { Struct } from "./grpc";

/** What a program, or a state, has marked as secret: the values themselves, by the property that they stand in. */
export type Marks = ReadonlyMap<string, readonly unknown[]>;

/** What the engine has sent. */
export interface Received {
  /** In plain, with {@link UNKNOWN} for what is not known yet, and without what is internal to Pulumi. */
  readonly values: Properties;
  readonly marks: Marks;
}

/** What a message holds under a key that is internal to Pulumi or to a host. */
export function internalIn(message: StructMessage | undefined, key: string): unknown {
  return message?.toJavaScript()[key];
}

/** What a message from the engine holds. */
export function received(message: StructMessage | undefined): Received {
  const marks = new Map<string, unknown[]>();
  const values = Object.entries(message?.toJavaScript() ?? {})
    // Keys that start so are Pulumi's, or the dynamic host's.
    .filter(([name]) => !name.startsWith("__"))
    .map(([name, value]) => {
      const secrets: unknown[] = [];
      const plain = plainOf(value, secrets);
      if (secrets.length > 0) marks.set(name, secrets);
      return [name, plain];
    });
  return { values: Object.fromEntries(values), marks };
}

function plainOf(value: unknown, secrets: unknown[]): unknown {
  if (typeof value === "string") return isUnknown(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((item) => plainOf(item, secrets));
  if (!isObject(value)) return value;
  const wrapped = wrappedIn(value);
  if (wrapped === undefined) return mapValues(value, (inner) => plainOf(inner, secrets));
  const plain = plainOf(wrapped.value, secrets);
  if (wrapped.isSecret) secrets.push(plain);
  return plain;
}

/** What several messages have marked. */
export function marksOf(...all: readonly Received[]): Marks {
  const names = new Set(all.flatMap(({ marks }) => [...marks.keys()]));
  return new Map([...names].map((name) => [name, all.flatMap(({ marks }) => marks.get(name) ?? [])]));
}

/**
 * Properties as a message to the engine.
 *
 * @param secrets the names of the properties that hold secrets, whatever is marked.
 * @param marks what else is to be secret. A value is found again wherever the normal form has put it; where one is not
 *   found, as after a change by hand, the whole of its property is secret.
 */
export function toSend(
  properties: Properties,
  secrets: readonly string[],
  marks: Marks = new Map(),
): StructMessage {
  const marked = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [
      name,
      secrets.includes(name) ? secretly(inWire(value)) : withMarks(value, marks.get(name) ?? []),
    ]);
  return Struct.fromJavaScript(Object.fromEntries(marked));
}

function withMarks(value: unknown, secrets: readonly unknown[]): unknown {
  const lost = new Set(secrets);
  const marked = inWire(value, (part) => {
    const same = secrets.filter((secret) => isDeepStrictEqual(secret, part));
    for (const secret of same) lost.delete(secret);
    return same.length > 0;
  });
  return lost.size > 0 ? secretly(inWire(value)) : marked;
}

/** A value as it travels. */
function inWire(value: unknown, isSecret: (part: unknown) => boolean = () => false): unknown {
  const plain = () => {
    if (value === UNKNOWN) return UNKNOWN_SENTINEL;
    if (Array.isArray(value)) return value.map((item) => inWire(item, isSecret));
    return isObject(value) ? mapValues(value, (inner) => inWire(inner, isSecret)) : value;
  };
  return isSecret(value) ? secretly(inWire(value)) : plain();
}
