import { randomUUID } from "node:crypto";
import type { Lifecycle, Properties } from "../../contract";

/**
 * Stands in a state that was made of what was there before. It tells that record of a connection from another one of the
 * same connection: where the engine makes a replacement first, it goes on to delete what it replaces.
 */
export const FOUND_KEY = "__found";

/** What the engine has on record of a resource. */
interface Recorded {
  readonly id: string;
  readonly state: Properties;
}

/**
 * What the engine has told, in one run, of what it has on record: it does not say of a creation that it is one half of a
 * replacement.
 */
export class RecordedResources {
  readonly #byUrn = new Map<string, Recorded>();
  readonly #found = new Map<string, { readonly id: string; readonly mark: unknown }>();

  /** The engine compares what is declared with this. */
  compared(urn: string, recorded: Recorded, mark: unknown): void {
    this.#byUrn.set(urn, recorded);
    if (mark !== undefined) this.#found.set(urn, { id: recorded.id, mark });
  }

  /** A creation has found a connection that was there; returns the mark for its state. */
  found(urn: string, id: string): string {
    const mark = randomUUID();
    this.#found.set(urn, { id, mark });
    return mark;
  }

  /** Whether another record of the same resource stands for the connection of one that is to be deleted. */
  isKept(urn: string, id: string, mark: unknown): boolean {
    const found = this.#found.get(urn);
    return found?.id === id && found.mark !== mark;
  }

  deleted(urn: string): void {
    this.#byUrn.delete(urn);
  }

  /** Whether the connection that one is created in place of is still there: it must not be taken for the new one. */
  async isOldThere(urn: string, kind: Lifecycle): Promise<boolean> {
    const old = this.#byUrn.get(urn);
    return old !== undefined && (await kind.read(old.id, old.state)) !== undefined;
  }
}
