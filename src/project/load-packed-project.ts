/** A pack as an application: its entries, with the configuration of the directory in which it is run. */
import { resolve } from 'node:path';
import { readConfig } from './config/read-config.ts';
import { withoutDuplicates } from './entries/duplicates.ts';
import type { LoadedProject, LoadProjectOptions } from './load-project.ts';
import { defaultLock, LOCK_FILE_NAME } from './lock/lock-file.ts';
import { loadPack } from './pack/load-pack.ts';
import { treesOf } from './pack/pack-trees.ts';
import { runtimeDefaults } from './pack/runtime-defaults.ts';
import { LINKED_STAGES, runPipeline, STAGES } from './pipeline/pipeline.ts';

/**
 * Reads the pack at `path` (absolute) and runs the pipeline over its entries. Settings and profiles in its metadata lie
 * below the configuration of `directory`. Throws NotFound and Invalid for a pack that cannot be used; problems of the
 * configuration are diagnostics.
 */
export async function loadPackedProject(
  path: string,
  directory: string,
  options: LoadProjectOptions = {},
): Promise<LoadedProject> {
  const root = resolve(directory);
  const { pack, entries, origin } = await loadPack(path);
  const { config, diagnostics, files, places } = await readConfig(root, {
    files: options.configFiles,
    profiles: options.profiles,
    set: options.set,
    overrides: options.overrides,
    environment: options.environment,
    warn: options.warn,
    defaults: runtimeDefaults(pack.metadata),
  });
  const unique = withoutDuplicates(entries);
  const piped = runPipeline(unique.entries, {
    config,
    configPlaces: places,
    stages: origin.linked ? LINKED_STAGES : STAGES,
  });
  return {
    directory: root,
    entries: piped.entries,
    diagnostics: [...diagnostics, ...unique.diagnostics, ...piped.diagnostics],
    // The pack stands in for everything that a lock file names.
    lock: { ...defaultLock(resolve(root, LOCK_FILE_NAME)), exists: true },
    config,
    configPlaces: places,
    configFiles: files,
    paths: [],
    replacements: [],
    files: new Map(),
    embedded: treesOf([pack]),
  };
}
