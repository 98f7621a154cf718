/**
 * One transaction: begin, each operation offered to its handler, commit; on any refusal the inverse of what was accepted,
 * then discard. An operation refused because something does not exist yet is tried again while others make progress.
 */
import { type Clock, withTimeout } from '../../infrastructure/clock.ts';
import { formatDuration } from '../../infrastructure/duration.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { EventBus } from '../../infrastructure/event-bus/index.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import type { EntryListener, EntryRouter, TransactionContext, TransactionParticipant } from './entry-router.ts';
import type { EntryState } from './entry-state.ts';
import { invert, type Operation, OperationKind } from './operations/operation.ts';
import { sortOperations } from './operations/sort-operations.ts';
import type { VersionCause } from './version.ts';

/** System of the registry's events. */
export const registryEventSystem = 'registry';

export interface TransactionEnvironment {
  readonly bus: EventBus;
  readonly router: EntryRouter;
  readonly participants: readonly TransactionParticipant[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds for one operation, and for one answer of one participant. */
  readonly operationTimeout: number;
  readonly extract: Parameters<typeof sortOperations>[1];
}

export interface TransactionRequest {
  readonly id: string;
  readonly cause: VersionCause;
  /** Valid and sorted. */
  readonly operations: readonly Operation[];
  readonly before: EntryState;
  readonly after: EntryState;
}

type Phase = TransactionContext['phase'];
type ParticipantStep = 'begin' | 'commit' | 'discard';

/** True if the error or any of its causes says that something was not found. */
export function isNotFound(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 32; current = current.cause, depth++) {
    if (current instanceof WippyError && current.kind === ErrorKind.NotFound) return true;
  }
  return false;
}

/** Runs one transaction; create a new object for each. */
export class Transaction {
  readonly #environment: TransactionEnvironment;
  readonly #request: TransactionRequest;
  readonly #accepted: Operation[] = [];
  readonly #begun: TransactionParticipant[] = [];

  constructor(environment: TransactionEnvironment, request: TransactionRequest) {
    this.#environment = environment;
    this.#request = request;
  }

  /**
   * @throws the reason of the refusal, after everything was undone; `details.rollback_error` says what could not be.
   */
  async run(): Promise<void> {
    try {
      await this.#control('begin');
      await this.#applyAll();
      await this.#control('commit');
    } catch (error) {
      const rollbackErrors = await this.#rollback();
      await this.#control('discard');
      throw this.#failure(toWippyError(error), rollbackErrors);
    }
  }

