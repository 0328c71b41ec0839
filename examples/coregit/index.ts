import * as pulumi from "@pulumi/pulumi";
import { coregit } from "pulumi-repo-connections";

const config = new pulumi.Config();

/** Syncs depend on both: neither is deleted by mistake, and a token that no longer works is noticed. */
const careful = { verify: true, deletionProtection: config.getBoolean("deletionProtection") ?? true };

const github = new coregit.Connection("github", {
  provider: "github",
  label: "Imports from GitHub",
  accessToken: config.requireSecret("githubToken"),
  ...careful,
});

const gitlab = new coregit.Connection("gitlab", {
  provider: "gitlab",
  label: "Exports to GitLab",
  accessToken: config.requireSecret("gitlabToken"),
  ...careful,
});

/** Whose tokens they are, and whether they are accepted. */
export const accounts = { github: github.externalUsername, gitlab: gitlab.externalUsername };
export const works = {
  github: github.status.apply((status) => status?.valid),
  gitlab: gitlab.status.apply((status) => status?.valid),
};
