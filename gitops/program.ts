/** The root project's program: declares every connection of `connections.yaml`. */
import * as pulumi from "@pulumi/pulumi";
import { coregit, sigsentry } from "../sdk";
import {
  type CoregitFileConnection,
  type FileConnection,
  type Reference,
  readConnectionsFile,
} from "./connectionsFile";

const config = new pulumi.Config();

const declared = readConnectionsFile(process.cwd());

for (const [name, connection] of Object.entries(declared.sigsentry)) {
  new sigsentry.RepoConnection(name, argumentsOf(connection));
}
for (const [name, connection] of Object.entries(declared.coregit)) {
  new coregit.Connection(name, coregitArgumentsOf(connection));
}

function argumentsOf(connection: FileConnection): sigsentry.RepoConnectionArgs {
  if (connection.platform === "bitbucket") {
    const { username, appPassword } = connection.credentials;
    return { ...connection, credentials: { username, appPassword: resolve(appPassword) } };
  }
  const { token, ...rest } = connection.credentials;
  return { ...connection, credentials: { ...rest, token: resolve(token) } };
}

/** A token in the environment is left there: neither the program nor the state needs it. */
function coregitArgumentsOf({ accessToken, ...rest }: CoregitFileConnection): coregit.ConnectionArgs {
  if (accessToken === undefined) return rest;
  return "env" in accessToken
    ? { ...rest, accessTokenFrom: accessToken }
    : { ...rest, accessToken: config.requireSecret(accessToken.config) };
}

function resolve(reference: Reference): pulumi.Input<string> {
  if ("config" in reference) return config.requireSecret(reference.config);
  const value = process.env[reference.env];
  if (value === undefined)
    throw new Error(`connections.yaml refers to ${reference.env}, which is not set in the environment.`);
  return pulumi.secret(value);
}
