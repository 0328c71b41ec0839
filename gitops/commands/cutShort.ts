import { z } from "zod";
import { Attempts, attemptsFolder } from "../../provider/attempts";
import { identityOf } from "../../provider/identity";
import type { Home } from "../engine/home";
import { typeOfKind } from "../kinds";
import type { Services } from "../services";
import type { WantedConnection } from "./survey/connections";

/**
 * Whether a connection that no stack records may be what an earlier creation of the same resource has made, as far as
 * this machine remembers one: then it is the provider's to find out, and to go on with.
 */
export function mayHaveMade(
  id: string,
  { kind, stack, name }: WantedConnection,
  { organization, project }: Home,
  services: Services,
): boolean {
  const settings = services.settingsOf(kind);
  const attempts = new Attempts({ folder: attemptsFolder(process.env), settings, looks: z.object({}) });
  const identity = identityOf(organization, `urn:pulumi:${stack}::${project}::${typeOfKind(kind)}::${name}`);
  const attempt = attempts.find(identity, Date.now());
  if (attempt === undefined) return false;
  return attempt.id === undefined ? !attempt.before.includes(id) : attempt.id === id;
}
