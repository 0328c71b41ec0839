import { isExpired } from "../keyring";
import type { Accounts, ApiKey } from "./accounts";
import { ApiError } from "./errors";

/**
 * The key of a request, if it is one that counts at all: 401 otherwise. `now` is in milliseconds since 1970.
 * Undocumented, chosen: the texts, which have no code.
 */
export function authenticate({ keys }: Accounts, value: string | undefined, now: number): ApiKey {
  if (!value) throw new ApiError(401, "Missing API key");
  const key = keys.find(value);
  if (key === undefined || key.revoked) throw new ApiError(401, "Invalid API key");
  if (isExpired(key, now)) throw new ApiError(401, "API key expired");
  return key;
}

/** Refuses (403) a key that may only look: connections are made, changed and deleted with master keys. */
export function checkMaster({ kind }: ApiKey): void {
  if (kind !== "cgk_live") throw new ApiError(403, "Only master API keys can manage connections");
}
