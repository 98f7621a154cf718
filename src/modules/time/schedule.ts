/** `sleep`, `after`, `timer` and `ticker`. */

import { WippyError } from '../../infrastructure/errors.ts';
import { EMPTY, type LuaFunction, type LuaResult, type LuaValue } from '../../lua/runtime/values.ts';
import { ClockCommand, type SleepCommand } from '../../services/clock/commands.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { wait } from '../../services/lua/module.ts';
import { toDuration } from './arguments.ts';
import { Ticker, Timer, tickerClass, timerClass } from './classes/timers.ts';
import type { Duration } from './duration.ts';

/** Calls on with a duration, or fails as Lua functions do. */
function withDuration(value: LuaValue, use: (duration: Duration) => LuaResult): LuaResult {
  let duration: Duration;
  try {
    duration = toDuration(value);
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
  return use(duration);
}

function start(name: string, create: (duration: Duration) => LuaResult): LuaFunction {
  return (value) =>
    withDuration(value, (duration) =>
      duration.nanoseconds > 0n ? create(duration) : invalid(`time.${name}: duration must be > 0`),
    );
}

/** The functions by name. Durations that are not positive end a `sleep` at once and are errors elsewhere. */
export function schedulingFunctions(): Record<string, LuaFunction> {
  return {
    sleep: (value) =>
      withDuration(value, ({ milliseconds }) => {
        if (milliseconds <= 0) return EMPTY;
        const command: SleepCommand = { id: ClockCommand.Sleep, milliseconds };
        return wait(command, () => EMPTY);
      }),
    after: start('after', (duration) => new Timer(duration).channel),
    timer: start('timer', (duration) => timerClass.create(new Timer(duration))),
    ticker: start('ticker', (duration) => tickerClass.create(new Ticker(duration))),
  };
}
