/** The Lua classes `time.Timer` and `time.Ticker`, and what they do in their process. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { LuaError } from '../../../lua/runtime/errors.ts';
import type { LuaFunction, LuaValue, Userdata } from '../../../lua/runtime/values.ts';
import { ClockCommand, type ClockReading, type SleepCommand } from '../../../services/clock/commands.ts';
import { toLuaString } from '../../../services/lua/convert/text.ts';
import { currentProcess, defineClass, perform, type UserdataClass } from '../../../services/lua/module.ts';
import { Channel } from '../../../services/lua/process/channel.ts';
import { channelValue } from '../../../services/lua/process/channel-value.ts';
import type { LuaProcess } from '../../../services/lua/process/lua-process.ts';
import { toDuration } from '../arguments.ts';
import type { Duration } from '../duration.ts';
import { localZone } from '../location.ts';
import { Moment } from '../moment.ts';
import { momentClass } from './moment.ts';

/** Ticks that wait for a slow reader; later ones are dropped. */
const TICKER_BUFFER = 16;

function present(): ClockReading {
  return perform({ id: ClockCommand.Now }) as ClockReading;
}

/** The present, in the local zone. */
export function presentMoment(): Moment {
  const { seconds, nanoseconds } = present();
  return new Moment(seconds, nanoseconds, localZone());
}

function presentMilliseconds(): number {
  const { seconds, nanoseconds } = present();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** Sends the time to a channel: once, or at an interval. */
class Alarm {
  /** What Lua receives from. */
  readonly channel: Userdata<Channel>;
  private readonly process: LuaProcess;
  /** Gives up the command that is under way; null while none is. */
  private cancel: (() => void) | null = null;

  constructor(capacity: number) {
    this.process = currentProcess();
    this.channel = channelValue(new Channel(this.process, capacity));
  }

  get isActive(): boolean {
    return this.cancel !== null;
  }

  protected arm(milliseconds: number, fire: () => void): void {
    const command: SleepCommand = { id: ClockCommand.Sleep, milliseconds };
    this.cancel = this.process.background(command, (_data, error) => {
      this.cancel = null;
      if (error === null) fire();
    });
  }

  protected disarm(): boolean {
    const { cancel } = this;
    this.cancel = null;
    cancel?.();
    return cancel !== null;
  }

  /** Ends it for good: its channel is closed. True where it was still to fire. */
  stop(): boolean {
    const active = this.disarm();
    if (!this.channel.data.closed) this.channel.data.close();
    return active;
  }
}

/** Fires once: its channel gives the time and is closed. */
export class Timer extends Alarm {
  constructor(duration: Duration) {
    super(1);
    this.start(duration);
  }

  private start(duration: Duration): void {
    this.arm(duration.milliseconds, () => {
      this.channel.data.trySend(momentClass.create(presentMoment()));
      this.channel.data.close();
    });
  }

  /** Begins again with another duration; false, and nothing happens, once it has fired or was stopped. */
  reset(duration: Duration): boolean {
    if (!this.disarm()) return false;
    this.start(duration);
    return true;
  }
}

/** Fires at an interval until it is stopped. */
export class Ticker extends Alarm {
  /** Milliseconds, as all times here. */
  private readonly interval: number;
  private next: number;

  constructor(duration: Duration) {
    super(TICKER_BUFFER);
    this.interval = duration.milliseconds;
    this.next = presentMilliseconds() + this.interval;
    this.schedule();
  }

  /** Ticks keep to the times that the first one sets: what one is late, the next one waits less. */
  private schedule(): void {
    const now = presentMilliseconds();
    if (this.next < now) this.next += Math.floor((now - this.next) / this.interval) * this.interval;
    // Somebody may have set the clock back.
    const left = Math.min(this.interval, Math.max(0, this.next - now));
    this.arm(left, () => {
      this.next += this.interval;
      this.channel.data.trySend(momentClass.create(presentMoment()));
      this.schedule();
    });
  }
}

const response =
  (alarmClass: () => UserdataClass<Alarm>, name: string): LuaFunction =>
  (...args) =>
    alarmClass().check(args, 1, name).channel;

function resetDuration(value: LuaValue): Duration {
  try {
    const duration = toDuration(value);
    if (duration.nanoseconds > 0n) return duration;
  } catch (error) {
    if (!(error instanceof WippyError) || error.kind !== ErrorKind.Invalid) throw error;
    throw LuaError.located(toLuaString(`timer:reset: ${error.message}`));
  }
  throw LuaError.located('timer:reset: duration must be > 0');
}

export const timerClass: UserdataClass<Timer> = defineClass<Timer>('time.Timer', Timer, () => ({
  response: response(() => timerClass, 'response'),
  channel: response(() => timerClass, 'channel'),
  stop: (...args) => timerClass.check(args, 1, 'stop').stop(),
  reset: (...args) => {
    const timer = timerClass.check(args, 1, 'reset');
    return timer.reset(resetDuration(args[1]));
  },
}));

export const tickerClass: UserdataClass<Ticker> = defineClass<Ticker>('time.Ticker', Ticker, () => ({
  response: response(() => tickerClass, 'response'),
  channel: response(() => tickerClass, 'channel'),
  stop: (...args) => {
    tickerClass.check(args, 1, 'stop').stop();
    return true;
  },
}));
