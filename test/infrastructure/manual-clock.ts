import type { Clock } from '../../src/infrastructure/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #time = 1_000_000;
  #order = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  setTimer(callback: () => void, milliseconds: number): unknown {
    const timer = { at: this.#time + milliseconds, order: this.#order++, callback };
    this.#timers.add(timer);
    return timer;
  }

  clearTimer(handle: unknown): void {
    this.#timers.delete(handle as Timer);
  }

  /** Milliseconds until each armed timer, ascending. */
  get pending(): number[] {
    return [...this.#timers].map((timer) => timer.at - this.#time).sort((a, b) => a - b);
  }

  /** Moves on, firing timers in order and letting promises settle after each. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#time + milliseconds;
    await flush();
    for (;;) {
      const due = [...this.#timers]
        .filter((timer) => timer.at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#time = Math.max(this.#time, due.at);
      due.callback();
      await flush();
    }
    this.#time = end;
  }
}

/** Lets everything that waits only for promises go on. */
export async function flush(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
