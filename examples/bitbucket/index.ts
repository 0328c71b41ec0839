import * as pulumi from "@pulumi/pulumi";
import { sigsentry } from "pulumi-repo-connections";

const config = new pulumi.Config();

const teams = [
  { name: "web", username: "acme-web-bot", repositories: ["acme/shop", "acme/shop-assets"], isActive: true },
  // Being moved elsewhere: kept, but no longer read.
  { name: "archive", username: "acme-archive-bot", repositories: ["acme/legacy-billing"], isActive: false },
];

const connections = teams.map(
  ({ name, username, repositories, isActive }) =>
    new sigsentry.RepoConnection(name, {
      platform: "bitbucket",
      credentials: { username, appPassword: config.requireSecret(`${name}AppPassword`) },
      repositories,
      isActive,
    }),
);

export const connectionIds = connections.map(({ id }) => id);
