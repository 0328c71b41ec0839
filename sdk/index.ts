/**
 * Repo connections as Pulumi resources.
 *
 * @packageDocumentation
 */
export * as sigsentry from "./sigsentry";
