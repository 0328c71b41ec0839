import type { Properties } from "../../provider/contract";

/** How a command failed. `refused`: by `check`. `partial`: what was done was recorded. `error`: nothing was. */
export type Failure =
  | { readonly kind: "refused"; readonly reasons: readonly string[] }
  | { readonly kind: "error" | "partial"; readonly error: Error };

/** Ends a command; its failure goes into the report. */
export class Stopped extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

/** What a call of the provider gives, as long as it does not throw. */
export async function failing<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    throw new Stopped({ kind: "error", error: asError(thrown) });
  }
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`the provider threw no error but ${typeof thrown}`);
}

/** What an operation that has failed in part has left, if it has. */
export function partialResult(
  error: Error,
): { id: string; properties: Properties; reasons: string[] } | undefined {
  if (!("id" in error) || typeof error.id !== "string" || error.id === "") return undefined;
  if (!("properties" in error) || !("reasons" in error) || !Array.isArray(error.reasons)) {
    throw new Error("a partial failure carries properties and reasons");
  }
  return {
    id: error.id,
    properties: { ...Object(error.properties) },
    reasons: error.reasons.map((reason) => String(reason)),
  };
}
