/** Time as a dependency, so that tests decide when it passes. */
import { ErrorKind, WippyError } from './errors.ts';

/** What a timer call returned; opaque to callers. */
export type TimerHandle = unknown;

export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number;
  /** Milliseconds from an arbitrary start that never go back. */
  monotonic(): number;
  /** Calls back once after `milliseconds`. */
  setTimer(callback: () => void, milliseconds: number): TimerHandle;
  /** Forgets a timer; one that fired or was cleared is ignored. */
  clearTimer(handle: TimerHandle): void;
}

/** Longest delay of one host timer; longer ones fire at once, so they are split. */
const longestHostDelay = 2_147_483_647;

interface HostTimer {
  current: NodeJS.Timeout | undefined;
}

function arm(timer: HostTimer, callback: () => void, milliseconds: number): void {
  if (milliseconds <= longestHostDelay) {
    timer.current = setTimeout(callback, Math.max(0, milliseconds));
    return;
  }
  timer.current = setTimeout(() => arm(timer, callback, milliseconds - longestHostDelay), longestHostDelay);
}

/** The time of the machine. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(callback: () => void, milliseconds: number): TimerHandle {
    const timer: HostTimer = { current: undefined };
    arm(timer, callback, milliseconds);
    return timer;
  },
  clearTimer(handle: TimerHandle): void {
    const timer = handle as HostTimer | undefined;
    if (timer?.current !== undefined) clearTimeout(timer.current);
  },
});

/** The error of an aborted wait: the reason if it is an error, else kind Canceled. */
export function abortError(signal: AbortSignal): unknown {
  const reason: unknown = signal.reason;
  if (reason instanceof WippyError) return reason;
  return new WippyError('canceled', { kind: ErrorKind.Canceled, retryable: false, cause: reason });
}

/**
 * Waits `milliseconds`.
 * @throws what `abortError` gives, as soon as the signal aborts.
 */
export function sleep(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const onAbort = (): void => {
      clock.clearTimer(timer);
      reject(abortError(signal as AbortSignal));
    };
    const timer = clock.setTimer(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * The result of `work`, or the error made by `onTimeout` if it takes longer than `milliseconds`. A limit of Infinity
 * never fires. The work itself is not stopped: give it a signal and abort that in `onTimeout`.
 */
export function withTimeout<T>(
  clock: Clock,
  milliseconds: number,
  work: Promise<T>,
  onTimeout: () => Error,
): Promise<T> {
  if (milliseconds === Number.POSITIVE_INFINITY) return work;
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(() => reject(onTimeout()), milliseconds);
    work.then(
      (value) => {
        clock.clearTimer(timer);
        resolve(value);
      },
      (error: unknown) => {
        clock.clearTimer(timer);
        reject(error);
      },
    );
  });
}
