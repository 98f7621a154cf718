/** Which directories a lock file makes the program read, in the order in which they are loaded. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { LockFile, Replacement } from './lock-file.ts';
import { parseModuleName } from './module-name.ts';

export interface LoadPath {
  /** Absolute path of a directory or of a `.wapp` file. */
  readonly path: string;
  /** The module that owns the path; undefined for the sources of the application. */
  readonly module?: string;
  /** Undefined for sources and replacements. */
  readonly version?: string;
  /** The directory of the module itself, where its `wippy.yaml` stands. */
  readonly moduleRoot?: string;
  readonly kind: 'directory' | 'pack' | 'missing' | 'file';
}

/** The directory of installed modules: `<modules>/vendor`, or `<modules>` itself where it is called `vendor`. */
export function vendorDirectory(lock: LockFile): string {
  const modules = resolve(dirname(lock.path), lock.directories.modules);
  return basename(modules) === 'vendor' ? modules : join(modules, 'vendor');
}

/**
 * The sources, then every replacement (its `src` directory if it has one), then each module that is not replaced: an
 * unpacked directory, else a pack, else the older directory name with the version. Replacements of the `workspace`
 * have absolute directories and win over those of the lock file.
 */
export async function loadPaths(lock: LockFile, workspace: readonly Replacement[] = []): Promise<LoadPath[]> {
  const base = dirname(lock.path);
  const source = resolve(base, lock.directories.src);
  const paths: LoadPath[] = [{ path: source, kind: await kindOf(source) }];
  const replaced = new Set(workspace.map((item) => item.from));
  const replacements = [...workspace, ...lock.replacements.filter((item) => !replaced.has(item.from))];
  for (const { from, to } of replacements) {
    replaced.add(from);
    const root = resolve(base, to);
    const inner = join(root, 'src');
    const path = (await kindOf(inner)) === 'directory' ? inner : root;
    paths.push({ path, module: from, moduleRoot: root, kind: await kindOf(path) });
  }
  const vendor = vendorDirectory(lock);
  for (const { name, version } of lock.modules) {
    if (replaced.has(name)) continue;
    const { organization, module } = parseModuleName(name);
    const candidates = [module, `${module}-${version}.wapp`, `${module}-${version}`].map((item) =>
      join(vendor, organization, item),
    );
    const kinds = await Promise.all(candidates.map(kindOf));
    const chosen = Math.max(
      0,
      kinds.findIndex((kind) => kind !== 'missing'),
    );
    paths.push({
      path: candidates[chosen],
      module: name,
      version,
      moduleRoot: candidates[chosen],
      kind: kinds[chosen],
    });
  }
  return paths;
}

/** Directories of installed modules, which belong to no other path even where they lie inside of it. */
export function excludedFrom(path: string, lock: LockFile): string[] {
  const modules = resolve(dirname(lock.path), lock.directories.modules);
  return [vendorDirectory(lock), modules].filter((item) => item !== path);
}

/** What a lock file would most likely say that is not there: sources in `src`, or else in the directory itself. */
export async function conventionalLock(lock: LockFile): Promise<LockFile> {
  const src = (await kindOf(resolve(dirname(lock.path), 'src'))) === 'directory' ? './src' : '.';
  return { ...lock, directories: { ...lock.directories, src } };
}

async function kindOf(path: string): Promise<LoadPath['kind']> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'directory';
    return path.endsWith('.wapp') ? 'pack' : 'file';
  } catch {
    return 'missing';
  }
}
