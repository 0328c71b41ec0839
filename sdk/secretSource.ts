import type { Input } from "@pulumi/pulumi";

/**
 * Where a secret is read, by the process that runs `pulumi`, each time it is needed: one environment variable, or one
 * file (a relative path starts in the project's folder; one line break at its end is left out). The state keeps its
 * name and a salted fingerprint of the value, itself encrypted, which tells a rotation.
 *
 * @example { env: "GITHUB_TOKEN" }
 * @example { file: "/run/secrets/github-token" }
 */
export type SecretSource =
  | {
      /** The name of the environment variable. */
      env: Input<string>;
    }
  | {
      /** The path of the file. */
      file: Input<string>;
    };
