/** What the supervisor starts, stops and keeps alive. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export interface StartContext {
  /** Aborts when the start takes too long or the service is to stop; the start must then give up and clean up. */
  readonly signal: AbortSignal;
  /** Text for `details` of the state, while starting and while running. */
  report(details: string): void;
}

/** A started service. */
export interface ServiceRun {
  /**
   * Settles when the service ends without having been told to: a rejection is a failure that is retried (unless
   * terminal), a resolution means that its work is done, and it is not started again.
   */
  readonly done: Promise<unknown>;
}

export interface Service {
  /** Resolves once the service works. Called again for each attempt. */
  start(context: StartContext): Promise<ServiceRun>;
  /** Ends a started service. The signal aborts when the time for it is over. */
  stop(signal: AbortSignal): Promise<void>;
  /**
   * True for what programs use without an entry that says so, such as databases: at the shutdown it stops after all
   * others, so that what is under way can still be finished.
   */
  readonly resource?: boolean;
}

export type ServiceStatus = 'unknown' | 'starting' | 'running' | 'stopping' | 'stopped' | 'exited' | 'failed';

export interface ServiceState {
  readonly id: string;
  readonly status: ServiceStatus;
  readonly desired: 'running' | 'stopped';
  readonly details: string;
  /** Attempts after the first since the last stable run. */
  readonly retryCount: number;
  /** Milliseconds since 1970. */
  readonly lastUpdate: number;
  /** Milliseconds since 1970, of the current run. */
  readonly startedAt: number | null;
  /** How often it has come to run. */
  readonly runs: number;
  /** True if a failed service will be started again by itself. */
  readonly retrying: boolean;
  /** Milliseconds from `lastUpdate` to that start. */
  readonly retryIn: number | null;
  /** True if it has ended and did its work; one that ended with an error and is not tried again has not. */
  readonly completed: boolean;
}

/** Whether a service does not run because of an error. */
export function isDown({ status, completed }: Pick<ServiceState, 'status' | 'completed'>): boolean {
  return status === 'failed' || (status === 'exited' && !completed);
}

/** System of the events; kind `service.update`, path = id, data = ServiceState. */
export const supervisorEventSystem = 'supervisor';
export const serviceUpdateEvent = 'service.update';

const terminalKinds: ReadonlySet<string> = new Set([ErrorKind.Canceled, ErrorKind.Terminated, ErrorKind.Exited]);

/** True for errors after which a service is not started again: cancelled, terminated, exited, or marked not retryable. */
export function isTerminalError(error: unknown): boolean {
  if (error instanceof WippyError) return error.retryable === false || terminalKinds.has(error.kind);
  return error instanceof Error && error.name === 'AbortError';
}

/** A service that needs no more than two functions and ends only when told to. */
export function simpleService(start: (signal: AbortSignal) => Promise<void>, stop: () => Promise<void>): Service {
  return {
    async start({ signal }) {
      await start(signal);
      return { done: new Promise(() => undefined) };
    },
    stop,
  };
}
