/**
 * The program of a stack that brings none: it declares the connections of `connections.json`, in which a text
 * `"$NAME"` stands for the environment variable NAME, and `options` beside a connection's arguments for Pulumi's
 * resource options. What has a `provider` is Coregit's, the others are SigSentry's.
 */
const declaredByFile = (entry: string) => `
const { readFileSync } = require("node:fs");
const { coregit, sigsentry } = require("${entry}");
const fromEnvironment = (_key, value) =>
  typeof value === "string" && value.startsWith("$") ? process.env[value.slice(1)] : value;
const declared = JSON.parse(readFileSync("connections.json", "utf8"), fromEnvironment);
for (const [name, { options, ...args }] of Object.entries(declared)) {
  const Kind = "provider" in args ? coregit.Connection : sigsentry.RepoConnection;
  new Kind(name, args, options);
}
`;

/** Who hosts the connections of a stack. */
export type TestHost = "dynamic" | "plugin";

/** {@link declaredByFile} under each host. */
export const DECLARED_BY_FILE: Readonly<Record<TestHost, string>> = {
  dynamic: declaredByFile("pulumi-repo-connections"),
  plugin: declaredByFile("pulumi-repo-connections/plugin"),
};

/** What `Pulumi.yaml` says of each host, `modules` being where the packages are installed. */
export const HOST_SETTINGS: Readonly<Record<TestHost, (modules: string) => string>> = {
  dynamic: () => "",
  plugin: (modules) =>
    [
      "plugins:",
      "  providers:",
      ...["coregit", "sigsentry"].map((name) => `    - { name: ${name}, path: ${modules}/.bin }`),
    ].join("\n"),
};

/** The host that tests run against where they do not say: the plugin's turn comes with `TEST_HOST=plugin`. */
export const HOST_UNDER_TEST: TestHost = process.env.TEST_HOST === "plugin" ? "plugin" : "dynamic";
