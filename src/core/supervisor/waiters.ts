/** Promises for conditions; whoever may have made one true calls `wake`. */
export class Waiters {
  readonly #checks = new Set<() => void>();

  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
    });
  }

  wake(): void {
    for (const check of [...this.#checks]) check();
  }
}
