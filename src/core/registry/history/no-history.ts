/** No versions at all: changes are counted but cannot be undone. */
import { EntryState } from '../entry-state.ts';
import { rootVersion, summarize, type Version, versionNotFound } from '../version.ts';
import { differenceOf } from './difference.ts';
import type { History } from './history.ts';
import { headMoved, versionOf } from './memory-history.ts';

/** A history that keeps the current version, without its operations, and nothing else. */
export function createNoHistory(): History {
  const root = summarize(rootVersion);
  let head: Version = root;
  let former: Version = root;
  let lastId = 0;
  return {
    name: 'none',
    head: async () => head,
    detachment: async () => null,
    restore: async () => ({
      version: head,
      state: EntryState.empty,
      baseline: EntryState.empty,
      pinned: new Set(),
      detached: null,
    }),
    async append(draft) {
      if (draft.parent !== head.id) throw headMoved(draft.parent, head.id);
      former = head;
      head = versionOf(draft, ++lastId, 'applied', null);
      return head;
    },
    appendFailed: async (draft, error) => ({ ...versionOf(draft, ++lastId, 'failed', null), error }),
    async noteGit(id, git) {
      if (id !== 0 && id === head.id) head = { ...head, git };
    },
    amend: async () => undefined,
    async moveHead(id) {
      if (id !== 0 && id !== head.id) throw versionNotFound(id);
      if (id === 0) head = root;
    },
    async revoke(id) {
      if (head.id !== id) throw headMoved(id, head.id);
      head = former;
    },
    get: async (id) => (id === 0 ? rootVersion : undefined),
    find: async (id) => [root, head].find((version) => version.id === id),
    list: async () => [root],
    log: async () => [],
    async difference(from, to) {
      for (const id of [from, to]) if (id !== 0) throw versionNotFound(id);
      return differenceOf(new Map([[0, rootVersion]]), from, to);
    },
    sources: async () => undefined,
    prune: async () => ({ deleted: 0, kept: 0 }),
    close: async () => undefined,
  };
}
