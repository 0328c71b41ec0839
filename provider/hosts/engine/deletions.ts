/** What may be deleted in one run of the engine: it deletes after everything else, or as the first half of a replacement. */
export class Deletions {
  #areRefused = false;

  /** Something has failed: nothing is deleted any more. */
  refuse(): void {
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
    if (!this.#areRefused) return;
    throw new Error(
      `Connection ${id} is not deleted, since something else in this run has failed: its successor may be what was not made. ` +
        "Once that is mended, the same command deletes it. To delete it all the same, use `pulumi destroy --target URN`.",
    );
  }
}
