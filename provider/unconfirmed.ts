import { mayHaveBeenDone } from "./http/serviceError";
import { PartialFailure, type Properties } from "./lifecycle";

/** What a state tells of updates that were sent and never answered: the service may hold the old values or the new. */
export interface Unconfirmed {
  /** The fields of such updates; the next update sends them again. */
  readonly unconfirmed?: readonly string[];
}

/**
 * Sends an update.
 *
 * @param state what is recorded when the answer is lost, besides the fields in doubt.
 * @throws PartialFailure when it is not known whether the update was carried out.
 */
export async function sendUpdate(
  id: string,
  state: Properties & Unconfirmed,
  changes: Properties,
  send: () => Promise<void>,
): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!mayHaveBeenDone(error)) throw error;
    const unconfirmed = [...new Set([...(state.unconfirmed ?? []), ...Object.keys(changes)])];
    throw new PartialFailure(
      id,
      { ...state, unconfirmed },
      "Whether the update was carried out is not known. Run the same command again: it will send the same fields.",
      error,
    );
  }
}

/** Whether a recorded state holds the field in doubt. */
export function isUnconfirmed(field: string, { unconfirmed }: Properties): boolean {
  return Array.isArray(unconfirmed) && unconfirmed.includes(field);
}

/** What a user should know of the fields in doubt; none: nothing. */
export function notesOnUnconfirmed({ unconfirmed }: Properties): string[] {
  if (!Array.isArray(unconfirmed) || unconfirmed.length === 0) return [];
  return [
    `whether its last update was carried out is not known; the update sends again what that was to change: ${unconfirmed.join(", ")}`,
  ];
}
