/** A pack as entries: the application itself, or a module that the lock file names. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Entry } from '../../core/registry/entry.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { ENGINE_VERSION } from '../../lua/engine.ts';
import { decodeEntry, type ModuleMarks } from './pack-entries.ts';
import { namePack } from './pack-error.ts';
import { openPack, type Pack } from './read-pack.ts';

/** What `compile` writes into the metadata about itself. */
export interface PackOrigin {
  /** The engine of the compiled code; undefined where the pack holds none. */
  readonly engine?: string;
  /** Whether the compiled code carries its source. */
  readonly sources?: boolean;
  /** Whether requirements have been linked, so that linking again would undo overrides. */
  readonly linked?: boolean;
}

export const ORIGIN_KEY = 'wippy_node';

export interface LoadedPack {
  readonly pack: Pack;
  readonly entries: readonly Entry[];
  readonly origin: PackOrigin;
}

/** Throws Invalid for a pack that is broken, or whose compiled code this engine cannot run. */
export async function loadPack(path: string, marks?: ModuleMarks): Promise<LoadedPack> {
  const pack = await openPack(path);
  try {
    const origin = originOf(pack);
    if (origin.engine !== undefined && origin.engine !== ENGINE_VERSION && origin.sources !== true) {
      throw new WippyError(
        `the pack was compiled by engine ${origin.engine}; this is engine ${ENGINE_VERSION}, and it holds no sources`,
        {
          kind: ErrorKind.Invalid,
          retryable: false,
          hint: 'Compile the pack again with this version of Wippy, or with --keep-source.',
        },
      );
    }
    return { pack, entries: pack.entries.map((entry) => decodeEntry(entry, path, marks)), origin };
  } catch (error) {
    throw namePack(error, path);
  }
}

function originOf(pack: Pack): PackOrigin {
  const found = pack.metadata[ORIGIN_KEY];
  if (!isPlainObject(found)) return {};
  const { engine, sources, linked } = found;
  return {
    ...(typeof engine === 'string' ? { engine } : {}),
    sources: sources === true,
    linked: linked === true,
  };
}

/**
 * Refuses compiled code of a module unless the lock file vouches for it: compiled code is not confined as Lua is, and a
 * module may come from anywhere. Throws PermissionDenied.
 */
export async function requireTrust(path: string, entries: readonly Entry[], hash: string | undefined): Promise<void> {
  if (!entries.some(({ kind }) => kind.endsWith('.lua.bc'))) return;
  const actual = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  if (hash?.replace(/^sha256:/, '').toLowerCase() === actual) return;
  const reason =
    hash === undefined ? 'the lock file has no hash for it' : 'it does not match the hash in the lock file';
  throw new WippyError(`${path}: the module holds compiled code, and ${reason}`, {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
    hint: `If you trust the module, write its hash into wippy.lock: hash: ${actual}`,
  });
}
