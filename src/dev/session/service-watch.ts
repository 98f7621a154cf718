/** Waits for services after a change: until each of them runs, or the first does not. */
import {
  isDown,
  type ServiceState,
  type Supervisor,
  serviceUpdateEvent,
  supervisorEventSystem,
} from '../../core/supervisor/index.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { EventBus } from '../../infrastructure/event-bus/index.ts';

/** A service that did not come up. */
export class ServiceDown extends WippyError {
  readonly service: string;

  constructor(state: ServiceState) {
    super(`service ${state.id} did not start: ${state.details}`, { kind: ErrorKind.Unavailable, retryable: true });
    this.service = state.id;
  }
}

export interface ServicesRunOptions {
  readonly ids: Iterable<string>;
  /** Those of them whose failure is only waited for. */
  readonly mayFail: ReadonlySet<string>;
  readonly supervisor: Supervisor;
  readonly bus: EventBus;
}

/**
 * Resolves when each of the services runs or has done its work. A service that fails is not waited for again: its own
 * retries would hide that the change broke it.
 * @throws ServiceDown for the first service that fails, or waits for one that does.
 */
export function servicesRun({ ids, mayFail, supervisor, bus }: ServicesRunOptions): Promise<void> {
  const open = new Set(ids);
  if (open.size === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const look = (id: string): void => {
      const state = supervisor.state(id);
      const settled = state === undefined || state.status === 'running' || state.completed;
      const excused = state !== undefined && isDown(state) && mayFail.has(id);
      if (settled || excused || !supervisor.wants(id)) {
        open.delete(id);
      } else if (isDown(state)) {
        ended.abort();
        reject(new ServiceDown(state));
        return;
      }
      if (open.size > 0) return;
      ended.abort();
      resolve();
    };
    bus.subscribe(
      { system: supervisorEventSystem, kind: serviceUpdateEvent },
      ({ path }) => {
        if (open.has(path)) look(path);
      },
      { signal: ended.signal },
    );
    for (const id of [...open]) if (!ended.signal.aborted) look(id);
  });
}
