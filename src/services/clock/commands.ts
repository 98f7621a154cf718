/** Commands of the clock range and their handlers. */

import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { preciseNow } from './precise-clock.ts';

export const ClockCommand = {
  Sleep: commandId('clock', 0),
  /** Immediate. */
  Now: commandId('clock', 1),
} as const;

/** Result: null, after `milliseconds`. */
export interface SleepCommand extends Command {
  readonly milliseconds: number;
}

/** The result of `Now`: time since 1970. */
export interface ClockReading {
  /** Whole seconds. */
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** `setTimeout` fires at once for longer times. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** Registers the handlers of the clock. `now` is another source of the present, for replays and tests. */
export function registerClockCommands(dispatcher: Dispatcher, now: () => ClockReading = preciseNow): void {
  dispatcher.registerImmediate(ClockCommand.Now, now);
  dispatcher.register<SleepCommand>(ClockCommand.Sleep, ({ milliseconds }, completion) => {
    let left = milliseconds;
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const part = Math.min(left, MAX_TIMEOUT);
      left -= part;
      timer = setTimeout(() => (left > 0 ? arm() : completion.complete(null)), part);
    };
    arm();
    return () => clearTimeout(timer);
  });
}
