/** Versions in memory: the default. */
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { type RejectedChange, rootVersion, summarize, type Version, type VersionRecord } from '../version.ts';
import type { History } from './history.ts';

const rejectedLimit = 100;

/** The error for a version that a back end does not have. */
export function versionNotFound(id: number): WippyError {
  return new WippyError('version not found in history', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { version_id: id },
    hint: `There is no version ${id}; list the versions to see which exist.`,
  });
}

/** A history that ends with the process. */
export function createMemoryHistory(): History {
  const versions = new Map<number, VersionRecord>([[0, rootVersion]]);
  const rejected: RejectedChange[] = [];
  let head = 0;
  return {
    name: 'memory',
    head: async () => head,
    async setHead(id) {
      if (!versions.has(id)) throw versionNotFound(id);
      head = id;
    },
    async save(record) {
      if (versions.has(record.id)) {
        throw new WippyError(`version ${record.id} already exists`, { kind: ErrorKind.Conflict, retryable: false });
      }
      versions.set(record.id, record);
      head = record.id;
    },
    get: async (id) => versions.get(id),
    list: async (): Promise<Version[]> => [...versions.values()].map(summarize).sort((a, b) => a.id - b.id),
    async saveRejected(change) {
      rejected.unshift(change);
      rejected.length = Math.min(rejected.length, rejectedLimit);
    },
    rejected: async (limit) => rejected.slice(0, limit),
    close: async () => undefined,
  };
}
