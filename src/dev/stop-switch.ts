/** What ends a program that watches: a signal, or a call. */

/** Exit codes after signals: 128 and the number of the signal. */
const SIGNALS: readonly [NodeJS.Signals, number][] = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
];

export interface StopSwitch {
  /** Resolves to the exit code. */
  readonly requested: Promise<number>;
  readonly stop: (exitCode: number) => void;
  /** Gives the signals back. */
  readonly release: () => void;
}

/** Waits for a signal or a call of `stop`. A second one ends the program at once. */
export function stopSwitch(): StopSwitch {
  let stop: (exitCode: number) => void = () => undefined;
  let stopping = false;
  const requested = new Promise<number>((done) => {
    stop = (exitCode) => {
      if (stopping) process.exit(exitCode);
      stopping = true;
      done(exitCode);
    };
  });
  const listeners = SIGNALS.map(([signal, code]) => {
    const listener = (): void => stop(code);
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  const release = (): void => {
    for (const off of listeners) off();
  };
  return { requested, stop, release };
}
