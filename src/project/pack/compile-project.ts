/** What `wippy compile` does: the entries of a project and their files become one pack. */

import { statSync } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import type { Entry } from '../../core/registry/entry.ts';
import { compareEntryIds } from '../../core/registry/entry-id.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { ENGINE_VERSION } from '../../lua/engine.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { LoadedProject } from '../load-project.ts';
import { packStages } from '../pipeline/pack-stages.ts';
import { runPipeline } from '../pipeline/pipeline.ts';
import { BYTECODE_ID } from './bytecode-id.ts';
import { ORIGIN_KEY } from './load-pack.ts';
import { encodeEntry } from './pack-entries.ts';
import { pathsOf } from './pack-trees.ts';
import { type FileToPack, type ResourceToPack, writePack } from './write-pack.ts';

export interface CompileRequest {
  /** Absolute path of the pack. */
  readonly output: string;
  /** Patterns of the Lua entries to compile; none leaves all of them as sources. */
  readonly bytecode: readonly string[];
  readonly keepSource: boolean;
  /** Patterns of the directories to embed. */
  readonly embed: readonly string[];
  /** Version of the program. */
  readonly version: string;
  /** What the user wants to be known about the pack. */
  readonly metadata: PlainObject;
  readonly onProgress?: (step: string, done: number, total: number) => void;
}

export interface CompileResult {
  /** Errors among them mean that nothing was written. */
  readonly diagnostics: readonly Diagnostic[];
  /** Bytes of the pack. */
  readonly size: number;
  readonly entries: number;
  readonly compiled: number;
  readonly files: number;
}

/** Compiles a project without errors. Throws errors of the file system. */
export async function compileProject(project: LoadedProject, request: CompileRequest): Promise<CompileResult> {
  const code: FileToPack[] = [];
  const directories = new Map<string, string>();
  const { entries, diagnostics } = runPipeline(project.entries, {
    config: project.config,
    configPlaces: project.configPlaces,
    readText: (file) => project.files.get(file)?.text,
    stages: packStages(
      {
        patterns: request.bytecode,
        keepSource: request.keepSource,
        put: (path, bytes) => code.push({ path, mode: 0o644, read: async () => bytes }),
        ...(request.onProgress && {
          onEntry: (done: number, total: number) => request.onProgress?.('compiling', done, total),
        }),
      },
      {
        patterns: request.embed,
        locate: (entry) => directoryOf(entry, project),
        put: (id, directory) => directories.set(id, directory),
      },
    ),
  });
  const compiled = code.length;
  if (hasErrors(diagnostics)) return { diagnostics, size: 0, entries: entries.length, compiled, files: 0 };
  const resources = await collectResources(entries, project, directories, code);
  const files = resources.reduce((sum, resource) => sum + resource.files.length, 0) - compiled;
  const sorted = [...entries].sort((a, b) => compareEntryIds(a.id, b.id));
  const size = await writePack(request.output, {
    metadata: {
      ...request.metadata,
      wippy_version: request.version,
      entry_count: entries.length,
      resource_count: resources.length === 0 ? undefined : resources.length,
      [ORIGIN_KEY]: {
        linked: true,
        ...(compiled === 0 ? {} : { engine: ENGINE_VERSION, sources: request.keepSource }),
      },
    },
    entries: sorted.map(encodeEntry),
    resources,
    ...(request.onProgress && {
      onFile: (done: number, total: number) => request.onProgress?.('packing', done, total),
    }),
  });
  return { diagnostics, size, entries: entries.length, compiled, files };
}

/** The entries of kind `fs.directory` with the directory that each names. */
export function embeddableEntries(entries: readonly Entry[]): { readonly id: string; readonly directory: string }[] {
  return entries
    .filter(({ kind }) => kind === 'fs.directory')
    .map(({ id, data }) => ({ id, directory: isPlainObject(data) ? String(data['directory'] ?? '') : '' }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The directory of an `fs.directory` entry, as the running application would find it; undefined where there is none. */
function directoryOf(entry: Entry, project: LoadedProject): string | undefined {
  const directory = isPlainObject(entry.data) ? entry.data['directory'] : undefined;
  if (typeof directory !== 'string' || directory === '') return undefined;
  const path = isAbsolute(directory) ? directory : resolve(project.directory, directory);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : undefined;
}

/** New files of the pack, and those that packs of modules brought into the project. */
async function collectResources(
  entries: readonly Entry[],
  { embedded }: LoadedProject,
  directories: ReadonlyMap<string, string>,
  code: readonly FileToPack[],
): Promise<ResourceToPack[]> {
  const resources: ResourceToPack[] = [];
  for (const { id, kind } of entries) {
    if (kind !== 'fs.embed') continue;
    const directory = directories.get(id);
    const tree = embedded?.tree(id);
    const files = directory === undefined ? [] : await filesBelow(directory);
    if (id === BYTECODE_ID) files.push(...code);
    if (directory === undefined && tree !== undefined) {
      const known = new Set(files.map(({ path }) => path));
      for (const path of pathsOf(tree)) {
        const file = tree.file(path);
        if (file !== undefined && !known.has(path)) files.push({ path, mode: file.mode, read: () => file.read() });
      }
    }
    resources.push({ id, files });
  }
  return resources;
}

/** All files below a directory. Links are followed to files inside of it; one that leads outside is an error. */
async function filesBelow(root: string): Promise<FileToPack[]> {
  const real = await realpath(root);
  const files: FileToPack[] = [];
  const visit = async (directory: string, prefix: string): Promise<void> => {
    for (const name of (await readdir(directory)).sort()) {
      const path = join(directory, name);
      const info = await lstat(path);
      if (info.isDirectory()) await visit(path, `${prefix}${name}/`);
      else if (info.isFile()) files.push(fileAt(path, `${prefix}${name}`, info.mode));
      else if (info.isSymbolicLink()) {
        const target = await realpath(path);
        if (!target.startsWith(real + sep)) throw linkOutside(path, target);
        const found = await stat(target);
        if (found.isFile()) files.push(fileAt(target, `${prefix}${name}`, found.mode));
      }
    }
  };
  await visit(real, '');
  return files;
}

function fileAt(path: string, name: string, mode: number): FileToPack {
  // Which of the others may write a file depends on the machine, not on the project.
  return { path: name, mode: (mode & 0o111) === 0 ? 0o644 : 0o755, read: () => readFile(path) };
}

function linkOutside(path: string, target: string): WippyError {
  return new WippyError(`cannot embed ${path}: the link leads to ${target}, outside of the directory`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Copy the file into the directory, or remove the link.',
  });
}
