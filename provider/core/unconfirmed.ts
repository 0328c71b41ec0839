import { PartialFailure, type Properties } from "../contract";
import { mayHaveBeenDone } from "../http/serviceError";
import type { CredentialProperties } from "../secrets/credentialProperties";

/** What a state tells of updates that were sent and never answered: the service may hold the old values or the new. */
export interface Unconfirmed {
  /** The fields of such updates; the next update sends them again. */
  readonly unconfirmed?: readonly string[];
}

/** An update that is to be sent. */
export interface Update {
  readonly old: Properties & Unconfirmed;
  readonly inputs: Properties;
  readonly credentials: CredentialProperties;
  /** The fields that are sent. */
  readonly changes: Properties;
}

/**
 * Sends an update.
 *
 * @returns what sending it has told.
 * @throws PartialFailure when it is not known whether the update was carried out.
 */
export async function sendUpdate<T>(id: string, update: Update, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!mayHaveBeenDone(error)) throw error;
    const { old, changes } = update;
    const unconfirmed = [...new Set([...(old.unconfirmed ?? []), ...Object.keys(changes)])];
    throw new PartialFailure(
      id,
      { ...withDeclaredSecrets(update), unconfirmed },
      "Whether the update was carried out is not known. Run the same command again: it will send the same fields.",
      error,
    );
  }
}

/**
 * The old state with the credentials in the form in which they are declared now. What it had is either the same or sent
 * again; and the engine hides only what is declared, so in its old form it would stand in the state for all to read.
 */
function withDeclaredSecrets({ old, inputs, credentials }: Update): Properties {
  const secrets = [...credentials.secrets, credentials.from];
  const rest = Object.entries(old).filter(([field]) => !secrets.includes(field));
  const declared = Object.entries(inputs).filter(([field]) => secrets.includes(field));
  return Object.fromEntries([...rest, ...declared]);
}

/** Whether a recorded state holds the field in doubt. */
export function isUnconfirmed(field: string, { unconfirmed }: Properties): boolean {
  return Array.isArray(unconfirmed) && unconfirmed.includes(field);
}

/** What a user should know of the fields in doubt; none: nothing. */
export function notesOnUnconfirmed({ unconfirmed }: Properties): string[] {
  if (!Array.isArray(unconfirmed) || unconfirmed.length === 0) return [];
  return [
    `it was not known whether its last update was carried out; this update sends the same fields again: ${unconfirmed.join(", ")}`,
  ];
}
