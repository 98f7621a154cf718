/** The one entry point: a directory to its entries, configuration and problems. */
import { relative, resolve, sep } from 'node:path';
import type { Entry } from '../core/registry/entry.ts';
import { compareEntryIds } from '../core/registry/entry-id.ts';
import type { Config, ConfigWarningHandler } from '../infrastructure/config.ts';
import { toWippyError } from '../infrastructure/errors.ts';
import type { EmbeddedTrees } from '../services/fs/embedded.ts';
import { type ConfigPlaces, readConfig } from './config/read-config.ts';
import { type Diagnostic, diagnostic, hasErrors } from './diagnostics/diagnostic.ts';
import { withoutDuplicates } from './entries/duplicates.ts';
import type { FileCache } from './entries/file-cache.ts';
import { type LoadedFile, loadDirectory } from './entries/load-directory.ts';
import { compileFilePatterns, readModuleFilters, readModuleVersion } from './entries/module-manifest.ts';
import type { parseEntryFile } from './entries/parse-file.ts';
import { conventionalLock, excludedFrom, type LoadPath, loadPaths } from './lock/load-paths.ts';
import { placeInLock, placeOfModule } from './lock/locate-in-lock.ts';
import { LOCK_FILE_NAME, type LockFile, type Replacement } from './lock/lock-file.ts';
import { readLock } from './lock/read-lock.ts';
import { BYTECODE_ID } from './pack/bytecode-id.ts';
import { treesOf } from './pack/pack-trees.ts';
import type { Pack } from './pack/read-pack.ts';
import { compilePatterns } from './pipeline/disable.ts';
import { runPipeline } from './pipeline/pipeline.ts';
import type { Exclusions } from './pipeline/stage.ts';

export interface LoadProjectOptions {
  /** The lock file, relative to the directory; default `wippy.lock`. */
  readonly lockFile?: string;
  /** Configuration files to merge in order, relative to the directory; default an optional `.wippy.yaml`. */
  readonly configFiles?: readonly string[];
  /** Names of profiles, in order. */
  readonly profiles?: readonly string[];
  /** Texts of `--set`. */
  readonly set?: readonly string[];
  /** Texts of `-o`. */
  readonly overrides?: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly warn?: ConfigWarningHandler;
  /** What flags leave out. */
  readonly exclude?: Exclusions;
  /** Definition files of an earlier load that need not be read again. */
  readonly cache?: FileCache;
  /** Instead of `parseEntryFile`, for what is known from earlier. */
  readonly parse?: typeof parseEntryFile;
  /**
   * Whether to find as many problems as possible: sources are read without a lock file too, from `src` or else from the
   * directory itself, and the pipeline goes on after errors.
   */
  readonly thorough?: boolean;
}

export interface LoadedProject {
  /** Absolute path. */
  readonly directory: string;
  /** Entries after the pipeline, unique by id. Usable only when no diagnostic is an error. */
  readonly entries: readonly Entry[];
  readonly diagnostics: readonly Diagnostic[];
  readonly lock: LockFile;
  readonly config: Config;
  /** Where values of the configuration were written. */
  readonly configPlaces: ConfigPlaces;
  /** Absolute paths of the configuration files that were read. */
  readonly configFiles: readonly string[];
  /** The directories that were read, in order. */
  readonly paths: readonly LoadPath[];
  /** `workspace.replacements` of the configuration, with absolute directories. */
  readonly replacements: readonly Replacement[];
  /** Every YAML and JSON file that was looked at, by path. */
  readonly files: ReadonlyMap<string, LoadedFile>;
  /** The files that packs bring along. */
  readonly embedded?: EmbeddedTrees;
}

/**
 * Reads lock file, configuration and entries of a project and runs the pipeline. Nothing is downloaded. A missing lock
 * file gives a project without entries. Throws Invalid for malformed `set` or `overrides`; all else is a diagnostic.
 */
