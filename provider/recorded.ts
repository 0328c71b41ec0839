import type { z } from "zod";
import type { Properties } from "./lifecycle";

/** The version of the recorded states' shape; it is written into a state from version 2 on. */
const STATE_VERSION = 1;

/** @throws Error when a state was recorded with a version of the package that knows more than this one. */
export function refuseNewerState({ stateVersion }: Properties): void {
  if (typeof stateVersion !== "number" || stateVersion <= STATE_VERSION) return;
  throw new Error(
    `The state of this connection was written by a newer version of pulumi-repo-connections (shape ${stateVersion}, this one knows ${STATE_VERSION}). Nothing was done: upgrade the package.`,
  );
}

/**
 * A recorded state, as its kind's schema reads it.
 *
 * @throws Error when it was recorded with a version that this one cannot know, or changed by hand.
 */
export function readRecorded<State>(schema: z.ZodType<State>, properties: Properties): State {
  refuseNewerState(properties);
  const state = schema.safeParse(properties);
  if (state.success) return state.data;
  const fields = fieldsOf(state.error);
  throw new Error(
    `The recorded state of this connection cannot be read (${fields}): was it changed by hand? Nothing was done.`,
  );
}

/** The fields that an error is about, for a message. */
export function fieldsOf(error: z.ZodError): string {
  return error.issues.map((issue) => issue.path.join(".")).join(", ");
}
