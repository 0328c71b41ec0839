import { expect } from "vitest";
import type { StoredCoregitConnection } from "../../../emulator";
import { sha256 } from "../../../emulator/fingerprint";
import type { Declaration } from "../../model/coregit/declaration";
import { tokenText } from "../../model/token";

/** The service holds, and the state says, what is declared of the connection with a name. */
export function expectSame(
  name: string,
  declared: Declaration,
  held: StoredCoregitConnection,
  recorded: Readonly<Record<string, unknown>>,
): void {
  const { provider, label, token, verify, deletionProtection } = declared;
  const { externalUsername, createdAt, updatedAt } = held;
  expect(held, name).toMatchObject({ provider, label, tokenSha256: sha256(tokenText(token)) });

  const { status, unconfirmed, ...outputs } = recorded;
  expect(outputs, name).toMatchObject({ provider, label, verify, deletionProtection });
  expect(unconfirmed, name).toBeUndefined();
  // What was just written, a list or a test that lags does not tell; what they do tell is true.
  expect([externalUsername, undefined], name).toContain(outputs.externalUsername);
  const shown = { valid: true, checkedAt: expect.any(String) };
  expect([{ ...shown, username: externalUsername }, shown, undefined], name).toContainEqual(status);
  if (!verify) expect(status, name).toBeUndefined();
  expect([createdAt, undefined], name).toContain(outputs.createdAt);
  expect([updatedAt, undefined], name).toContain(outputs.updatedAt);
}
