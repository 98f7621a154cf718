/** Where the relative directories of entries begin. Rule: system/filesystem of the Wippy documentation. */

import type { DirectoryRoots } from '../../services/fs/kinds.ts';
import type { LoadPath } from './load-paths.ts';

/** Relative directories of a module begin at its root, the parent of its `src`; those of a pack at the project. */
export function directoryRoots(directory: string, paths: readonly LoadPath[]): DirectoryRoots {
  const roots = new Map<string, string>();
  for (const { module, moduleRoot, kind } of paths) {
    if (module !== undefined && moduleRoot !== undefined && kind === 'directory') roots.set(module, moduleRoot);
  }
  return { project: directory, module: (name) => roots.get(name) };
}
