import type { DeclaredStack, Reference } from "../file";
import type { Kind } from "../kinds";

/** A declared connection, as far as its credentials go. */
export interface DeclaredConnection {
  readonly kind: Kind;
  readonly name: string;
  /** The code host. */
  readonly host: string;
  /** Where its secret is read; absent where the service keeps what it has. */
  readonly reference: Reference | undefined;
}

/** The connections that a stack declares. */
export function declaredConnections({ sigsentry, coregit }: DeclaredStack): DeclaredConnection[] {
  return [
    ...Object.entries(sigsentry).map(([name, { platform, credentials }]) => ({
      kind: "sigsentry" as const,
      name,
      host: platform,
      reference: credentials === undefined || credentials === "keep" ? undefined : secretOf(credentials),
    })),
    ...Object.entries(coregit).map(([name, { provider, accessToken }]) => ({
      kind: "coregit" as const,
      name,
      host: provider,
      reference: accessToken === "keep" ? undefined : accessToken,
    })),
  ];
}

type Credentials = Exclude<DeclaredStack["sigsentry"][string]["credentials"], "keep" | undefined>;

function secretOf(credentials: Credentials): Reference {
  return "token" in credentials ? credentials.token : credentials.appPassword;
}

/** Where the file says that a connection's credentials are read, in words: `env GITHUB_TOKEN`. */
export function credentialsSource(
  declared: DeclaredStack | undefined,
  kind: Kind,
  name: string,
): string | undefined {
  if (declared === undefined) return undefined;
  const found = declaredConnections(declared).find((one) => one.kind === kind && one.name === name);
  return found?.reference && inWords(found.reference);
}

/** A reference in words: `env GITHUB_TOKEN`. */
export function inWords(reference: Reference): string {
  if ("env" in reference) return `env ${reference.env}`;
  return "file" in reference ? `file ${reference.file}` : `config ${reference.config}`;
}
