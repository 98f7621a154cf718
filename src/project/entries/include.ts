/** `file://` values: which file they mean and whether it may be read. */
import { readFile, realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileProblem, systemCode } from '../../infrastructure/file-error.ts';

const PREFIX = 'file://';

export type IncludeFailure = 'empty' | 'traversal' | 'missing' | 'unreadable';

export type IncludeResult =
  | { readonly ok: true; readonly path: string; readonly content: string | Uint8Array }
  | { readonly ok: false; readonly path: string; readonly failure: IncludeFailure; readonly reason: string };

export function isInclude(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(PREFIX);
}

/** Reads included files below one load root; each file is read once. */
export class IncludeReader {
  readonly #root: string;
  readonly #files = new Map<string, Promise<IncludeResult>>();
  #realRoot: Promise<string> | undefined;

  /** `root` is the absolute path of the source or module directory. */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Reads the file that `value` (`file://relative` to the definition file, `file:///absolute` from the root) means.
   * The file must stay inside the root, also where symbolic links lead.
   */
  read(value: string, definitionFile: string): Promise<IncludeResult> {
    const written = value.slice(PREFIX.length);
    const base = written.startsWith('/') ? this.#root : dirname(definitionFile);
    const path = resolve(base, written.replace(/^\/+/, ''));
    if (written === '')
      return Promise.resolve({
        ok: false,
        path: this.#root,
        failure: 'empty',
        reason: 'empty file path in file:// URL',
      });
    if (path === this.#root)
      return Promise.resolve({ ok: false, path, failure: 'empty', reason: `invalid file path: ${written}` });
    if (written.includes('\0') || !isInside(path, this.#root)) {
      return Promise.resolve({
        ok: false,
        path,
        failure: 'traversal',
        reason: `path traversal detected in file path: ${written}`,
      });
    }
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const reading = this.#readFile(path);
    this.#files.set(path, reading);
    return reading;
  }

  async #readFile(path: string): Promise<IncludeResult> {
    const shown = relative(this.#root, path);
    try {
      this.#realRoot ??= realpath(this.#root);
      const real = await realpath(path);
      if (!isInside(real, await this.#realRoot)) {
        return {
          ok: false,
          path,
          failure: 'traversal',
          reason: `path traversal detected: ${shown} is a link that leads outside of the source directory`,
        };
      }
      return { ok: true, path, content: textOrBytes(await readFile(real)) };
    } catch (error) {
      const failure = systemCode(error) === 'ENOENT' ? 'missing' : 'unreadable';
      return { ok: false, path, failure, reason: `failed to read file ${shown}: ${fileProblem(error)}` };
    }
  }
}

/** UTF-8 becomes text (a byte order mark stays), everything else stays bytes. */
export function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new Uint8Array(bytes);
  }
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
