import { z } from "zod";
import { Attempts, attemptsFolder } from "../../provider/attempts";
import { identityOf } from "../../provider/identity";
import type { Home } from "../engine/home";
import { typeOfKind } from "../kinds";
import type { Services } from "../services";
import type { WantedConnection } from "./survey/connections";

/** What this machine remembers of who has made a connection: this resource, perhaps this resource, or nothing of the kind. */
export type Maker = "this" | "perhaps" | "unknown";

/**
 * Whether a connection that no stack records is what an earlier creation of the same resource has made, as far as
 * this machine remembers one: then it is the provider's to find out, and to go on with.
 */
export function makerOf(
  id: string,
  { kind, stack, name }: WantedConnection,
  { organization, project }: Home,
  services: Services,
): Maker {
  const settings = services.settingsOf(kind);
  const attempts = new Attempts({ folder: attemptsFolder(process.env), settings, looks: z.object({}) });
  const identity = identityOf(organization, `urn:pulumi:${stack}::${project}::${typeOfKind(kind)}::${name}`);
  const attempt = attempts.find(identity, Date.now());
  if (attempt === undefined) return "unknown";
  if (attempt.id === undefined) return attempt.before.includes(id) ? "unknown" : "perhaps";
  return attempt.id === id ? "this" : "unknown";
}
