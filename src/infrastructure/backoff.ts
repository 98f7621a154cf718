/** Delays between retries that grow up to a limit. */

export interface BackoffOptions {
  /** First delay, milliseconds. */
  initialDelay: number;
  /** Upper limit of the delay before jitter, milliseconds. */
  maxDelay: number;
  /** Each delay is the previous one times this; values below 1 count as 1. */
  factor: number;
  /** Share of the delay by which it may vary in both directions, 0 to 1. */
  jitter: number;
}

export interface Backoff {
  /** The next delay in milliseconds, jitter included, never negative. */
  next(): number;
  /** Starts again with the first delay. */
  reset(): void;
}

/** A delay sequence: min(initial * factor^n, max), each +/- a uniform share of itself. */
export function createBackoff(options: BackoffOptions, random: () => number = Math.random): Backoff {
  const factor = Math.max(1, options.factor);
  const jitter = Math.min(1, Math.max(0, options.jitter));
  const first = Math.min(Math.max(0, options.initialDelay), options.maxDelay);
  let base = first;
  return {
    next() {
      const delay = base * (1 + jitter * (random() * 2 - 1));
      base = Math.min(base * factor, options.maxDelay);
      return Math.max(0, delay);
    },
    reset() {
      base = first;
    },
  };
}
