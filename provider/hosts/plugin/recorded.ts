import type { Lifecycle, Properties } from "../../contract";

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
  readonly #imported = new Set<string>();

  /** The engine compares what is declared with this. */
  compared(urn: string, id: string, state: Properties): void {
    this.#byUrn.set(urn, { id, state });
  }

  deleted(urn: string): void {
    this.#byUrn.delete(urn);
  }

  /** A resource is taken into the state as it is. */
  imported(urn: string): void {
    this.#imported.add(urn);
  }

  isImported(urn: string): boolean {
    return this.#imported.has(urn);
  }

  /** Whether the connection that one is created in place of is still there: it must not be taken for the new one. */
  async isOldThere(urn: string, kind: Lifecycle): Promise<boolean> {
    const old = this.#byUrn.get(urn);
    return old !== undefined && (await kind.read(old.id, old.state)) !== undefined;
  }
}
