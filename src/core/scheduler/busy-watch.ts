/**
 * Ends processes that cannot notice that they are to end: those that listen to no events and compute without asking for
 * anything. A process that waits for something is left alone; what it waits for may matter.
 */

import type { WippyError } from '../../infrastructure/errors.ts';

/** What the watch needs of a process. */
export interface Watched {
  readonly ended: boolean;
  /** Commands it has asked for so far while it could go on, or null while it waits or listens to events. */
  readonly busyMark: number | null;
  terminate(error?: WippyError): boolean;
}

/** Milliseconds between two looks. */
const INTERVAL = 250;

/** Looks in a row at which a process must have been busy: two seconds. */
const LOOKS = 8;

/**
 * Looks at the processes until they have ended or the returned function is called.
 * @param processes those that are to end, asked again at each look.
 * @param error what they end with; default `process terminated`.
 */
export function endBusyProcesses(processes: () => Iterable<Watched>, error?: WippyError): () => void {
  const seen = new Map<Watched, { mark: number; looks: number }>();
  const timer = setInterval(() => {
    let alive = false;
    for (const process of processes()) {
      if (process.ended) continue;
      alive = true;
      const mark = process.busyMark;
      const before = seen.get(process);
      if (mark === null) seen.delete(process);
      else if (before?.mark !== mark) seen.set(process, { mark, looks: 1 });
      else if (++before.looks >= LOOKS) process.terminate(error);
    }
    if (!alive) clearInterval(timer);
  }, INTERVAL);
  return () => clearInterval(timer);
}
