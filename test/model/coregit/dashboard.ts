import type { Emulator } from "../../../emulator";
import type { StoredConnection } from "../../../emulator/coregit/control";
import type { Declaration } from "./declaration";

/** Coregit's dashboard, in which somebody does by hand what he likes. */
export class Dashboard {
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** All that there is, whatever the API's list says. */
  connections(): Promise<StoredConnection[]> {
    return this.#control.connections(this.#emulator.coregit.organisationId);
  }

  /** Makes a connection. */
  make(provider: Declaration["provider"]): Promise<StoredConnection> {
    const { organisationId } = this.#emulator.coregit;
    return this.#control.seedConnection({ organisationId, provider, label: "made by hand" });
  }

  /** Changes a label, if the connection is there. */
  async relabel(id: string, label: string): Promise<void> {
    if (await this.#has(id)) await this.#control.editConnection(id, { label });
  }

  /** Deletes a connection, if it is there. */
  async delete(id: string): Promise<void> {
    if (await this.#has(id)) await this.#control.deleteConnection(id);
  }

  async #has(id: string): Promise<boolean> {
    return (await this.connections()).some((connection) => connection.id === id);
  }

  get #control() {
    return this.#emulator.control.coregit;
  }
}
