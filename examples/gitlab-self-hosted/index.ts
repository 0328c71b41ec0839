import * as pulumi from "@pulumi/pulumi";
import { sigsentry } from "pulumi-repo-connections";

const config = new pulumi.Config();

/** The subgroup, and which service's logs come from which of its projects. */
const group = "commerce/checkout";
const services = { "cart-api": "cart", "order-worker": "orders" };

const checkout = new sigsentry.RepoConnection("checkout", {
  platform: "gitlab",
  credentials: { token: config.requireSecret("gitlabToken"), baseUrl: config.require("gitlabUrl") },
  repositories: Object.values(services).map((project) => `${group}/${project}`),
  serviceMappings: Object.entries(services).map(([serviceName, project]) => ({
    serviceName,
    repo: `${group}/${project}`,
    defaultBranch: "develop",
  })),
  lookbackDays: 60,
});

export const connectionId = checkout.id;
export const repositories = checkout.repositories;
