import { createHash } from "node:crypto";
import type { Kind } from "../../provider/kinds/names";
import { type DeclaredStack, declaredAs } from "../file";

/**
 * Tells whether a connection is still declared as it was, in every field. Nothing of it is secret: a file only refers to
 * secrets. `undefined`: the file does not declare it.
 */
export function declarationFingerprint(stack: DeclaredStack, kind: Kind, name: string): string | undefined {
  const declared = declaredAs(stack, kind, name);
  if (declared === undefined) return undefined;
  return createHash("sha256")
    .update(JSON.stringify([stack.project, declared]))
    .digest("base64url");
}
