import * as pulumi from "@pulumi/pulumi";
import { sigsentry } from "pulumi-repo-connections";

const config = new pulumi.Config();

/** A monorepo, two services of which are found by their folders, and a library that both use. */
export const platform = new sigsentry.RepoConnection("platform", {
  platform: "github",
  credentials: { token: config.requireSecret("githubToken") },
  repositories: ["acme/platform", "acme/shared-lib"],
  serviceMappings: [
    { serviceName: "payments-api", repo: "acme/platform", pathPrefix: "services/payments" },
    { serviceName: "ledger-worker", repo: "acme/platform", pathPrefix: "services/ledger" },
  ],
  lookbackDays: config.requireNumber("lookbackDays"),
});
