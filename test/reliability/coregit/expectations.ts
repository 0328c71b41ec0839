import { expect } from "vitest";
import { sha256 } from "../../../emulator/fingerprint";
import type { Properties } from "../../../provider/contract";
import { FOUND, type Held } from "./operations";
import type { World } from "./world";

/** Exactly one connection, or none, with exactly these fields; and the one that is not ours is untouched. */
export async function expectHeld(world: World, held: Held | undefined): Promise<void> {
  const expected = held && { provider: "github", label: held.label, tokenSha256: sha256(held.token) };
  expect(await world.held()).toMatchObject(expected === undefined ? [] : [expected]);
  const { control, coregit } = world.emulator;
  expect(await control.coregit.connections(coregit.organisationId)).toContainEqual(world.bystander);
}

/** The service holds what is declared; a connection that is taken over without a token has the one that it had. */
export async function expectDeclared(world: World, declared: Properties | undefined): Promise<void> {
  await expectHeld(world, declared && heldWhen(declared));
}

function heldWhen({ label, accessToken }: Properties): Held {
  return { label: String(label), token: typeof accessToken === "string" ? accessToken : FOUND.token };
}
