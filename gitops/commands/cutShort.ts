import { z } from "zod";
import { Attempts, attemptsFolder } from "../../provider/attempts";
import { identityOf } from "../../provider/identity";
import type { Home } from "../engine/home";
import { type Kind, typeOfKind } from "../kinds";
import type { Services } from "../services";

/** What this machine remembers of who has made a connection: this resource, perhaps this resource, somebody else, or nothing. */
export type Maker = "this" | "perhaps" | "another" | "unknown";

/**
 * Whether a connection that no stack records is what an earlier creation of the same resource has made, as far as
 * this machine remembers one: then it is the provider's to find out, and to go on with.
 */
export function makerOf(
  id: string,
  { kind, stack, name }: { readonly kind: Kind; readonly stack: string; readonly name: string },
  { organization, project }: Home,
  services: Services,
): Maker {
  const settings = services.settingsOf(kind);
  const attempts = new Attempts({ folder: attemptsFolder(process.env), settings, looks: z.object({}) });
  const identity = identityOf(organization, `urn:pulumi:${stack}::${project}::${typeOfKind(kind)}::${name}`);
  const attempt = attempts.find(identity, Date.now());
  if (attempt === undefined) return "unknown";
  if (attempt.id === undefined) return attempt.before.includes(id) ? "another" : "perhaps";
  return attempt.id === id ? "this" : "another";
}
