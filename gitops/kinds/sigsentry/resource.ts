import { sigsentry } from "../../../sdk";
import { sigsentry as plugin } from "../../../sdk/plugin";
import type { OfStack, ResourceKind } from "../resource";
import type { SigsentryDeclaration } from "./form";

/** A personal access token as a file declares it. */
type TokenCredentials = Exclude<
  Exclude<SigsentryDeclaration, { platform: "bitbucket" }>["credentials"],
  "keep" | undefined
>;

/** SigSentry's repo connections as resources. */
export const resource: ResourceKind<SigsentryDeclaration> = {
  declare(name, declared, stack, { host, options }) {
    const { RepoConnection } = host === "plugin" ? plugin : sigsentry;
    new RepoConnection(name, argumentsOf(declared, stack), options);
  },
};

function argumentsOf(
  { renamedFrom: _, ...declared }: SigsentryDeclaration,
  { project, configured, source }: OfStack,
): sigsentry.RepoConnectionArgs {
  if (declared.platform === "bitbucket") {
    const { credentials, ...rest } = declared;
    if (credentials === undefined || credentials === "keep")
      return { ...rest, ...project, adopt: rest.adopt };
    const { username, appPassword } = credentials;
    return "config" in appPassword
      ? { ...rest, ...project, credentials: { username, appPassword: configured(appPassword) } }
      : { ...rest, ...project, credentialsFrom: { username, appPassword: source(appPassword) } };
  }
  const { credentials, ...rest } = declared;
  if (credentials === undefined || credentials === "keep") return { ...rest, ...project, adopt: rest.adopt };
  return { ...rest, ...project, ...tokenOf(credentials, { configured, source }) };
}

function tokenOf({ token, ...open }: TokenCredentials, { configured, source }: Omit<OfStack, "project">) {
  return "config" in token
    ? { credentials: { ...open, token: configured(token) } }
    : { credentialsFrom: { ...open, token: source(token) } };
}
