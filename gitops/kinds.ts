/** The kinds of connection that a file may declare. */
export const KINDS = ["sigsentry", "coregit"] as const;

/** A kind of connection. */
export type Kind = (typeof KINDS)[number];

/** What the services are called. */
export const SERVICE_NAMES: Readonly<Record<Kind, string>> = { sigsentry: "SigSentry", coregit: "Coregit" };

const TYPES: Readonly<Record<Kind, string>> = {
  sigsentry: "pulumi-nodejs:dynamic/sigsentry:RepoConnection",
  coregit: "pulumi-nodejs:dynamic/coregit:Connection",
};

/** The type that a kind's resources have in Pulumi. */
export function typeOfKind(kind: Kind): string {
  return TYPES[kind];
}

/** The kind whose resources have this type in Pulumi; `undefined`: none. */
export function kindOfType(type: string): Kind | undefined {
  return KINDS.find((kind) => TYPES[kind] === type);
}
