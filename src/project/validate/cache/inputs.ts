/** Everything that the result of a check depends on, as a list of hashes. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hashOf } from '../../../infrastructure/checked-file.ts';
import { deepEqual } from '../../../infrastructure/plain-data.ts';
import { CONFIG_FILE_NAME } from '../../config/read-config.ts';
import { originOf } from '../../entries/locate-entry.ts';
import { scanDirectory } from '../../entries/scan.ts';
import type { LoadedProject, LoadProjectOptions } from '../../load-project.ts';
import { conventionalLock, excludedFrom, type LoadPath, loadPaths } from '../../lock/load-paths.ts';
import { LOCK_FILE_NAME, type Replacement } from '../../lock/lock-file.ts';
import { readLock } from '../../lock/read-lock.ts';

export interface Inputs {
  /** By absolute path; null for a file that is missing. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Files that were found below each directory of sources. */
  readonly scans: Readonly<Record<string, string>>;
  /** By name, of variables of the environment that the configuration refers to. */
  readonly environment: Readonly<Record<string, string | null>>;
  readonly paths: readonly LoadPath[];
  readonly replacements: readonly Replacement[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const SKIPPING = /^SKIP_(?:\w+_TESTS|TEST_DIRS)$/;

/** What a project was read from. */
export async function inputsOf(project: LoadedProject, options: LoadProjectOptions): Promise<Inputs> {
  const environment = options.environment ?? process.env;
  const files = new Set([...rootFiles(project.directory, options), ...project.configFiles, ...project.files.keys()]);
  const entries = [...project.files.values()].flatMap((file) => file.entries);
  for (const entry of entries) for (const path of originOf(entry)?.includes ?? []) files.add(path);
  for (const { moduleRoot, kind, path } of project.paths) {
    if (moduleRoot !== undefined) files.add(join(moduleRoot, 'wippy.yaml'));
    if (kind === 'pack') files.add(path);
  }
  const { paths, replacements } = project;
  return {
    files: Object.fromEntries([...files].map((path) => [path, hashOfFile(path)])),
    scans: await scansOf(project, environment),
    environment: environmentOf(project.configFiles, environment),
    paths,
    replacements,
  };
}

/** Whether reading the project again would read the same. */
export async function areCurrent(inputs: Inputs, directory: string, options: LoadProjectOptions): Promise<boolean> {
  for (const [path, hash] of Object.entries(inputs.files)) if (hashOfFile(path) !== hash) return false;
  if (rootFiles(directory, options).some((path) => !Object.hasOwn(inputs.files, path))) return false;
  const environment = options.environment ?? process.env;
  for (const [name, hash] of Object.entries(inputs.environment))
    if (hashOfText(environment[name]) !== hash) return false;
  const { lock } = await readLock(resolve(directory, options.lockFile ?? LOCK_FILE_NAME));
  const paths = await loadPaths(lock.exists ? lock : await conventionalLock(lock), inputs.replacements);
  if (!deepEqual(plain(paths), plain(inputs.paths))) return false;
  return deepEqual(await scansOf({ paths, lock }, environment), inputs.scans);
}

/** Lock file and configuration, which count also where they are missing. */
function rootFiles(directory: string, { lockFile, configFiles = [] }: LoadProjectOptions): string[] {
  const names = [lockFile ?? LOCK_FILE_NAME, ...(configFiles.length === 0 ? [CONFIG_FILE_NAME] : configFiles)];
  return names.map((name) => resolve(directory, name));
}

async function scansOf(
  { paths, lock }: Pick<LoadedProject, 'paths' | 'lock'>,
  environment: Environment,
): Promise<Record<string, string>> {
  const scans: Record<string, string> = {};
  for (const { kind, path } of paths) {
    if (kind !== 'directory') continue;
    const { files } = await scanDirectory(path, { excluded: excludedFrom(path, lock), environment });
    scans[path] = hashOf(files.join('\0'));
  }
  return scans;
}

function environmentOf(configFiles: readonly string[], environment: Environment): Record<string, string | null> {
  const names = new Set(Object.keys(environment).filter((name) => SKIPPING.test(name)));
  for (const path of configFiles) {
    for (const [, name] of readText(path).matchAll(/\$\{env:([^{}|]*)/g)) names.add(name);
  }
  return Object.fromEntries([...names].map((name) => [name, hashOfText(environment[name])]));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function hashOfFile(path: string): string | null {
  try {
    return hashOf(readFileSync(path));
  } catch {
    return null;
  }
}

function hashOfText(text: string | undefined): string | null {
  return text === undefined ? null : hashOf(text);
}

/** As JSON gives it back. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
