/** Runs tasks of the same name one after the other, and others beside them. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs a task when those of its name that came before have ended, well or not. */
  run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const run = before.then(task, task);
    this.#last.set(name, run);
    return run;
  }
}
