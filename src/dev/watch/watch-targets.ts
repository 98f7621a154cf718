/** What of a project is watched, and which changes matter to it. */
import { basename, dirname, resolve, sep } from 'node:path';
import { isDefinitionFileName } from '../../project/entries/scan.ts';
import type { LoadedProject } from '../../project/load-project.ts';
import { vendorDirectory } from '../../project/lock/load-paths.ts';
import type { WatchTargets } from './file-watcher.ts';

/** Directories that hold no sources: what tools and the program itself write. */
const FOREIGN = new Set(['node_modules', '.git', '.hg', '.svn', '.wippy']);

/** Files that editors put beside the one that is edited. */
const EDITOR_FILES = /(?:~|\.swp|\.swx|\.swo|\.tmp|\.bak)$|^(?:4913|\.#.*|#.*#|\.DS_Store|___jb_.*)$/;

/** The directories that the project was read from, and those of its lock and configuration files. */
export function watchTargets(project: LoadedProject): WatchTargets {
  const trees = project.paths.filter(({ kind }) => kind !== 'pack').map(({ path }) => path);
  const files = [project.lock.path, ...project.configFiles, resolve(project.directory, 'wippy.lock')];
  const vendor = vendorDirectory(project.lock);
  const read = new Set(trees);
  return {
    trees: outermost(trees),
    directories: [...new Set(files.map((file) => dirname(file)))].sort(),
    ignored(path) {
      if (read.has(path)) return false;
      return FOREIGN.has(basename(path)) || path === vendor || EDITOR_FILES.test(basename(path));
    },
  };
}

/** Whether two sets of targets are the same. */
export function sameTargets(a: WatchTargets, b: WatchTargets): boolean {
  return a.trees.join('\0') === b.trees.join('\0') && a.directories.join('\0') === b.directories.join('\0');
}

export interface Relevance {
  readonly targets: WatchTargets;
  /** Absolute paths of lock file, configuration and environment files, there or not. */
  readonly files: ReadonlySet<string>;
  /** Whether an entry was read from the file. */
  readonly known: (path: string) => boolean;
}

/** Whether a change of the path can change an entry. */
export function matters(path: string, { targets, files, known }: Relevance): boolean {
  if (files.has(path) || known(path)) return true;
  return isDefinitionFileName(path) && targets.trees.some((tree) => path.startsWith(tree + sep));
}

/** Without directories that lie inside of others. */
function outermost(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((path) => !paths.some((other) => path.startsWith(other + sep))).sort();
}
