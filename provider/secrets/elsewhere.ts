const PLACE = "names the place where a secret is kept, or how to find it: give the secret itself";
const PATH = "is the path of a file: give what stands in it";
const ENCRYPTED = "is encrypted: give it decrypted";

/** What tools write before the name of a secret, and a colon behind it. */
const FINDERS = [
  ...["env", "file", "config", "secret", "secretref", "secrets", "keyring", "pass", "cmd", "exec"],
  ...["vault", "openbao", "bao", "sops", "ssm", "kms", "keyvault", "doppler", "infisical", "akeyless"],
].join("|");

/** Tags of YAML that stand before such a name. */
const TAGS = [
  "vault",
  "secret",
  "env",
  "file",
  "include",
  "reference",
  "ref",
  "sub",
  "getatt",
  "importvalue",
];

/** Where files lie: below the root, and in a project. */
const FOLDERS = [
  ...["run", "var", "etc", "home", "root", "tmp", "mnt", "opt", "usr", "srv", "dev", "proc", "aws"],
  ...["users", "private", "secrets?", "tokens?", "credentials", "vault", "builds?", "workspace", "app"],
].join("|");

/**
 * What stands for a secret that is somewhere else, or that only a key opens. No host issues such a text: none makes a
 * token with a colon, a bracket, a backslash or a sign at its beginning; and of random ones that may have a slash, which no
 * host is known to make either, fewer than one in 10^7 begins like one of these paths.
 */
export const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^\\s*(?:${FINDERS}):\\S`, "i"), PLACE],
  [new RegExp(`^\\s*!(?:${TAGS.join("|")})(?![\\w-])`, "i"), PLACE],
  [/^\s*(?:arn:aws[a-z-]*:|@Microsoft\.|(?:\/\/[\w.-]+\/)?projects\/[^/]+\/secrets\/)/i, PLACE],
  [/^\s*(?:~|\.{1,2})[\\/]/, PATH],
  [/^\s*(?:[A-Za-z]:[\\/]|\\\\)/, PATH],
  [new RegExp(`^\\s*/(?:${FOLDERS})/`, "i"), PATH],
  [/^\s*(?:secrets?|tokens?|credentials)\//i, PATH],
  [/^\s*[\w./-]*\/[\w.-]+\.(?:txt|token|secret|key|pem|env|json|ya?ml)\s*$/i, PATH],
  [/^\s*ENC[[(]/, ENCRYPTED],
  [/^\s*\$ANSIBLE_VAULT;/, ENCRYPTED],
  // Pulumi's own form, as it stands in Pulumi.STACK.yaml.
  [/^\s*v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]+=*\s*$/, ENCRYPTED],
];
