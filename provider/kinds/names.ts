/** The kinds of connection, in the order in which they are told. */
export const KINDS = ["sigsentry", "coregit"] as const;

/** A kind of connection. Its settings have it as their namespace; their variables begin like it, in capitals. */
export type Kind = (typeof KINDS)[number];

/** Something of each kind. */
export type ByKind<Value> = Readonly<Record<Kind, Value>>;

/** Makes something of each kind. */
export function byKind<Value>(of: (kind: Kind) => Value): ByKind<Value> {
  return { sigsentry: of("sigsentry"), coregit: of("coregit") };
}

/** What the services are called. */
export const SERVICE_NAMES: ByKind<string> = { sigsentry: "SigSentry", coregit: "Coregit" };

/** How the services' API keys begin. */
export const KEY_PREFIXES: ByKind<readonly string[]> = {
  sigsentry: ["ss_secret_", "ss_org_", "ss_pub_", "ss_live_"],
  coregit: ["cgk_live_", "cgt_"],
};

/** The setting that has a service's API key. */
export const keySettingOf = (kind: Kind) => `${kind}:apiKey`;

/** The variable that stands in for {@link keySettingOf}. */
export const keyVariableOf = (kind: Kind) => `${kind.toUpperCase()}_API_KEY`;
