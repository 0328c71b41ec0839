import { isExpired } from "../keyring";
import type { Accounts, ApiKey } from "./accounts";
import { ApiError } from "./errors";

/**
 * The key of a request, if it is one that counts at all: 401 otherwise. `now` is in milliseconds since 1970.
 * As the running server says it: an expired key is as good as one that nobody has.
 */
export function authenticate({ keys }: Accounts, value: string | undefined, now: number): ApiKey {
  if (!value) throw new ApiError(401, "Missing API key. Set x-api-key header.");
  const key = keys.find(value);
  if (key !== undefined && !key.revoked && !isExpired(key, now)) return key;
  throw new ApiError(401, value.startsWith("cgt_") ? "Invalid or expired token" : "Invalid API key");
}

/** Refuses (403) a key that may only look: connections are made, changed and deleted with master keys. */
export function checkMaster({ kind }: ApiKey): void {
  if (kind !== "cgk_live") throw new ApiError(403, "Only master API keys can manage connections");
}
