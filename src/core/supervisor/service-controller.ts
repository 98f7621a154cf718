/** One supervised service: starts it, watches it, starts it again, stops it. */
import { createBackoff } from '../../infrastructure/backoff.ts';
import { abortError, type Clock, sleep, withTimeout } from '../../infrastructure/clock.ts';
import { formatDuration } from '../../infrastructure/duration.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { Lifecycle } from './lifecycle.ts';
import { isTerminalError, type Service, type ServiceRun, type ServiceState, type ServiceStatus } from './service.ts';

export interface ControllerOptions {
  readonly id: string;
  readonly service: Service;
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
  readonly random: () => number;
  /** Told about every change of the state. */
  readonly onChange: (state: ServiceState, error: WippyError | undefined) => void;
  /** Told when the service has stopped or ended for good, after the last change. */
  readonly onIdle: () => void;
}

type Ending = { readonly stopped: true } | { readonly stopped: false; readonly error: unknown };

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** A state machine with one loop; `start` and `stop` may be called at any time. */
export class ServiceController {
  readonly id: string;
  readonly service: Service;
  /** Timeouts and restart policy; a change counts from the next use on. */
  lifecycle: Lifecycle;
  readonly #options: ControllerOptions;
  #status: ServiceStatus = 'unknown';
  #desired: 'running' | 'stopped' = 'stopped';
  #details = '';
  #attempt = 0;
  #startedAt: number | null = null;
  #runs = 0;
  #lastUpdate: number;
  #loop: Promise<void> | undefined;
  #stopping = new AbortController();
  #error: WippyError | undefined;
  #startTimeout: WippyError | undefined;
  #stopFailed = false;
  #retryIn: number | null = null;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.id = options.id;
    this.service = options.service;
    this.lifecycle = options.lifecycle;
    this.#lastUpdate = options.clock.now();
  }

  get status(): ServiceStatus {
    return this.#status;
  }

  /** True from the start until the service has stopped or has ended for good. */
  get active(): boolean {
    return this.#loop !== undefined;
  }

  /** True if the service has ended and will not start again by itself. */
  get ended(): boolean {
    return !this.active && (this.#status === 'exited' || this.#status === 'failed');
  }

  /** The last failure. */
  get error(): WippyError | undefined {
    return this.#error;
  }

  get state(): ServiceState {
    return {
      id: this.id,
      status: this.#status,
      desired: this.#desired,
      details: this.#details,
      retryCount: Math.max(0, this.#attempt - 1),
      lastUpdate: this.#lastUpdate,
      startedAt: this.#startedAt,
      runs: this.#runs,
      retrying: this.#retryIn !== null,
      retryIn: this.#retryIn,
      completed: this.#status === 'exited' && this.#error?.kind === ErrorKind.Exited,
    };
  }

  /** Wants the service to run; one that already does is left alone. */
  start(): void {
    this.#desired = 'running';
    if (this.#loop !== undefined) return;
    this.#stopping = new AbortController();
    this.#attempt = 0;
    this.#error = undefined;
    const loop = this.#run(this.#stopping.signal).finally(() => {
      this.#loop = undefined;
      this.#options.onIdle();
    });
    this.#loop = loop;
  }

  /** Says why the service cannot be started now. */
  block(error: WippyError): void {
    if (this.#details === error.message && this.#status === 'failed') return;
    this.#desired = 'running';
    this.#fail(error);
  }

  /** Ends the service, whatever it is doing. Never throws: a stop that takes too long is told by the state. */
  async stop(): Promise<void> {
    this.#desired = 'stopped';
    this.#stopping.abort(new WippyError('service stopping', { kind: ErrorKind.Canceled, retryable: false }));
    if (this.#loop !== undefined) await this.#loop;
    else if (this.#status !== 'stopped') this.#set('stopped', '');
  }

  #set(status: ServiceStatus, details: string): void {
    this.#status = status;
    this.#details = details;
    if (status !== 'failed') this.#retryIn = null;
    if (status !== 'running' && status !== 'stopping') this.#startedAt = null;
    this.#lastUpdate = this.#options.clock.now();
    this.#options.onChange(this.state, this.#error);
  }

  #fail(error: WippyError, details = error.message, retryIn: number | null = null): void {
    this.#error = error;
    this.#retryIn = retryIn;
    this.#set('failed', details);
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { initialDelay, maxDelay, backoffFactor, jitter } = this.lifecycle.restart;
    const options = { initialDelay, maxDelay, factor: backoffFactor, jitter };
    const backoff = createBackoff(options, this.#options.random);
    while (!stop.aborted) {
      this.#attempt++;
      this.#set('starting', `attempt ${this.#attempt}`);
      let error: unknown;
      let details: string | undefined;
      try {
        const run = await this.#startOnce(stop);
        const ending = await this.#watch(run, stop);
        if (ending.stopped) break;
        error = ending.error;
        const ranFor = this.#options.clock.now() - (this.#startedAt ?? 0);
        if (ranFor >= this.lifecycle.stableThreshold) {
          this.#attempt = 0;
          backoff.reset();
        }
      } catch (thrown) {
        if (stop.aborted) break;
        error = thrown;
        if (thrown === this.#startTimeout) details = 'start timeout';
      }
      if (!(await this.#afterFailure(toWippyError(error), details, backoff.next, stop))) return;
    }
    if (!this.#stopFailed) this.#set('stopped', '');
    this.#stopFailed = false;
  }

  /** Reports the failure and waits before the next attempt; false if there is none. */
  async #afterFailure(
    error: WippyError,
    details: string | undefined,
    nextDelay: () => number,
    stop: AbortSignal,
  ): Promise<boolean> {
    if (isTerminalError(error)) {
      this.#error = error;
      this.#set('exited', details ?? error.message);
      return false;
    }
    const { maxAttempts } = this.lifecycle.restart;
    const retrying = maxAttempts === 0 || this.#attempt < maxAttempts;
    const delay = retrying ? nextDelay() : null;
    this.#fail(error, details, delay);
    if (delay === null) return false;
    try {
      await sleep(this.#options.clock, delay, stop);
    } catch {
      // Stopped while waiting: the loop sees it.
    }
    return true;
  }

  async #startOnce(stop: AbortSignal): Promise<ServiceRun> {
    const { clock } = this.#options;
    const limit = new AbortController();
    const onStop = (): void => limit.abort(abortError(stop));
    stop.addEventListener('abort', onStop, { once: true });
    const starting = (async () =>
      this.service.start({ signal: limit.signal, report: (details) => this.#report(details) }))();
    const stopped = aborted(stop).then(() => Promise.reject(abortError(stop)));
    stopped.catch(() => undefined);
    try {
      return await withTimeout(clock, this.lifecycle.startTimeout, Promise.race([starting, stopped]), () => {
        this.#startTimeout = new WippyError('service start timed out', {
          kind: ErrorKind.Timeout,
          retryable: true,
          details: { service: this.id, timeout: formatDuration(this.lifecycle.startTimeout) },
        });
        limit.abort(this.#startTimeout);
        return this.#startTimeout;
      });
    } catch (error) {
      if (limit.signal.aborted) await this.#abandon(starting);
      throw error;
    } finally {
      stop.removeEventListener('abort', onStop);
    }
  }

  /** A start that was given up may still succeed; then it must be stopped before another one begins. */
  async #abandon(starting: Promise<ServiceRun>): Promise<void> {
    const cleanUp = starting.then(
      (run) => {
        run.done.catch(() => undefined);
        return this.service.stop(AbortSignal.abort());
      },
      () => undefined,
    );
    const timeout = new WippyError('start did not end', { kind: ErrorKind.Timeout, retryable: true });
    await withTimeout(this.#options.clock, this.lifecycle.stopTimeout, cleanUp, () => timeout).catch(() => undefined);
  }

  #report(details: string): void {
    if (this.#status === 'starting' || this.#status === 'running') this.#set(this.#status, details);
  }

  async #watch(run: ServiceRun, stop: AbortSignal): Promise<Ending> {
    const ended = run.done.then(
      (): Ending => ({
        stopped: false,
        error: new WippyError('service exited', { kind: ErrorKind.Exited, retryable: false }),
      }),
      (error: unknown): Ending => ({ stopped: false, error }),
    );
    this.#startedAt = this.#options.clock.now();
    this.#runs++;
    this.#set('running', '');
    const ending = await Promise.race([ended, aborted(stop).then((): Ending => ({ stopped: true }))]);
    if (ending.stopped) await this.#stopRun();
    return ending;
  }

  async #stopRun(): Promise<void> {
    this.#set('stopping', '');
    const limit = new AbortController();
    try {
      const stopping = (async () => this.service.stop(limit.signal))();
      await withTimeout(this.#options.clock, this.lifecycle.stopTimeout, stopping, () => {
        const text = `stop timeout after ${formatDuration(this.lifecycle.stopTimeout)}`;
        const error = new WippyError(text, { kind: ErrorKind.Timeout, retryable: true, details: { service: this.id } });
        limit.abort(error);
        return error;
      });
    } catch (error) {
      this.#stopFailed = true;
      this.#fail(toWippyError(error));
    }
  }
}
