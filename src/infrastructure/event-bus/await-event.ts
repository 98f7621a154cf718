/** Waiting for one event: the request side of request and answer over the bus. */
import { abortError, type Clock, systemClock } from '../clock.ts';
import { formatDuration } from '../duration.ts';
import { ErrorKind, WippyError } from '../errors.ts';
import type { Event, EventPattern } from './event.ts';
import type { EventBus } from './event-bus.ts';

export interface AwaitEventOptions extends EventPattern {
  /** Exact path; any if missing. */
  path?: string;
  /** Milliseconds; default 30000. */
  timeout?: number;
  signal?: AbortSignal;
  clock?: Clock;
}

/**
 * The first matching event published after this call. Call it before publishing the question, so that a quick answer
 * is not missed.
 * @throws Timeout, or Canceled when the signal aborts.
 */
export function awaitEvent(bus: EventBus, options: AwaitEventOptions): Promise<Event> {
  const clock = options.clock ?? systemClock;
  const timeout = options.timeout ?? 30_000;
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      unsubscribe();
      clock.clearTimer(timer);
      options.signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => finish(() => reject(abortError(options.signal as AbortSignal)));
    const unsubscribe = bus.subscribe(options, (event) => {
      if (options.path === undefined || event.path === options.path) finish(() => resolve(event));
    });
    const timer = clock.setTimer(() => {
      const wanted = `${options.system ?? '**'}/${options.kind ?? '**'}${options.path === undefined ? '' : ` at ${options.path}`}`;
      finish(() =>
        reject(
          new WippyError(`no event ${wanted} within ${formatDuration(timeout)}`, {
            kind: ErrorKind.Timeout,
            retryable: true,
          }),
        ),
      );
    }, timeout);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    if (options.signal?.aborted) onAbort();
  });
}
