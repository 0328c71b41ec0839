/** The root project's program: declares every connection of `connections.yaml`. */
import * as pulumi from "@pulumi/pulumi";
import { sigsentry } from "../sdk";
import { type FileConnection, type Reference, readConnectionsFile } from "./connectionsFile";

const config = new pulumi.Config();

for (const [name, connection] of Object.entries(readConnectionsFile(process.cwd()).sigsentry)) {
  new sigsentry.RepoConnection(name, argumentsOf(connection));
}

function argumentsOf(connection: FileConnection): sigsentry.RepoConnectionArgs {
  if (connection.platform === "bitbucket") {
    const { username, appPassword } = connection.credentials;
    return { ...connection, credentials: { username, appPassword: resolve(appPassword) } };
  }
  const { token, ...rest } = connection.credentials;
  return { ...connection, credentials: { ...rest, token: resolve(token) } };
}

function resolve(reference: Reference): pulumi.Input<string> {
  if ("config" in reference) return config.requireSecret(reference.config);
  const value = process.env[reference.env];
  if (value === undefined)
    throw new Error(`connections.yaml refers to ${reference.env}, which is not set in the environment.`);
  return pulumi.secret(value);
}
