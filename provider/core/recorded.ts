import type { z } from "zod";
import type { Properties } from "../contract";
import { quoted } from "../text/quote";
import { isObject } from "./values";

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

/** The service lists a connection in a form that this version does not know. */
export class UnknownForm extends Error {
  override readonly name = "UnknownForm";

  constructor(
    service: string,
    /** Which of its fields are not as they should be. */
    readonly reason: string,
  ) {
    super(
      `${service} lists this connection in a form this version of the provider does not know (${reason}). ` +
        "The state is unchanged; a newer version of pulumi-repo-connections may read it.",
    );
  }
}

/** How many fields are named. */
const MAX_NAMED = 8;

/** As much as is shown of a code host that is not known, in characters. */
const MAX_SHOWN = 40;

/**
 * The fields that an error is about, for a message; a code host that is not known by its name.
 *
 * @param record what was found; nothing else of it is shown.
 */
export function fieldsOf(error: z.ZodError, record?: unknown): string {
  const more = error.issues.length > MAX_NAMED ? ["…"] : [];
  const named = error.issues.slice(0, MAX_NAMED).map(({ path }) => {
    const name = path.join(".");
    const value = isObject(record) && (name === "platform" || name === "provider") ? record[name] : "";
    return typeof value === "string" && value !== "" ? `${name} "${quoted(value, MAX_SHOWN)}"` : name;
  });
  return [...named, ...more].join(", ");
}
