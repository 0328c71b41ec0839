import * as pulumi from "@pulumi/pulumi";
import { coregit, sigsentry } from "pulumi-repo-connections";

/** One token of one robot account, which both services read with: another value rotates it for both. */
const token = new pulumi.Config().requireSecret("githubToken");

const analysis = new sigsentry.RepoConnection("analysis", {
  platform: "github",
  credentials: { token },
  repositories: ["acme/payments", "acme/ledger"],
  lookbackDays: 30,
});

const sync = new coregit.Connection("sync", {
  provider: "github",
  label: "acme robot",
  accessToken: token,
});

/** How often the token was changed, by both. */
export const tokenVersions = [analysis.credentialsVersion, sync.accessTokenVersion];
export const readsAs = sync.externalUsername;
