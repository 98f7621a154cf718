/** Values in a file of `KEY=VALUE` lines with `#` comments. */

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { EnvStorage } from '../storage.ts';

export interface FileStorageOptions {
  readonly path: string;
  /** Whether a value may be written while there is no file. */
  readonly autoCreate: boolean;
  readonly fileMode: number;
  readonly directoryMode: number;
}

interface Content {
  /** Permissions of the file, which a change keeps. */
  readonly mode: number;
  /** Tells whether the file has changed. */
  readonly stamp: string;
  readonly lines: readonly string[];
  readonly values: ReadonlyMap<string, string>;
}

/** Reads the file again when it has changed, so that a value edited by hand is seen at its next use. */
export class FileStorage implements EnvStorage {
  private readonly options: FileStorageOptions;
  private content: Content | null = null;

  constructor(options: FileStorageOptions) {
    this.options = options;
  }

  get(name: string): string | undefined {
    return this.read()?.values.get(name);
  }

  /** Keeps the other lines, their order and the comment of the line that changes. */
  set(name: string, value: string): void {
    assertWritable(name, value);
    const content = this.read();
    if (content === null && !this.options.autoCreate) throw missingFile(this.options.path);
    const lines = [...(content?.lines ?? [])];
    // The first line with the name is the one that is read.
    const index = lines.findIndex((line) => parseLine(line)?.name === name);
    if (index < 0) lines.push(`${name}=${value}`);
    else lines[index] = `${name}=${value}${parseLine(lines[index] as string)?.comment ?? ''}`;
    this.write(lines, content?.mode ?? this.options.fileMode);
  }

  list(): ReadonlyMap<string, string> {
    return this.read()?.values ?? new Map();
  }

  /** Null while there is no file. */
  private read(): Content | null {
    const { path } = this.options;
    try {
      const { mtimeMs, size, ino, mode } = statSync(path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      if (this.content?.stamp !== stamp) {
        this.content = { stamp, mode: mode & 0o7777, ...parse(readFileSync(path, 'utf8')) };
      }
      return this.content;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw fileError('read', path, error);
    }
  }

  private write(lines: readonly string[], mode: number): void {
    const { path, directoryMode } = this.options;
    const temporary = `${path}.tmp`;
    try {
      mkdirSync(dirname(path), { recursive: true, mode: directoryMode });
      writeFileSync(temporary, `${lines.join('\n')}\n`, { mode, flush: true });
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw fileError('write', path, error);
    }
    this.content = null;
  }
}

function parse(text: string): Pick<Content, 'lines' | 'values'> {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const values = new Map<string, string>();
  for (const line of lines) {
    const parsed = parseLine(line);
    if (parsed !== null && !values.has(parsed.name)) values.set(parsed.name, parsed.value);
  }
  return { lines, values };
}

/** A comment begins at a `#` at the start of the line or after white space, so that values may contain the character. */
function parseLine(line: string): { name: string; value: string; comment: string } | null {
  const comment = /(?:^|\s+)#.*$/.exec(line);
  const text = comment === null ? line : line.slice(0, comment.index);
  const equals = text.indexOf('=');
  const name = text.slice(0, equals).trim();
  if (equals < 0 || name === '') return null;
  return { name, value: text.slice(equals + 1).trim(), comment: comment?.[0] ?? '' };
}

function assertWritable(name: string, value: string): void {
  const parsed = parseLine(`${name}=${value}`);
  if (!/[\r\n]/.test(value) && parsed?.name === name && parsed.value === value) return;
  throw new WippyError(`value of ${name} cannot be kept in a file: ${JSON.stringify(value)}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { variable: name },
    hint: 'Line breaks, a # after white space, and white space at the ends are lost in a KEY=VALUE file.',
  });
}

function missingFile(path: string): WippyError {
  return new WippyError(`environment file ${path} does not exist`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { path },
    hint: 'Create it, or set auto_create: true on the env.storage.file entry.',
  });
}

function fileError(action: string, path: string, error: unknown): WippyError {
  const denied = ['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
  return new WippyError(`cannot ${action} environment file ${path}: ${(error as Error).message}`, {
    kind: denied ? ErrorKind.PermissionDenied : ErrorKind.Internal,
    retryable: false,
    details: { path },
    cause: error,
  });
}
