import { z } from "zod";
import { Attempts, attemptsFolder } from "../../provider/core/attempts";
import { identityOf, ORGANISATION } from "../../provider/core/identity";
import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import type { Home } from "../engine/home";
import type { Services } from "../services";

/** What this machine remembers of who has made a connection: this resource, perhaps this resource, somebody else, or nothing. */
export type Maker = "this" | "perhaps" | "another" | "unknown";

/** A connection as a file declares it, or a state records it. */
interface Named {
  readonly kind: Kind;
  readonly stack: string;
  readonly name: string;
}

/**
 * Whether a connection that no stack records is what an earlier creation of the same resource has made, as far as
 * this machine remembers one: then it is the provider's to find out, and to go on with.
 */
export function makerOf(id: string, named: Named, home: Home, services: Services): Maker {
  const attempt = attemptOf(named, home, services);
  if (attempt === undefined) return "unknown";
  if (attempt.id === undefined) return attempt.before.includes(id) ? "another" : "perhaps";
  return attempt.id === id ? "this" : "another";
}

/** What an earlier creation of the same resource has made, as far as this machine remembers: the provider goes on with it. */
export function madeBefore(named: Named, home: Home, services: Services): string | undefined {
  return attemptOf(named, home, services)?.id;
}

/** Whether this machine remembers any creation. */
export function remembersAny(kind: Kind, services: Services): boolean {
  return !attemptsAt(kind, services).isEmpty;
}

function attemptOf({ kind, stack, name }: Named, { organization, project }: Home, services: Services) {
  const urn = `urn:pulumi:${stack}::${project}::${providerKind(kind).type}::${name}`;
  const attempts = attemptsAt(kind, services);
  const find = (within: string) => attempts.find(identityOf(within, urn), Date.now());
  return find(organization) ?? find(ORGANISATION);
}

function attemptsAt(kind: Kind, services: Services) {
  const settings = services.settingsOf(kind);
  return new Attempts({ folder: attemptsFolder(process.env), settings, looks: z.object({}) });
}
