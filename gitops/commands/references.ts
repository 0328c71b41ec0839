import type { DeclaredCredentials } from "../engine/connectionReport";
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
  /** What stands beside the secret and is none. */
  readonly open: OpenCredentials;
}

/** The part of SigSentry's credentials that everybody may read. */
interface OpenCredentials {
  /** Of a code host of one's own. */
  readonly baseUrl?: string | undefined;
  readonly username?: string | undefined;
}

/** The connections that a stack declares. */
export function declaredConnections({ sigsentry, coregit }: DeclaredStack): DeclaredConnection[] {
  return [
    ...Object.entries(sigsentry).map(([name, { platform, credentials }]) => ({
      kind: "sigsentry" as const,
      name,
      host: platform,
      ...(credentials === undefined || credentials === "keep"
        ? { reference: undefined, open: {} }
        : partsOf(credentials)),
    })),
    ...Object.entries(coregit).map(([name, { provider, accessToken }]) => ({
      kind: "coregit" as const,
      name,
      host: provider,
      reference: accessToken === "keep" ? undefined : accessToken,
      open: {},
    })),
  ];
}

type Credentials = Exclude<DeclaredStack["sigsentry"][string]["credentials"], "keep" | undefined>;

function partsOf(credentials: Credentials): Pick<DeclaredConnection, "reference" | "open"> {
  if (!("token" in credentials)) {
    const { appPassword: reference, ...open } = credentials;
    return { reference, open };
  }
  const { token: reference, ...open } = credentials;
  return { reference, open };
}

/** What a file says of a connection's credentials; `undefined`: nothing. */
export function declaredCredentials(
  declared: DeclaredStack | undefined,
  kind: Kind,
  name: string,
): DeclaredCredentials | undefined {
  if (declared === undefined) return undefined;
  const found = declaredConnections(declared).find((one) => one.kind === kind && one.name === name);
  return found?.reference && { ...found.open, from: inWords(found.reference) };
}

/** A reference in words: `env GITHUB_TOKEN`. */
export function inWords(reference: Reference): string {
  if ("env" in reference) return `env ${reference.env}`;
  return "file" in reference ? `file ${reference.file}` : `config ${reference.config}`;
}
