import { type Properties, UNKNOWN } from "../contract";
import { changedIn } from "./diff";
import { normalise } from "./normalise";
import { CREDENTIAL_PROPERTIES } from "./schema";

/** The state that a creation, an adoption or an update will leave, as far as it is known before. */
export function preview(inputs: Properties, state: Properties | undefined): Properties {
  const { adopt: _, allowDuplicate: __, ...declared } = inputs;
  // A test follows every operation.
  const status = inputs.verify === false ? {} : { status: UNKNOWN };
  if (state === undefined) {
    const changedAt = CREDENTIAL_PROPERTIES.areIn(inputs) ? { accessTokenChangedAt: UNKNOWN } : {};
    const served = {
      externalUsername: UNKNOWN,
      createdAt: UNKNOWN,
      updatedAt: UNKNOWN,
      lastSyncedAt: UNKNOWN,
    };
    return { ...declared, ...served, ...changedAt, ...status };
  }
  const changed = changedIn(normalise(state), inputs);
  const sendsToken = CREDENTIAL_PROPERTIES.areSentWith(changed) && CREDENTIAL_PROPERTIES.areIn(inputs);
  const isSent = sendsToken || changed.includes("label");
  const { createdAt = isSent ? UNKNOWN : undefined, updatedAt, lastSyncedAt } = state;
  return {
    ...declared,
    ...{ createdAt, lastSyncedAt },
    updatedAt: isSent ? UNKNOWN : updatedAt,
    externalUsername: sendsToken ? UNKNOWN : state.externalUsername,
    accessTokenChangedAt: sendsToken ? UNKNOWN : state.accessTokenChangedAt,
    ...status,
  };
}
