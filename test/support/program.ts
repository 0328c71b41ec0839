/**
 * The program of a stack that brings none: it declares the connections of `connections.json`, in which a text
 * `"$NAME"` stands for the environment variable NAME, and `options` beside a connection's arguments for Pulumi's
 * resource options. What has a `provider` is Coregit's, the others are SigSentry's.
 */
export const DECLARED_BY_FILE = `
const { readFileSync } = require("node:fs");
const { coregit, sigsentry } = require("pulumi-repo-connections");
const fromEnvironment = (_key, value) =>
  typeof value === "string" && value.startsWith("$") ? process.env[value.slice(1)] : value;
const declared = JSON.parse(readFileSync("connections.json", "utf8"), fromEnvironment);
for (const [name, { options, ...args }] of Object.entries(declared)) {
  const Kind = "provider" in args ? coregit.Connection : sigsentry.RepoConnection;
  new Kind(name, args, options);
}
`;
