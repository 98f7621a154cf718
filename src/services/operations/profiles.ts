/** Profiles of the running program, in the formats of V8 that browsers and editors show. */

import type { Session } from 'node:inspector/promises';
import type { Readable } from 'node:stream';
import { getHeapSnapshot } from 'node:v8';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/** Bytes between two samples of allocations; V8's default. */
const SAMPLING_INTERVAL = 32_768;

/** One profile at a time: two would measure each other. */
export class Profiles {
  private busy = false;

  /**
   * Where time goes for some milliseconds: the text of a `.cpuprofile`, with Lua functions under their own names.
   * @throws WippyError Conflict while another profile is taken.
   */
  cpu(milliseconds: number, signal: AbortSignal): Promise<string> {
    return this.measure(milliseconds, signal, async (session, wait) => {
      await session.post('Profiler.enable');
      await session.post('Profiler.start');
      await wait();
      return (await session.post('Profiler.stop')).profile;
    });
  }

  /** What is allocated for some milliseconds and not thrown away: the text of a `.heapprofile`. Throws as `cpu`. */
  allocations(milliseconds: number, signal: AbortSignal): Promise<string> {
    return this.measure(milliseconds, signal, async (session, wait) => {
      await session.post('HeapProfiler.startSampling', { samplingInterval: SAMPLING_INTERVAL });
      await wait();
      return (await session.post('HeapProfiler.stopSampling')).profile;
    });
  }

  /** Everything on the heap, as a `.heapsnapshot`; the program stands still meanwhile. */
  snapshot(): Readable {
    return getHeapSnapshot();
  }

  private async measure(
    milliseconds: number,
    signal: AbortSignal,
    take: (session: Session, wait: () => Promise<void>) => Promise<unknown>,
  ): Promise<string> {
    if (this.busy) {
      throw new WippyError('another profile is being taken', { kind: ErrorKind.Conflict, retryable: true });
    }
    this.busy = true;
    const { Session } = await import('node:inspector/promises');
    const session = new Session();
    session.connect();
    try {
      return JSON.stringify(await take(session, () => waitOrGone(milliseconds, signal)));
    } finally {
      session.disconnect();
      this.busy = false;
    }
  }
}

/** Ends early when nobody waits for the profile any more. */
function waitOrGone(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
