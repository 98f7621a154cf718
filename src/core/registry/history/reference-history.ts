/** Goes on from a history of the Go runtime, in memory. */
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { EntryId } from '../entry-id.ts';
import { replay } from '../operations/change-validation.ts';
import { rootVersion, summarize, versionPath } from '../version.ts';
import type { History } from './history.ts';
import { createMemoryHistory } from './memory-history.ts';
import { readReferenceFile } from './sqlite/reference-file.ts';

/**
 * A history in memory that begins with the versions of a file that the Go runtime has written; the file stays as it is.
 * That runtime records no version of what the files say: its changes lie over them.
 * @throws Invalid where the file is none, or damaged.
 */
export function createReferenceHistory(file: string, keep = 0): History {
  const found = readReferenceFile(file);
  if (found === undefined) {
    throw new WippyError(`${file} is no history of the Go runtime`, { kind: ErrorKind.Invalid, retryable: false });
  }
  const { versions, head } = found;
  const records = new Map([rootVersion, ...versions].map((version) => [version.id, version]));
  const parents = new Map(Array.from(records.values(), ({ id, parent }) => [id, parent]));
  const changes = versionPath(parents, 0, head).forward.flatMap((id) => records.get(id)?.changes ?? []);
  return createMemoryHistory({
    keep,
    older: { versions, head },
    start: async (known) => ({
      version: summarize(records.get(head) ?? rootVersion),
      state: replay(known, changes),
      baseline: known,
      pinned: new Set<EntryId>(changes.map(({ entry }) => entry.id)),
      detached: null,
    }),
  });
}
