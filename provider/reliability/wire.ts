import type { Properties } from "../lifecycle";

/**
 * A copy of properties as the engine's protocol makes it, which is that of JSON.
 *
 * @throws Error when there is something that the protocol has no form for: `undefined`, say, or `NaN`.
 */
export function overTheWire(values: Properties): Record<string, unknown> {
  const copied: Record<string, unknown> = JSON.parse(JSON.stringify(values, refuseForeign));
  return copied;
}

function refuseForeign(key: string, value: unknown): unknown {
  const isForeign = value === undefined || ["function", "symbol", "bigint"].includes(typeof value);
  if (isForeign || (typeof value === "number" && !Number.isFinite(value))) {
    throw new Error(`${key} has a value that cannot be sent to the engine`);
  }
  return value;
}
