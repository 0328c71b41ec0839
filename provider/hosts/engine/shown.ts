import type { Lifecycle } from "../../contract";
import { shortened } from "../../text/quote";
import { visible } from "../../text/visible";

/** The longest message that is shown, in characters; no real one comes near. */
const MAX_MESSAGE_LENGTH = 4000;

/**
 * A message as Pulumi may print it: every one takes this way. It is bounded, has no secret in it, and nothing that a
 * terminal, a CI system or Pulumi would obey. Ours have one line each: a line break in one is somebody else's.
 *
 * @param kind knows the secrets; absent as long as there is none that could.
 */
export function shown(message: string, kind: Lifecycle | undefined): string {
  // Bounded at once: whatever follows takes time in proportion to the length.
  const bounded = shortened(message, 4 * MAX_MESSAGE_LENGTH);
  return visible(shortened(kind?.redact(bounded) ?? bounded, MAX_MESSAGE_LENGTH));
}
