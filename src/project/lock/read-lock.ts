/** Reads and validates `wippy.lock`; every problem is a diagnostic at its place in the file. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { didYouMean, onlyCandidate } from '../../infrastructure/suggest.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Fix } from '../diagnostics/fix.ts';
import { renameKey } from '../yaml/edit.ts';
import { locate, type PathSegment, scalarText } from '../yaml/locate.ts';
import { parseText, type SyntaxTree } from '../yaml/parse.ts';
import { toValue } from '../yaml/value.ts';
import { defaultLock, type LockedModule, type LockFile, type Replacement } from './lock-file.ts';
import { moduleNameProblem } from './module-name.ts';

export interface ReadLock {
  readonly lock: LockFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the lock file at `path`. A missing file gives the defaults with `exists: false` and no diagnostic. */
export async function readLock(path: string): Promise<ReadLock> {
  const absolute = resolve(path);
  let text: string;
  try {
    text = await readFile(absolute, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { lock: defaultLock(absolute), diagnostics: [] };
    return {
      lock: defaultLock(absolute),
      diagnostics: [
        diagnostic('P0109', `cannot read the lock file: ${fileProblem(error)}`, {
          file: absolute,
          hint: "Make it a readable file, or write a new one with 'wippy init'.",
        }),
      ],
    };
  }
  const { lock, diagnostics, tree } = parseLock(text, absolute);
  return { lock, diagnostics: [...diagnostics, ...(await checkReplacements(lock, tree))] };
}

/** Parses and validates the text of a lock file, without looking at the file system. */
export function parseLock(text: string, path: string): ReadLock & { readonly tree: SyntaxTree } {
  const tree = parseText(text, path);
  const { value, diagnostics: problems } = toValue(tree);
  const reader = new LockReader(tree);
  const syntax = [...tree.diagnostics, ...problems];
  const base = { ...defaultLock(path), exists: true };
  if (syntax.some((item) => item.severity === 'error')) return { lock: base, diagnostics: syntax, tree };
  const lock = { ...base, ...reader.read(value) };
  return { lock, diagnostics: [...syntax, ...reader.diagnostics, ...deprecated(lock, tree)], tree };
}

function deprecated(lock: LockFile, tree: SyntaxTree): Diagnostic[] {
  if (lock.replacements.length === 0) return [];
  const [{ from, to }] = lock.replacements;
  const range = locate(tree, ['replacements'], 'key')?.range;
  const hint = `Move them to a configuration file: workspace: {replacements: {${from}: ${to}}}.`;
  return [diagnostic('P0304', '"replacements" in the lock file is deprecated', { file: tree.file, range, hint })];
}

const FIELDS = ['directories', 'modules', 'replacements', 'options'];

class LockReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #tree: SyntaxTree;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
  }

  read(value: unknown): Partial<LockFile> {
    if (value === null) return {};
    if (!isPlainObject(value)) {
      this.#report('P0301', [], 'the lock file must hold a mapping', 'Start it with "directories:".');
      return {};
    }
    this.#unknown(value, [], FIELDS);
    const directories = this.#mapping(value, 'directories', ['modules', 'src']);
    const options = this.#mapping(value, 'options', ['unpack_modules']);
    return {
      directories: {
        modules: this.#directory(directories, 'modules', '.wippy'),
        src: this.#directory(directories, 'src', '.'),
      },
      modules: this.#list(value, 'modules', (item, path) => this.#module(item, path)),
      replacements: this.#list(value, 'replacements', (item, path) => this.#replacement(item, path)),
      options: { unpackModules: this.#flag(options, 'unpack_modules') },
    };
  }

  #module(item: PlainObject, path: PathSegment[]): LockedModule | undefined {
    this.#unknown(item, path, ['name', 'version', 'hash', 'local_hash']);
    const name = this.#text(item, 'name', path);
    const version = this.#text(item, 'version', path);
    const problem = moduleNameProblem(name);
    if (problem !== undefined) {
      this.#report(
        'P0301',
        [...path, 'name'],
        `invalid module "${name}": ${problem}`,
        'Write the name as "organization/module".',
      );
      return undefined;
    }
    if (version === '') {
      this.#report(
        'P0301',
        [...path, 'version'],
        `module "${name}" has empty version`,
        'Give the version to load, such as v1.0.0.',
      );
      return undefined;
    }
    if (!/^[^/\\\0]+$/.test(version) || version === '..') {
      this.#report(
        'P0301',
        [...path, 'version'],
        `module "${name}" has invalid version "${version}"`,
        'Give a version such as v1.0.0.',
      );
      return undefined;
    }
    const hash = this.#text(item, 'hash', path);
    const localHash = this.#text(item, 'local_hash', path);
    return { name, version, ...(hash === '' ? {} : { hash }), ...(localHash === '' ? {} : { localHash }) };
  }

  #replacement(item: PlainObject, path: PathSegment[]): Replacement | undefined {
    this.#unknown(item, path, ['from', 'to']);
    const from = this.#text(item, 'from', path);
    const to = this.#text(item, 'to', path);
    const problem = moduleNameProblem(from);
    if (from === '') {
      this.#report(
        'P0302',
        path,
        "invalid replacements: replacement has empty 'from' field",
        'Name the module to replace.',
      );
    } else if (to === '') {
      this.#report(
        'P0302',
        path,
        `invalid replacements: replacement "${from}" has empty 'to' field`,
        'Name the local directory.',
      );
    } else if (problem !== undefined) {
      const message = `invalid replacements: replacement 'from' field "${from}" is invalid: ${problem}`;
      this.#report('P0302', [...path, 'from'], message, 'Write the name as "organization/module".');
    } else {
      return { from, to };
    }
    return undefined;
  }

  #directory(directories: PlainObject, key: 'modules' | 'src', fallback: string): string {
    if (!Object.hasOwn(directories, key)) return fallback;
    const text = this.#text(directories, key, ['directories']);
    if (text === '') {
      this.#report(
        'P0301',
        ['directories', key],
        `directories.${key} cannot be empty`,
        `Remove the key to use "${fallback}".`,
      );
      return fallback;
    }
    return text;
  }

  #mapping(value: PlainObject, key: string, known: readonly string[]): PlainObject {
    const found = Object.hasOwn(value, key) ? value[key] : null;
    if (found === null) return {};
    if (!isPlainObject(found)) {
      this.#report('P0301', [key], `"${key}" must be a mapping`, `Indent the fields of "${key}" below it.`);
      return {};
    }
    this.#unknown(found, [key], known);
    return found;
  }

  #list<Item>(
    value: PlainObject,
    key: string,
    read: (item: PlainObject, path: PathSegment[]) => Item | undefined,
  ): Item[] {
    const found = Object.hasOwn(value, key) ? value[key] : null;
    if (found === null) return [];
    if (!Array.isArray(found)) {
      this.#report('P0301', [key], `"${key}" must be a list`, 'Start each item with "- ".');
      return [];
    }
    const items: Item[] = [];
    found.forEach((item: unknown, index) => {
      if (!isPlainObject(item)) {
        this.#report(
          'P0301',
          [key, index],
          `each item of "${key}" must be a mapping`,
          'Write the fields of the item as "key: value".',
        );
        return;
      }
      const result = read(item, [key, index]);
      if (result !== undefined) items.push(result);
    });
    return items;
  }

  /** A text field; scalars of other types are taken as their text, as the reference does. */
  #text(value: PlainObject, key: string, path: readonly PathSegment[]): string {
    const found = Object.hasOwn(value, key) ? value[key] : null;
    if (found === null) return '';
    if (typeof found === 'string') return found;
    const text = scalarText(this.#tree, [...path, key]);
    if (text !== undefined) return text;
    this.#report('P0301', [...path, key], `"${key}" must be a text`, 'Write a single value.');
    return '';
  }

  #flag(value: PlainObject, key: string): boolean {
    const found = Object.hasOwn(value, key) ? value[key] : null;
    if (found === null) return false;
    if (typeof found === 'boolean') return found;
    this.#report('P0301', ['options', key], `"${key}" must be true or false`, 'Write true or false without quotes.');
    return false;
  }

  #unknown(value: PlainObject, path: readonly PathSegment[], known: readonly string[]): void {
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      const hint = didYouMean(key, known) ?? `Known fields: ${known.join(', ')}.`;
      const name = onlyCandidate(key, known);
      const edit = name === undefined ? undefined : renameKey(this.#tree, [...path, key], name);
      const fix = edit && { file: this.#tree.file, title: `renamed "${key}" to "${name}"`, edits: [edit] };
      this.#report('P0303', [...path, key], `unknown field "${key}"`, hint, 'key', fix);
    }
  }

  #report(
    code: DiagnosticCode,
    path: readonly PathSegment[],
    message: string,
    hint: string,
    target: 'key' | 'value' = 'value',
    fix?: Fix,
  ): void {
    const range = locate(this.#tree, path, target)?.range;
    this.diagnostics.push(diagnostic(code, message, { file: this.#tree.file, range, hint, ...(fix && { fix }) }));
  }
}

async function checkReplacements(lock: LockFile, tree: SyntaxTree): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const [index, { from, to }] of lock.replacements.entries()) {
    const target = resolve(dirname(lock.path), to);
    const exists = await stat(target).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    found.push(
      diagnostic('P0302', `invalid replacements: replacement path "${to}" does not exist`, {
        file: lock.path,
        range: locate(tree, ['replacements', index, 'to'])?.range,
        hint: `Create ${target}, or correct the path; it is relative to the lock file and replaces ${from}.`,
      }),
    );
  }
  return found;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
