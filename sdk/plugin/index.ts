/**
 * Repo connections as Pulumi resources of SigSentry (`sigsentry.RepoConnection`) and of Coregit (`coregit.Connection`),
 * managed by the plugins `pulumi-resource-sigsentry` and `pulumi-resource-coregit` that this package contains.
 *
 * @packageDocumentation
 */
export * as coregit from "./coregit";
export * as sigsentry from "./sigsentry";
