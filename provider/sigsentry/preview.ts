import { type Properties, UNKNOWN } from "../contract";
import { changedIn, UPDATABLE } from "./diff";
import { normalise } from "./normalise";
import { CREDENTIAL_PROPERTIES } from "./schema";

/** The state that a creation, an adoption or an update will leave, as far as it is known before. */
export function preview(inputs: Properties, state: Properties | undefined): Properties {
  const { adopt: _, allowDuplicate: __, ...declared } = inputs;
  if (state === undefined) {
    const changedAt = CREDENTIAL_PROPERTIES.areIn(inputs) ? { credentialsChangedAt: UNKNOWN } : {};
    return { ...declared, createdAt: UNKNOWN, updatedAt: UNKNOWN, ...changedAt };
  }
  const changed = changedIn(normalise(state), inputs);
  const sendsCredentials = CREDENTIAL_PROPERTIES.areSentWith(changed) && CREDENTIAL_PROPERTIES.areIn(inputs);
  const isSent = sendsCredentials || UPDATABLE.some((field) => changed.includes(field));
  const isLookedUp = isSent || state.unverified === true;
  return {
    ...declared,
    createdAt: state.createdAt ?? (isLookedUp ? UNKNOWN : undefined),
    updatedAt: isLookedUp ? UNKNOWN : state.updatedAt,
    credentialsChangedAt: sendsCredentials ? UNKNOWN : state.credentialsChangedAt,
  };
}
