/** Kinds of file systems. Rule: system/filesystem of the Wippy documentation. */

import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { type AnyKind, defineKind, type KindHandler } from '../../core/kinds/index.ts';
import type { Entry } from '../../core/registry/index.ts';
import { contextKey, type ReadonlyAppContext } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { DirectoryFileSystem } from './directory.ts';
import { EmbeddedFileSystem, embeddedTreesKey } from './embedded.ts';
import { fileSystemsKey } from './filesystem-registry.ts';

/** Where relative directories begin. */
export interface DirectoryRoots {
  /** Of the project; absolute. */
  readonly project: string;
  /** The load root of a module by its name, or undefined. */
  module(name: string): string | undefined;
}

/** Optional; without it relative directories begin at the working directory of the process. */
export const directoryRootsKey = contextKey<DirectoryRoots>('directory roots');

function directorySchema() {
  return z.object({
    directory: z.string().min(1, { error: 'directory path is required' }),
    auto_init: z.boolean().default(false),
    mode: z
      .string()
      .regex(/^0?[0-7]{3}$/, { error: 'invalid file mode format, expected octal digits such as "0755"' })
      .default('0755'),
    base: z.enum(['project', 'module']).optional(),
    type: z.string().optional(),
  });
}

type DirectoryConfig = z.output<ReturnType<typeof directorySchema>>;

/** An absolute path; relative ones of modules begin at the module unless `base` says otherwise. */
function locate(entry: Entry, config: DirectoryConfig, roots: DirectoryRoots | undefined): string {
  const project = roots?.project ?? process.cwd();
  if (isAbsolute(config.directory)) return config.directory;
  const module = entry.meta['module'];
  if (config.base === 'project' || typeof module !== 'string') return resolve(project, config.directory);
  return resolve(roots?.module(module) ?? project, config.directory);
}

function createDirectoryHandler(context: ReadonlyAppContext): KindHandler<DirectoryConfig> {
  const systems = context.require(fileSystemsKey);
  const put = async (entry: Entry, config: DirectoryConfig): Promise<void> => {
    const path = locate(entry, config, context.get(directoryRootsKey));
    const mode = Number.parseInt(config.mode, 8);
    systems.register(entry.id, await DirectoryFileSystem.open({ path, mode, autoInit: config.auto_init }));
  };
  return {
    name: 'fs.directory',
    add: put,
    update: ({ entry, config }) => put(entry, config),
    remove: ({ id }) => {
      systems.delete(id);
    },
  };
}

function createEmbedHandler(context: ReadonlyAppContext): KindHandler<unknown> {
  const systems = context.require(fileSystemsKey);
  const put = ({ id }: Entry): void => {
    const tree = context.get(embeddedTreesKey)?.tree(id);
    if (tree === undefined) {
      throw new WippyError(`no pack holds the files of ${id}`, {
        // NotFound would mean that another entry may still bring them.
        kind: ErrorKind.Invalid,
        retryable: false,
        details: { id },
        hint: 'Entries of kind fs.embed come from packs; use fs.directory in sources.',
      });
    }
    systems.register(id, new EmbeddedFileSystem(tree));
  };
  return {
    name: 'fs.embed',
    add: put,
    update: ({ entry }) => put(entry),
    remove: ({ id }) => {
      systems.delete(id);
    },
  };
}

/** `fs.directory`, `fs.embed`. */
export function fsKinds(): AnyKind[] {
  return [
    defineKind({
      kind: 'fs.directory',
      description: 'A directory that the application may use, and nothing beside it.',
      schema: directorySchema,
      handler: createDirectoryHandler,
    }),
    defineKind({
      kind: 'fs.embed',
      description: 'The files of a directory that was embedded into the pack of the application.',
      // Nothing to configure: the id of the entry names the files.
      schema: () => z.record(z.string(), z.unknown()).nullish(),
      handler: createEmbedHandler,
    }),
  ];
}
