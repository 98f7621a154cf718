/** Compiled Lua code in a file system, as entries of the kinds `*.lua.bc` name it. */
import { createHash } from 'node:crypto';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { FileSystemRegistry } from '../../fs/filesystem-registry.ts';
import { resolvePath } from '../../fs/path.ts';
import { readArtifact } from './artifact.ts';
import type { LuaSource } from './code-store.ts';

export interface BytecodeReference {
  /** Id of the file system. */
  readonly fs: string;
  readonly path: string;
  /** `sha256:` and the hexadecimal digest of the file. */
  readonly hash: string;
}

/**
 * Reads and verifies the code of an entry. Throws NotFound for a file that is not there, Invalid where its content has
 * another hash or comes from another engine without source.
 */
export async function readBytecode(
  systems: FileSystemRegistry,
  id: string,
  { fs, path, hash }: BytecodeReference,
): Promise<Pick<LuaSource, 'source' | 'compiled'>> {
  const bytes = await systems.get(fs).readFile(resolvePath(path));
  const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (found !== hash) {
    throw new WippyError(`the compiled code of ${id} does not match its hash: expected ${hash}, got ${found}`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      hint: 'The pack was changed after it was made; get it again, or compile it again.',
    });
  }
  const artifact = readArtifact(bytes, id);
  return artifact.kind === 'program' ? { source: hash, compiled: artifact.code } : { source: artifact.source };
}
