import { coregit } from "../../../sdk";
import { coregit as plugin } from "../../../sdk/plugin";
import type { OfStack, ResourceKind } from "../resource";
import type { CoregitDeclaration } from "./form";

/** Coregit's connections as resources. */
export const resource: ResourceKind<CoregitDeclaration> = {
  declare(name, declared, stack, { host, options }) {
    const { Connection } = host === "plugin" ? plugin : coregit;
    new Connection(name, argumentsOf(declared, stack), options);
  },
};

function argumentsOf(
  { renamedFrom: _, accessToken, ...rest }: CoregitDeclaration,
  { configured, source }: OfStack,
): coregit.ConnectionArgs {
  if (accessToken === undefined || accessToken === "keep") return { ...rest, adopt: rest.adopt };
  return "config" in accessToken
    ? { ...rest, accessToken: configured(accessToken) }
    : { ...rest, accessTokenFrom: source(accessToken) };
}