  #failure(error: WippyError, rollbackErrors: readonly WippyError[]): WippyError {
    if (rollbackErrors.length === 0) return error;
    return new WippyError(error.message, {
      kind: error.kind,
      retryable: error.retryable,
      hint: error.hint ?? undefined,
      details: { ...error.details, rollback_error: rollbackErrors.map((item) => item.message).join('; ') },
      cause: error,
    });
  }

  #context(phase: Phase, signal: AbortSignal): TransactionContext {
    const { id, cause, before, after } = this.#request;
    const target = phase === 'apply' ? after : before;
    return { id, phase, cause, signal, lookup: (entryId) => target.get(entryId) };
  }

  #publish(kind: string, path: string, data?: unknown): void {
    this.#environment.bus.publish({ system: registryEventSystem, kind, path, data });
  }

  /** Runs work with the time limit; the signal of its context aborts when the limit is over. */
  async #limited(
    phase: Phase,
    work: (context: TransactionContext) => void | Promise<void>,
    onTimeout: (limit: string) => WippyError,
  ): Promise<void> {
    const { clock, operationTimeout } = this.#environment;
    const controller = new AbortController();
    const context = this.#context(phase, controller.signal);
    const running = (async () => work(context))();
    await withTimeout(clock, operationTimeout, running, () => {
      const error = onTimeout(formatDuration(operationTimeout));
      controller.abort(error);
      return error;
    });
  }

  async #control(step: ParticipantStep): Promise<void> {
    const kind = `registry.${step}`;
    this.#publish(kind, this.#request.id);
    // Whoever has begun also ends, in the reverse order; at the begin nobody has yet.
    const participants =
      step === 'begin' ? this.#environment.participants : step === 'discard' ? [...this.#begun].reverse() : this.#begun;
    let accepted = 0;
    for (const participant of participants) {
      if (step === 'begin') this.#begun.push(participant);
      try {
        await this.#limited(
          step === 'discard' ? 'rollback' : 'apply',
          (context) => participant[step]?.(context),
          (limit) =>
            new WippyError(
              `transaction handler timeout after ${limit} for ${kind}: accepted ${accepted} of ${participants.length}`,
              { kind: ErrorKind.Timeout, retryable: true, details: { participant: participant.name } },
            ),
        );
        accepted++;
        this.#publish('registry.accept', `${this.#request.id}/${kind}/${participant.name}`);
      } catch (error) {
        this.#publish('registry.reject', `${this.#request.id}/${kind}/${participant.name}`, error);
        if (step === 'discard') {
          this.#environment.logger.error('a participant failed to discard a transaction', {
            participant: participant.name,
            error,
          });
          continue;
        }
        const reason = toWippyError(error);
        if (reason.kind === ErrorKind.Timeout && reason.details?.['participant'] === participant.name) throw reason;
        throw reason.wrap(`transaction rejected for ${kind}: ${participant.name}`);
      }
    }
  }

  async #applyAll(): Promise<void> {
    let pending = [...this.#request.operations];
    while (pending.length > 0) {
      const waiting: Operation[] = [];
      const failures: Failure[] = [];
      for (const operation of pending) {
        try {
          await this.#dispatch(operation, 'apply');
          this.#accepted.push(operation);
        } catch (error) {
          if (!isNotFound(error)) throw error;
          waiting.push(operation);
          failures.push({ id: operation.entry.id, error: toWippyError(error) });
        }
      }
      if (waiting.length === pending.length) {
        const ids = waiting.map((operation) => operation.entry.id);
        const cause = rootCause(failures);
        throw new WippyError(`unresolved dependencies after retry: ${ids.join(',')}: ${cause.message}`, {
          kind: ErrorKind.NotFound,
          retryable: false,
          details: { entries: ids },
          hint: cause.hint ?? undefined,
          cause,
        });
      }
      pending = waiting;
    }
  }

  async #dispatch(operation: Operation, phase: Phase): Promise<void> {
    const { entry, kind } = operation;
    const route = this.#environment.router.route(entry.kind);
    this.#publish(kind, entry.id, entry);
    if (route !== 'data' && route !== undefined) {
      try {
        await this.#limited(
          phase,
          (context) => offer(route, operation, context),
          (limit) =>
            new WippyError(`event handler timeout after ${limit} for entry ${entry.id} (kind: ${entry.kind})`, {
              kind: ErrorKind.Timeout,
              retryable: true,
              details: { entry: entry.id, kind: entry.kind, handler: route.name },
              hint: 'The handler of this kind did not finish; registry.event_wait_timeout sets the limit.',
            }),
        );
      } catch (error) {
        this.#publish('entry.reject', entry.id, error);
        throw refusal(operation, error);
      }
    }
    this.#publish('entry.accept', entry.id);
  }

  /** Best effort: whatever cannot be undone is reported and does not stop the rest. */
  async #rollback(): Promise<WippyError[]> {
    const errors: WippyError[] = [];
    const { extract, logger } = this.#environment;
    for (const operation of sortOperations(invert(this.#accepted), extract)) {
      try {
        await this.#dispatch(operation, 'rollback');
      } catch (error) {
        const problem = toWippyError(error);
        logger.error('an operation could not be undone', { entry: operation.entry.id, error: problem });
        errors.push(problem);
      }
    }
    return errors;
  }
}

function offer(listener: EntryListener, operation: Operation, context: TransactionContext): void | Promise<void> {
  const { entry, kind, original } = operation;
  if (kind === OperationKind.Create) return listener.create(entry, context);
  if (kind === OperationKind.Delete) return listener.delete(original ?? entry, context);
  return listener.update(entry, original ?? entry, context);
}

function refusal(operation: Operation, thrown: unknown): WippyError {
  const { entry, kind } = operation;
  const cause = toWippyError(thrown, ErrorKind.Invalid);
  if (cause.kind === ErrorKind.Timeout && cause.details?.['handler'] !== undefined) return cause;
  const message =
    cause.message === ''
      ? `operation rejected for entry ${entry.id}, no details`
      : `operation failed for entry ${entry.id}: ${cause.message}`;
  return new WippyError(message, {
    kind: ErrorKind.Invalid,
    retryable: cause.retryable,
    details: { ...cause.details, entry: entry.id, kind: entry.kind, operation: kind },
    hint: cause.hint ?? undefined,
    cause,
  });
}

interface Failure {
  readonly id: string;
  readonly error: WippyError;
}

/** The error of an entry that fails by itself, not because it depends on one of the others; else the last one. */
function rootCause(failures: readonly Failure[]): WippyError {
  const own = failures.find(({ id, error }) =>
    failures.every((other) => other.id === id || !error.message.includes(other.id)),
  );
  return (own ?? (failures.at(-1) as Failure)).error;
}
