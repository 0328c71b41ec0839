import { isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc";
import type { Properties } from "../../provider/contract";

/**
 * A copy of properties as the engine's protocol makes it, which is that of JSON.
 *
 * @throws Error when there is something that the protocol has no form for: `undefined`, say, or `NaN`.
 */
export function overTheWire(values: Properties): Record<string, unknown> {
  const copied: Record<string, unknown> = JSON.parse(JSON.stringify(values, refuseForeign));
  return copied;
}

/** What a provider has answered, as the engine records it. */
export interface Answered {
  /** All of it, as the next call will bring it back: without Pulumi's marks of secrets. */
  readonly values: Record<string, unknown>;
  /** What the state shows to whoever can read it: all but what is marked as secret. */
  readonly readable: Record<string, unknown>;
}

/** Takes an answer apart; see {@link overTheWire} for what it may not hold. */
export function answered(values: Properties): Answered {
  const marked = JSON.stringify(overTheWire(values));
  return {
    values: JSON.parse(marked, (_, value: unknown) => unwrapRpcSecret(value)),
    readable: JSON.parse(marked, (_, value: unknown) => (isRpcSecret(value) ? undefined : value)),
  };
}

function refuseForeign(key: string, value: unknown): unknown {
  const isForeign = value === undefined || ["function", "symbol", "bigint"].includes(typeof value);
  if (isForeign || (typeof value === "number" && !Number.isFinite(value))) {
    throw new Error(`${key} has a value that cannot be sent to the engine`);
  }
  return value;
}
