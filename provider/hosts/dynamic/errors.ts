import { type Lifecycle, PartialFailure, type Properties } from "../../contract";
import { shown } from "../engine/shown";
import { PROVIDER_KEY, toEngine } from "./values";

/** What Pulumi prints in place of a stack trace, before it shows the error itself. */
export const ANNOUNCED = "the operation failed; the reason follows";

/** An error as the engine shows it: the message, no secret, no stack, no cause. */
class PresentableError extends Error {
  /** Pulumi prints `${error}: ${error.stack}` beside the message it shows anyway; this keeps that line short. */
  override toString(): string {
    return "pulumi-repo-connections";
  }
}

/** What Pulumi takes for a resource that exists but is not yet as declared. */
class PartiallyDone extends PresentableError {
  readonly reasons: string[];

  constructor(
    message: string,
    readonly id: string,
    readonly properties: Properties,
  ) {
    super(message);
    this.reasons = [message];
  }
}

/**
 * What an operation has thrown, as the engine is to have it: without secrets, bounded, with what is left of the
 * operation when part of it was done.
 *
 * @param kind the lifecycle that was asked, if it could be made; it knows the secrets.
 * @param declared the inputs of the operation: what is left of it is recorded with the provider that they name.
 */
export function presentable(error: unknown, kind: Lifecycle | undefined, declared: Properties): Error {
  const message = error instanceof Error ? error.message : String(error);
  const clean = shown(message, kind);
  const told =
    error instanceof PartialFailure
      ? new PartiallyDone(clean, error.id, stateLeft(error.state, kind, declared))
      : new PresentableError(clean);
  told.stack = ANNOUNCED;
  return told;
}

/** Pulumi adds its provider to what an operation returns, but not to what a failed one has left. */
function stateLeft(
  state: Properties,
  kind: Lifecycle | undefined,
  declared: Properties,
): Record<string, unknown> {
  return toEngine({ ...state, [PROVIDER_KEY]: declared[PROVIDER_KEY] }, kind?.secrets ?? []);
}
