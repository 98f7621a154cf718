/** Between the registry, which knows entries, and the handler of a kind, which knows configurations. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { deepEqual } from '../../infrastructure/plain-data.ts';
import type { Entry, EntryListener, TransactionContext } from '../registry/index.ts';
import type { CheckedEntry } from './check-entry.ts';
import type { Configured, KindHandler } from './define-kind.ts';
import { type EntryProblem, formatPath } from './entry-problem.ts';

/** `data.adr: unknown field "adr": the required field "addr" is missing (Did you mean "addr"?)` */
export function formatProblem(problem: EntryProblem): string {
  const hint = problem.hint === undefined ? '' : ` (${problem.hint})`;
  return `${formatPath(problem.path)}: ${problem.message}${hint}`;
}

/** @throws Invalid `invalid configuration: ...` with all errors. */
function configured(entry: Entry, checked: CheckedEntry): Configured<unknown> {
  const errors = checked.problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return { entry, config: checked.config };
  throw new WippyError(`invalid configuration: ${errors.map(formatProblem).join('; ')}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { entry: entry.id, problems: errors },
  });
}

export interface KindListenerOptions {
  readonly kind: string;
  readonly handler: KindHandler<unknown>;
  readonly check: (entry: Entry) => CheckedEntry;
  readonly onWarning: (entry: Entry, problem: EntryProblem) => void;
}

/** A listener that checks entries and calls the handler with their configurations. */
export function createKindListener({ kind, handler, check, onWarning }: KindListenerOptions): EntryListener {
  /** What the handler has been given: what variables hold may change in the meantime. */
  const accepted = new WeakMap<Entry, Configured<unknown>>();
  const known = (entry: Entry): Configured<unknown> => accepted.get(entry) ?? configured(entry, check(entry));
  const accept = (entry: Entry): Configured<unknown> => {
    const checked = check(entry);
    for (const problem of checked.problems) if (problem.severity === 'warning') onWarning(entry, problem);
    const result = configured(entry, checked);
    accepted.set(entry, result);
    return result;
  };
  /** What is undone gets back what it had. */
  const again = (entry: Entry, { phase }: TransactionContext): Configured<unknown> =>
    phase === 'rollback' ? known(entry) : accept(entry);
  return {
    name: handler.name ?? kind,
    async create(entry, transaction) {
      await handler.add(entry, again(entry, transaction).config, transaction);
    },
    async update(entry, original, transaction) {
      const next = again(entry, transaction);
      const previous = known(original);
      if (handler.update !== undefined && (handler.canUpdateInPlace?.(next, previous) ?? true)) {
        await handler.update(next, previous, transaction);
        return;
      }
      if (handler.update === undefined && deepEqual(next.config, previous.config)) return;
      await handler.remove(original, previous.config, transaction);
      try {
        await handler.add(entry, next.config, transaction);
      } catch (error) {
        // The registry undoes only what was accepted, so the removal is undone here.
        await handler.add(original, previous.config, { ...transaction, phase: 'rollback' });
        throw error;
      }
    },
    async delete(entry, transaction) {
      await handler.remove(entry, known(entry).config, transaction);
    },
  };
}