export async function loadProject(directory: string, options: LoadProjectOptions = {}): Promise<LoadedProject> {
  const root = resolve(directory);
  const [{ lock, diagnostics: lockProblems }, configuration] = await Promise.all([
    readLock(resolve(root, options.lockFile ?? LOCK_FILE_NAME)),
    readConfig(root, {
      files: options.configFiles,
      profiles: options.profiles,
      set: options.set,
      overrides: options.overrides,
      environment: options.environment,
      warn: options.warn,
    }),
  ]);
  const diagnostics: Diagnostic[] = [...lockProblems, ...configuration.diagnostics];
  const { config, files: configFiles, places: configPlaces, replacements } = configuration;
  const base = { directory: root, lock, config, configFiles, configPlaces, replacements };
  if (!lock.exists && options.thorough !== true)
    return { ...base, entries: [], diagnostics, paths: [], files: new Map() };

  const paths = await loadPaths(lock.exists ? lock : await conventionalLock(lock), replacements);
  const files = new Map<string, LoadedFile>();
  const loaded: Entry[] = [];
  const packs: Pack[] = [];
  let incomplete = false;
  for (const path of paths) {
    const problem = await unusable(path, lock);
    if (problem !== undefined) diagnostics.push(problem);
    if (path.kind === 'pack') {
      const { pack, entries, diagnostics: problems } = await loadModulePack(path, lock);
      if (pack !== undefined) packs.push(pack);
      loaded.push(...entries);
      diagnostics.push(...problems);
    }
    if (path.kind !== 'directory') continue;
    const found = await loadDirectory(path, {
      excluded: excludedFrom(path.path, lock),
      environment: options.environment ?? process.env,
      ...(options.cache && { cache: options.cache }),
      ...(options.parse && { parse: options.parse }),
    });
    diagnostics.push(...found.diagnostics);
    incomplete ||= hasErrors(found.diagnostics);
    for (const file of found.files) files.set(file.path, file);
    loaded.push(
      ...(await filtered(
        path,
        found.files.flatMap((file) => file.entries),
        diagnostics,
      )),
    );
  }
  const unique = withoutDuplicates(withoutSecondBytecode(loaded));
  const piped = runPipeline(unique.entries, {
    config,
    goOn: options.thorough,
    incomplete,
    configPlaces,
    ...(options.exclude && { exclude: options.exclude }),
    modules: await versionsOf(paths),
    readText: (file) => files.get(file)?.text,
  });
  diagnostics.push(...unique.diagnostics, ...piped.diagnostics);
  const embedded = packs.length === 0 ? {} : { embedded: treesOf(packs) };
  return { ...base, entries: piped.entries, diagnostics, paths, files, ...embedded };
}

interface ModulePack {
  readonly pack?: Pack;
  readonly entries: readonly Entry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A module that is installed as a pack. What is wrong with it is a diagnostic of the lock file. */
async function loadModulePack({ path, module = '', version }: LoadPath, lock: LockFile): Promise<ModulePack> {
  const { loadPack, requireTrust } = await import('./pack/load-pack.ts');
  try {
    const { pack, entries } = await loadPack(path, { module, ...(version === undefined ? {} : { version }) });
    await requireTrust(path, entries, lock.modules.find(({ name }) => name === module)?.hash);
    return { pack, entries, diagnostics: [] };
  } catch (error) {
    const { message, hint } = toWippyError(error);
    const fields = { ...(await placeOfModule(lock, module)), ...(hint === null ? {} : { hint }) };
    return { entries: [], diagnostics: [diagnostic('P0510', `module ${module}: ${message}`, fields)] };
  }
}

/** Leaves out all but one entry for compiled code: every pack that holds some brings one, and the files are joined. */
function withoutSecondBytecode(entries: readonly Entry[]): readonly Entry[] {
  const first = entries.findIndex(({ id }) => id === BYTECODE_ID);
  return entries.filter(({ id }, index) => id !== BYTECODE_ID || index === first);
}

/** Entries of a project sorted by id. */
export function sortEntries(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => compareEntryIds(a.id, b.id));
}

/** By module, the version in the lock file, or the one that a directory in place of the module says. */
async function versionsOf(paths: readonly LoadPath[]): Promise<Map<string, string | undefined>> {
  const versions = new Map<string, string | undefined>();
  for (const { module, version, moduleRoot } of paths) {
    if (module === undefined) continue;
    versions.set(module, version ?? (moduleRoot === undefined ? undefined : await readModuleVersion(moduleRoot)));
  }
  return versions;
}

/** Leaves out what the manifest of a module keeps for itself, such as its tests. */
async function filtered(
  path: LoadPath,
  entries: readonly Entry[],
  diagnostics: Diagnostic[],
): Promise<readonly Entry[]> {
  if (path.module === undefined || path.moduleRoot === undefined) return entries;
  const { entries: patterns, files, meta } = await readModuleFilters(path.moduleRoot);
  const root = path.moduleRoot;
  const isHidden = path.version === undefined ? compileFilePatterns(files) : () => false;
  const matches = compilePatterns({ namespaces: [], entries: patterns, meta }, (problem) => {
    const hint = 'Correct the "exclude" list in the wippy.yaml of the module.';
    diagnostics.push(diagnostic('P0502', `module ${path.module}: ${problem}`, { hint }));
  });
  return entries.filter((entry) => {
    const file = entry.source === undefined ? '' : relative(root, entry.source.file).split(sep).join('/');
    return !matches(entry) && !isHidden(file);
  });
}

async function unusable(path: LoadPath, lock: LockFile): Promise<Diagnostic | undefined> {
  if (path.kind === 'directory' || path.kind === 'pack') return undefined;
  // That the directory of a replacement does not exist has been reported where the replacement is written.
  if (path.kind === 'missing' && path.module !== undefined && path.version === undefined) return undefined;
  const { module } = path;
  const where = await (module === undefined ? placeInLock(lock, ['directories', 'src']) : placeOfModule(lock, module));
  if (path.kind === 'missing' && path.version !== undefined) {
    return diagnostic('P0112', `module ${path.module} ${path.version} is not installed: ${path.path} does not exist`, {
      ...where,
      hint: 'Put the unpacked module there, or add a replacement for it to the lock file.',
    });
  }
  const message =
    path.kind === 'missing' ? `path not found, skipping: ${path.path}` : `unknown path type, skipping: ${path.path}`;
  return diagnostic('P0111', message, {
    ...where,
    hint: 'Create the directory, or correct "directories.src" in the lock file.',
  });
}
