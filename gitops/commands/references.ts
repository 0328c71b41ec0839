import type { Kind } from "../../provider/kinds/names";
import type { DeclaredCredentials } from "../engine/connectionReport";
import { connectionsOf, type DeclaredStack, hostOf, type Reference } from "../file";
import { gitopsKind } from "../kinds";
import type { DeclaredSecret } from "../kinds/kind";

/** A declared connection, as far as its credentials go. */
export interface DeclaredConnection {
  readonly kind: Kind;
  readonly name: string;
  /** The code host. */
  readonly host: string;
  /** Where its secret is read; absent where the service keeps what it has. */
  readonly reference: Reference | undefined;
  /** What stands beside the secret and is none. */
  readonly open: DeclaredSecret["open"];
}

/** The connections that a stack declares. */
export function declaredConnections(stack: DeclaredStack): DeclaredConnection[] {
  return connectionsOf(stack).map(({ kind, name, declared }) => {
    const { reference, open = {} } = gitopsKind(kind).secretOf(declared) ?? {};
    return { kind, name, host: hostOf(kind, declared), reference, open };
  });
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
