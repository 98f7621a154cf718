/** The machine's wall clock with nanoseconds, which Node does not offer. */

import type { ClockReading } from './commands.ts';

const BILLION = 1_000_000_000;
/** Milliseconds that the two clocks may differ before the wall clock counts as set anew. */
const TOLERANCE = 20;

/** Wall clock milliseconds minus those of the monotonic clock. */
let difference = Number.NaN;

/** The present. It goes forward with the monotonic clock until somebody sets the wall clock. */
export function preciseNow(): ClockReading {
  const wall = Date.now();
  const monotonic = performance.now();
  if (!(Math.abs(monotonic + difference - wall) < TOLERANCE)) difference = wall - monotonic;
  // Split before scaling: nanoseconds since 1970 exceed what a double holds.
  const milliseconds = monotonic + difference;
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanoseconds: Math.min(BILLION - 1, Math.floor((milliseconds - seconds * 1000) * 1e6)) };
}
