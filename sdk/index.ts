/**
 * Repo connections as Pulumi resources: of SigSentry (`sigsentry.RepoConnection`) and of Coregit
 * (`coregit.Connection`).
 *
 * @packageDocumentation
 */
export * as coregit from "./coregit";
export * as sigsentry from "./sigsentry";
