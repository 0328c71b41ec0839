import { expect } from "vitest";
import type { StoredConnection } from "../../../emulator/coregit/control";
import { sha256 } from "../../../emulator/fingerprint";
import { tokenText } from "../token";
import type { Declaration } from "./declaration";

/**
 * What the service holds, and what is recorded, when all is as declared.
 *
 * @param stored the connection at the service: what only the service knows is recorded as it knows it.
 */
export function expectedOf(declared: Declaration, stored: StoredConnection) {
  const { provider, label, style, token, verify, deletionProtection } = declared;
  const { externalUsername, createdAt, updatedAt } = stored;
  const status = { valid: true, username: externalUsername };
  return {
    connection: {
      provider,
      label,
      ...(style === "kept" ? {} : { tokenSha256: sha256(tokenText(token)) }),
    },
    outputs: {
      ...{ provider, label, verify, deletionProtection, externalUsername, createdAt, updatedAt },
      ...(style === "literal" ? { accessToken: tokenText(token) } : {}),
      ...(verify ? { status: expect.objectContaining(status) } : {}),
    },
  };
}
