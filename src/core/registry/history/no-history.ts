/** No versions at all: changes are counted but cannot be undone. */
import { rootVersion, summarize } from '../version.ts';
import type { History } from './history.ts';
import { versionNotFound } from './memory-history.ts';

/** A history that keeps the number of the current version and nothing else. */
export function createNoHistory(): History {
  let head = 0;
  return {
    name: 'none',
    head: async () => head,
    async setHead(id) {
      if (id !== 0 && id !== head) throw versionNotFound(id);
      head = id;
    },
    async save(record) {
      head = record.id;
    },
    get: async (id) => (id === 0 ? rootVersion : undefined),
    list: async () => [summarize(rootVersion)],
    saveRejected: async () => undefined,
    rejected: async () => [],
    close: async () => undefined,
  };
}
