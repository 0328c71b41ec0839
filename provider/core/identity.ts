import { createHash, randomUUID } from "node:crypto";

/** How much of an identity tells the program, and how much the resource, in characters. */
const PROGRAM_LENGTH = 7;
const RESOURCE_LENGTH = 15;

/** Ends the part of an identity that tells the resource. */
const SEPARATOR = ".";

/**
 * What every organisation of a backend without organisations is called; of one with them, the engine tells a plugin
 * nothing, so that for a plugin it is called so too.
 */
export const ORGANISATION = "organization";

/**
 * What tells a resource from every other, across processes: its organisation and URN, hashed to keep the state small.
 * It begins with what the resources of one program have in common: the organisation, the stack and the project.
 * From it is derived how a creation that was cut short is recognised.
 */
export function identityOf(organisation: string, urn: string): string {
  const hash = (text: string) => createHash("sha256").update(`${organisation}\n${text}`).digest("base64url");
  const program = urn.split("::", 2).join("::");
  return hash(program).slice(0, PROGRAM_LENGTH) + hash(urn).slice(0, RESOURCE_LENGTH);
}

/** The identity of what is created beside a resource, to replace it: like no other, so that nothing earlier is found. */
export function replacementOf(identity: string): string {
  return `${identity}${SEPARATOR}${randomUUID()}`;
}

/** The identity of the resource that a replacement is of; that of a resource itself. */
export function resourceOf(identity: string): string {
  return identity.split(SEPARATOR, 1).join();
}

/** What the identities of one program's resources have in common. */
export function programOf(identity: string): string {
  return identity.slice(0, PROGRAM_LENGTH);
}
