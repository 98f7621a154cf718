/** Small projects on disk and other things that the tests of this folder share. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEntry, type Entry } from '../../src/core/registry/entry.ts';
import type { PlainObject } from '../../src/infrastructure/plain-data.ts';
import type { Diagnostic } from '../../src/project/diagnostics/diagnostic.ts';

export const LOCK = 'directories:\n  modules: .wippy\n  src: ./src\n';

/** Writes files below a new directory, runs `body` with its path and removes it. */
export async function withFiles<Result>(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-test-')));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(directory, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    return await body(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export function entry(id: string, kind: string, data: unknown = {}, meta: PlainObject = {}): Entry {
  return createEntry({ id, kind, data, meta });
}

/** `CODE line:column`, for comparisons. */
export function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, range }) =>
    range === undefined ? code : `${code} ${range.start.line}:${range.start.column}`,
  );
}
