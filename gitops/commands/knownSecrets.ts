import { resolve } from "node:path";
import { readSecret, SourceError } from "../../provider/secrets/source";
import type { DeclaredStack, Reference } from "../file";
import { declaredConnections } from "./references";

/**
 * The secrets that a stack's file refers to, as far as they are there: a service might quote one. Those of the
 * stack's configuration are not among them.
 *
 * @param folder where relative paths start.
 */
export function referredSecrets(declared: DeclaredStack | undefined, folder: string): string[] {
  if (declared === undefined) return [];
  return declaredConnections(declared).flatMap(({ reference }) => secretAt(reference, folder) ?? []);
}

function secretAt(reference: Reference | undefined, folder: string): string | undefined {
  if (reference === undefined || "config" in reference) return undefined;
  try {
    return readSecret("env" in reference ? reference : { file: resolve(folder, reference.file) });
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}
