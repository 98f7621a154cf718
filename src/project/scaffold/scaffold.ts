/** Writes what a new project lacks: the lock file and the files of a template. */
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { isDefinitionFileName } from '../entries/scan.ts';
import { defaultLock, LOCK_FILE_NAME } from '../lock/lock-file.ts';
import { writeLock } from '../lock/write-lock.ts';
import { findTemplate, type Template, type TemplateFile, templateFiles } from './templates.ts';

export interface ScaffoldOptions {
  readonly directory: string;
  /** Directory that holds one directory per template. */
  readonly templatesDirectory: string;
  /** Undefined writes no files but the lock file. */
  readonly template?: string;
  /** Overwrites files that exist. */
  readonly force?: boolean;
  /** As written to the lock file; default `./src`. */
  readonly sourceDirectory?: string;
  /** As written to the lock file; default `.wippy`. */
  readonly modulesDirectory?: string;
  /** Relative to the directory; default `wippy.lock`. */
  readonly lockFile?: string;
}

export interface ScaffoldResult {
  readonly template: Template | undefined;
  /** Paths relative to the project directory. */
  readonly written: readonly string[];
  /** Files that existed and were left as they are. */
  readonly kept: readonly string[];
}

/** Scaffolds a project. Throws NotFound for an unknown template and Internal where a file cannot be written. */
export async function scaffoldProject(options: ScaffoldOptions): Promise<ScaffoldResult> {
  const directory = resolve(options.directory);
  const template = options.template === undefined ? undefined : findTemplate(options.template);
  const source = options.sourceDirectory ?? './src';
  const lock = resolve(directory, options.lockFile ?? LOCK_FILE_NAME);
  const written: string[] = [];
  const kept: string[] = [];
  const decide = async (path: string, write: () => Promise<void>): Promise<void> => {
    const shown = relative(directory, path);
    if ((await exists(path)) && options.force !== true) kept.push(shown);
    else {
      await write();
      written.push(shown);
    }
  };
  try {
    await mkdir(dirname(lock), { recursive: true });
    await decide(lock, () =>
      writeLock({ ...defaultLock(lock), directories: { modules: options.modulesDirectory ?? '.wippy', src: source } }),
    );
    const files = template === undefined ? [] : await templateFiles(join(options.templatesDirectory, template.name));
    for (const file of files) {
      const path = targetPath(file, directory, resolve(dirname(lock), source));
      await decide(path, async () => {
        await mkdir(dirname(path), { recursive: true });
        await copyFile(file.from, path);
      });
    }
    await mkdir(resolve(dirname(lock), source), { recursive: true });
  } catch (error) {
    if (error instanceof WippyError) throw error;
    const path = error instanceof Error && 'path' in error ? ` ${String(error.path)}` : '';
    throw new WippyError(`cannot write the project: cannot create${path}: ${fileProblem(error)}`, {
      kind: ErrorKind.Internal,
      retryable: false,
      hint: 'Name another directory, or remove what is in the way.',
      cause: error,
    });
  }
  return { template, written, kept };
}

/** Whether a source directory already has definition files, so that a template would be in the way. */
export async function hasDefinitions(directory: string): Promise<boolean> {
  try {
    const found = await readdir(directory, { recursive: true });
    return found.some((name) => isDefinitionFileName(name) && !name.split(/[\\/]/).includes('node_modules'));
  } catch {
    return false;
  }
}

function targetPath(file: TemplateFile, directory: string, source: string): string {
  return file.to.startsWith('src/') ? join(source, file.to.slice('src/'.length)) : join(directory, file.to);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
