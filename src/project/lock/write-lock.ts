/** Writes `wippy.lock`. */
import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { LockFile } from './lock-file.ts';

/** Only the owner may read and write the file, as with the reference. */
const LOCK_MODE = 0o600;

/**
 * The text of a lock file: modules unique by name and version and sorted by name, replacements unique and sorted by
 * `from`; empty parts are left out.
 */
export function formatLock(lock: LockFile): string {
  const modules = sortedBy(
    unique(lock.modules, (item) => `${item.name}@${item.version}`),
    (item) => item.name,
  );
  const replacements = sortedBy(
    unique(lock.replacements, (item) => item.from),
    (item) => item.from,
  );
  return stringify(
    {
      directories: { modules: lock.directories.modules, src: lock.directories.src },
      ...(modules.length === 0
        ? {}
        : {
            modules: modules.map(({ name, version, hash, localHash }) => ({
              name,
              version,
              ...(hash === undefined ? {} : { hash }),
              ...(localHash === undefined ? {} : { local_hash: localHash }),
            })),
          }),
      ...(replacements.length === 0 ? {} : { replacements: replacements.map(({ from, to }) => ({ from, to })) }),
      ...(lock.options.unpackModules ? { options: { unpack_modules: true } } : {}),
    },
    { lineWidth: 0 },
  );
}

/** Writes the lock file to its path. Throws the error of the file system. */
export async function writeLock(lock: LockFile): Promise<void> {
  await writeFile(lock.path, formatLock(lock), { mode: LOCK_MODE });
}

function unique<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = key(item);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
