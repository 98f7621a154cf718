/** Unknown kinds are refused before anything is offered to a handler. */
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { closestName } from '../../../infrastructure/suggest.ts';
import type { EntryRouter } from '../entry-router.ts';
import { type Operation, OperationKind } from './operation.ts';

/** @throws Invalid naming every entry of an unknown kind, with the closest known kind. */
export function requireKnownKinds(operations: readonly Operation[], router: EntryRouter): void {
  const unknown = operations.filter(
    ({ kind, entry }) => kind !== OperationKind.Delete && router.route(entry.kind) === undefined,
  );
  if (unknown.length === 0) return;
  const kinds = [...router.kinds()];
  const texts = unknown.map(({ entry }) => {
    const closest = closestName(entry.kind, kinds);
    return `unknown kind "${entry.kind}" of entry ${entry.id}${closest === undefined ? '' : ` (did you mean "${closest}"?)`}`;
  });
  throw new WippyError(texts.join('; '), {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: {
      entries: unknown.map(({ entry }) => entry.id),
      kinds: [...new Set(unknown.map(({ entry }) => entry.kind))],
    },
    hint: 'Use registry.entry for entries that only hold data.',
  });
}
