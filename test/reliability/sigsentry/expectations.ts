import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { LogEntry } from "../../../emulator";
import type { Properties } from "../../../provider/contract";
import { nameOf } from "../matrix";
import type { Held } from "./operations";
import { REQUESTS } from "./requests";
import { COMMON, type World } from "./world";

/** Exactly one connection, or none, with exactly these fields; and the one that is not ours is untouched. */
export async function expectHeld(world: World, held: Held | undefined): Promise<void> {
  const expected = held && {
    ...COMMON,
    lookbackDays: held.lookbackDays,
    isActive: held.isActive,
    credentialsSha256: held.token && createHash("sha256").update(held.token).digest("hex"),
  };
  expect(await world.held()).toMatchObject(expected === undefined ? [] : [expected]);
  const { control, projectId } = world.emulator;
  expect(await control.sigsentry.connections(projectId)).toContainEqual(world.bystander);
}

/** The service holds what is declared, and after the last change of credentials the cache was purged. */
export async function expectDeclared(world: World, declared: Properties | undefined): Promise<void> {
  await expectHeld(world, heldWhen(declared));
  expectPurged(await world.log());
}

function heldWhen(declared: Properties | undefined): Held | undefined {
  if (declared === undefined) return undefined;
  const { credentials, lookbackDays, isActive = true } = declared;
  const token = Object(credentials).token ?? null;
  return { token, lookbackDays: Number(lookbackDays), isActive: isActive === true };
}

function expectPurged(log: readonly LogEntry[]): void {
  const changed = log.findLastIndex(({ method, body }) => method === "PUT" && "credentials" in Object(body));
  const purged = log.findLastIndex((entry) => nameOf(entry, REQUESTS) === "purge" && entry.status === 200);
  expect(purged).toBeGreaterThanOrEqual(changed);
}
