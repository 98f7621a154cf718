/** When and how the program ends: signals, the exit code, and the second signal that does not wait. */
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

export interface RunOptions {
  trigger: ShutdownTrigger;
  shutdown: () => Promise<void>;
  /** Default: the host process. */
  signals?: SignalSource;
  /** Ends the program at once; default: exit of the host process. */
  exit?: (code: number) => void;
  logger?: Logger;
}

const endingSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/**
 * Waits for the trigger or for SIGINT or SIGTERM, then shuts down. A second signal exits at once with code 1.
 * @returns the exit code: that of the trigger, else 0; 1 if the shutdown failed and the trigger asked for 0.
 */
export async function runUntilShutdown(options: RunOptions): Promise<number> {
  const { trigger, shutdown, signals = process, logger = silentLogger } = options;
  const exit = options.exit ?? ((code: number): void => process.exit(code));
  let received = 0;
  const onSignal = (): void => {
    received++;
    if (received > 1) {
      logger.warn('force exit');
      exit(1);
      return;
    }
    logger.info('shutting down; a second signal exits at once');
    trigger.trigger(0);
  };
  // An application without servers and timers still waits for its signal.
  const keepAlive = setInterval(() => undefined, 2 ** 30);
  for (const signal of endingSignals) signals.on(signal, onSignal);
  try {
    const code = await trigger.requested;
    try {
      await shutdown();
    } catch (error) {
      logger.error('shutdown failed', { error });
      return code === 0 ? 1 : code;
    }
    return code;
  } finally {
    clearInterval(keepAlive);
    for (const signal of endingSignals) signals.off(signal, onSignal);
  }
}
