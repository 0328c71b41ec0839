import type { Environment, Scope } from "../../contract";
import { RunNotes } from "../../core/runNotes";

/**
 * What may be deleted in one run of the engine: it deletes after everything else, or as the first half of a replacement.
 * Once something has failed at a service, nothing is deleted there any more.
 */
export class DeletionGuard {
  static readonly #scopes = new WeakMap<Scope, Map<string, DeletionGuard>>();

  /**
   * The guard of a service in one operation of a host, whichever configurations of it that opens.
   *
   * @param environment tells where other processes' failures are found.
   */
  static within(scope: Scope, service: string, environment: Environment): DeletionGuard {
    const guards = DeletionGuard.#scopes.get(scope) ?? new Map<string, DeletionGuard>();
    const guard = guards.get(service) ?? new DeletionGuard(service, RunNotes.of(scope, environment));
    DeletionGuard.#scopes.set(scope, guards.set(service, guard));
    return guard;
  }

  readonly #failures: string;
  readonly #notes: RunNotes | undefined;
  #areRefused = false;

  /**
   * @param service names the service.
   * @param notes tell of failures in other processes of the run. Default: there are none.
   */
  constructor(service: string, notes?: RunNotes) {
    this.#failures = `failures at ${service}`;
    this.#notes = notes;
  }

  /** Something has failed: nothing is deleted any more. */
  refuse(): void {
    if (!this.#areRefused) this.#notes?.write(this.#failures, {});
    this.#areRefused = true;
  }

  /** Runs an operation after whose failure nothing is deleted any more. */
  async refuseAfter<T>(operation: Promise<T>): Promise<T> {
    try {
      return await operation;
    } catch (error) {
      this.refuse();
      throw error;
    }
  }

  /** @throws Error when a connection may not be deleted. */
  allow(id: string): void {
    if (!this.#areRefused && !this.#notes?.others(this.#failures).length) return;
    throw new Error(
      `Connection ${id} is not deleted, since something else in this run has failed: its successor may be what was not made. ` +
        "Once that is mended, the same command deletes it. To delete it all the same, use `pulumi destroy --target URN`.",
    );
  }
}
