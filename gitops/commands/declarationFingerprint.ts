import { createHash } from "node:crypto";
import type { DeclaredStack } from "../file";
import type { Kind } from "../kinds";

/**
 * Tells whether a connection is still declared as it was, in every field. Nothing of it is secret: a file only refers to
 * secrets. `undefined`: the file does not declare it.
 */
export function declarationFingerprint(stack: DeclaredStack, kind: Kind, name: string): string | undefined {
  if (!Object.hasOwn(stack[kind], name)) return undefined;
  const declaration = JSON.stringify([stack.project, stack[kind][name]]);
  return createHash("sha256").update(declaration).digest("base64url");
}
