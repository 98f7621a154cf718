/** When and how the program ends: signals, the exit code, and the second signal that does not wait. */
import { type Clock, sleep, systemClock } from '../infrastructure/clock.ts';
import { type Logger, silentLogger } from '../infrastructure/logger/index.ts';

/** Ends the runtime from inside: the result of a terminal process, `system.exit`. */
export interface ShutdownTrigger {
  /** Asks for the shutdown; the code of the first call counts. */
  trigger(exitCode?: number): void;
  /** Resolves with the exit code once the shutdown was asked for. */
  readonly requested: Promise<number>;
  readonly triggered: boolean;
}

/** A trigger that was not pulled. */
export function createShutdownTrigger(): ShutdownTrigger {
  let triggered = false;
  let resolve: (code: number) => void = () => undefined;
  const requested = new Promise<number>((done) => {
    resolve = done;
  });
  return {
    requested,
    get triggered() {
      return triggered;
    },
    trigger(exitCode = 0) {
      triggered = true;
      resolve(exitCode);
    },
  };
}

/** The part of the host process that signals come from. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

export interface SignalOptions {
  trigger: ShutdownTrigger;
  /** Default: the host process. */
  signals?: SignalSource;
  /** Ends the program at once; default: exit of the host process. */
  exit?: (code: number) => void;
  logger?: Logger;
}

export interface RunOptions extends SignalOptions {
  shutdown: () => Promise<void>;
  /** Told a line for the user when the shutdown takes long. */
  announce?: (text: string) => void;
  /** What the shutdown waits for, by id. */
  waitingFor?: () => readonly string[];
  clock?: Clock;
  /** Ends a watch of signals that has begun before; without it signals are watched from now on. */
  unwatch?: () => void;
}

const endingSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Milliseconds after which a shutdown says what it waits for. */
const LONG_SHUTDOWN = 1000;

/**
 * Lets SIGINT, SIGTERM and SIGHUP pull the trigger. A signal when it is pulled already exits at once with code 1.
 * @returns what ends the watch.
 */
export function watchSignals({
  trigger,
  signals = process,
  logger = silentLogger,
  ...rest
}: SignalOptions): () => void {
  const exit = rest.exit ?? ((code: number): void => process.exit(code));
  const onSignal = (): void => {
    if (trigger.triggered) {
      logger.warn('force exit');
      exit(1);
      return;
    }
    logger.info('shutting down; a second signal exits at once');
    trigger.trigger(0);
  };
  for (const signal of endingSignals) signals.on(signal, onSignal);
  return () => {
    for (const signal of endingSignals) signals.off(signal, onSignal);
  };
}

/**
 * Waits for the trigger or for a signal, then shuts down.
 * @returns the exit code: that of the trigger, else 0; 1 if the shutdown failed and the trigger asked for 0.
 */
export async function runUntilShutdown(options: RunOptions): Promise<number> {
  const { trigger, shutdown, logger = silentLogger } = options;
  const unwatch = options.unwatch ?? watchSignals(options);
  // An application without servers and timers still waits for its signal.
  const keepAlive = setInterval(() => undefined, 2 ** 30);
  const ended = new AbortController();
  try {
    const code = await trigger.requested;
    void announceLongShutdown(options, ended.signal);
    try {
      await shutdown();
    } catch (error) {
      logger.error('shutdown failed', { error });
      return code === 0 ? 1 : code;
    }
    return code;
  } finally {
    ended.abort();
    clearInterval(keepAlive);
    unwatch();
  }
}

/** Nobody should wonder why the program is still there, even where logs are not written. */
export async function announceLongShutdown(
  options: Pick<RunOptions, 'announce' | 'waitingFor' | 'clock'>,
  ended: AbortSignal,
): Promise<void> {
  const { announce, waitingFor = () => [], clock = systemClock } = options;
  if (announce === undefined) return;
  await sleep(clock, LONG_SHUTDOWN, ended).catch(() => undefined);
  if (ended.aborted) return;
  const ids = waitingFor();
  announce(`waiting for ${ids.length === 0 ? 'the shutdown' : `${ids.join(', ')} to stop`}; Ctrl-C exits at once`);
}
