/** One at a time, in the order of the requests. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the work after all earlier ones have ended, however they ended; passes on its result or error. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Resolves when everything requested so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
