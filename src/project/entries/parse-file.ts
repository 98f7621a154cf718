/** One definition file to its entries. A pure function of text and path, so that a changed file is parsed alone. */
import { isPlainObject, type PlainObject, quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import { closestName, onlyCandidate } from '../../infrastructure/suggest.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import {
  type Diagnostic,
  type DiagnosticFields,
  diagnostic,
  hasErrors,
  type SourceRange,
} from '../diagnostics/diagnostic.ts';
import { quoteValue as quoteScalar, renameKey } from '../yaml/edit.ts';
import { locate, type PathSegment, scalarText } from '../yaml/locate.ts';
import { parseText, type SyntaxTree } from '../yaml/parse.ts';
import { toValue } from '../yaml/value.ts';
import { nameProblem, namespaceProblem } from './id-rules.ts';
import type { ParsedEntry } from './parsed-entry.ts';

export interface ParsedFile {
  readonly entries: readonly ParsedEntry[];
  readonly diagnostics: readonly Diagnostic[];
  /** False for a YAML or JSON file without `namespace`, which belongs to something else. */
  readonly isDefinition: boolean;
  /** Ids of entries that could not be read, as far as they can be told. */
  readonly lost: readonly string[];
}

/**
 * Reads the entries of a definition file (batch or single form; `file://` values stay as they are). All problems are
 * reported; entries without problems are returned even if others of the same file have some.
 */
export function parseEntryFile(text: string, file: string): ParsedFile {
  const tree = parseText(text, file);
  const { value, diagnostics: problems } = toValue(tree);
  const syntax = [...tree.diagnostics, ...problems];
  if (hasErrors(syntax)) return hasNamespaceLine(text) ? failed(syntax) : ignored(syntax, file);
  const namespace = isPlainObject(value) && Object.hasOwn(value, 'namespace') ? value['namespace'] : undefined;
  const isNamed = namespace !== undefined && namespace !== null && String(namespace).trim() !== '';
  if (!isPlainObject(value)) return notADefinition;
  if (!isNamed) return looksLikeDefinition(value) ? withoutNamespace(value, tree) : notADefinition;
  const reader = new FileReader(tree);
  const entries = reader.read(value);
  return { entries, diagnostics: [...syntax, ...reader.diagnostics], isDefinition: true, lost: reader.lost };
}

const notADefinition: ParsedFile = { entries: [], diagnostics: [], isDefinition: false, lost: [] };

function failed(diagnostics: readonly Diagnostic[]): ParsedFile {
  return { entries: [], diagnostics, isDefinition: true, lost: [] };
}

/** A broken file that names no namespace is none of ours: templates and fixtures may lie between the sources. */
function ignored(syntax: readonly Diagnostic[], file: string): ParsedFile {
  const first = syntax.find((item) => item.severity === 'error');
  const message = `the file is ignored because it cannot be read: ${first?.message ?? 'unknown reason'}`;
  const hint = 'Correct it if it defines entries; otherwise move it out of the source directory.';
  return {
    entries: [],
    diagnostics: [diagnostic('P0110', message, { file, range: first?.range, hint })],
    isDefinition: false,
    lost: [],
  };
}

/** Whether a file without a namespace holds what only definition files hold. */
function looksLikeDefinition({ entries }: PlainObject): boolean {
  if (!Array.isArray(entries)) return false;
  return entries.some(
    (item) => isPlainObject(item) && typeof item['name'] === 'string' && typeof item['kind'] === 'string',
  );
}

/** The reference ignores such a file without a word. A misspelt key is certainly a mistake. */
function withoutNamespace(value: PlainObject, tree: SyntaxTree): ParsedFile {
  const key = closestName('namespace', Object.keys(value));
  const { file } = tree;
  if (key === undefined) {
    const range = locate(tree, ['entries'], 'key')?.range;
    const message = 'the file has entries but no namespace, so it is ignored';
    const hint = 'Add "namespace:", or move the file out of the source directory.';
    return { ...notADefinition, diagnostics: [diagnostic('P0114', message, { file, range, hint })] };
  }
  const range = locate(tree, [key], 'key')?.range;
  const message = `unknown field "${key}": the field "namespace" is missing`;
  const hint = 'Did you mean "namespace"?';
  const names = (value['entries'] as unknown[]).flatMap((item) => (isPlainObject(item) ? (item['name'] ?? []) : []));
  return {
    entries: [],
    diagnostics: [diagnostic('P0114', message, { file, range, hint, severity: 'error' })],
    isDefinition: true,
    lost: names.map((name) => `${String(value[key])}:${String(name)}`),
  };
}

function hasNamespaceLine(text: string): boolean {
  return /(?:^|[\n{,])[\s-]*["']?namespace["']?[ \t]*:/.test(text);
}

const FILE_FIELDS = new Set(['namespace', 'name', 'kind', 'meta', 'version', 'requirements', 'entries']);
const ENTRY_FIELDS = new Set(['name', 'kind', 'meta', 'data']);

class FileReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly lost: string[] = [];
  readonly #tree: SyntaxTree;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
  }

  read(file: PlainObject): ParsedEntry[] {
    const namespace = this.#fileText(file, 'namespace');
    this.#fileText(file, 'version');
    const name = this.#fileText(file, 'name');
    const kind = this.#fileText(file, 'kind');
    const meta = this.#fileMeta(file);
    const items = this.#fileEntries(file);
    const isSingle = Boolean(name || kind) && (items === undefined || items.length === 0);
    const misspelt = isSingle ? undefined : this.#unknownFields(file, items === undefined);
    if (namespace === undefined) return [];
    const problem = namespaceProblem(namespace);
    if (problem !== undefined) {
      this.#report('P0105', ['namespace'], `namespace "${namespace}" ${problem.message}`, problem.hint, {
        severity: problem.severity,
      });
      if (problem.severity === 'error') return [];
    }
    if (items !== undefined && items.length > 0) {
      if (name || kind) {
        const hint = 'Move the fields into the "entries" list, or remove them.';
        this.#report(
          'P0113',
          [name ? 'name' : 'kind'],
          'the file has an "entries" list, so this field defines nothing',
          hint,
          {},
          'key',
        );
      }
      return items.flatMap((item, index) => this.#batchEntry(item, index, namespace, meta) ?? []);
    }
    if (name || kind) return this.#singleEntry(file, namespace, name ?? '', kind ?? '', meta);
    if (misspelt !== undefined) {
      const message = `unknown field "${misspelt}": the list "entries" is missing`;
      this.#report('P0102', [misspelt], message, 'Did you mean "entries"?', {}, 'key');
      const list: unknown = file[misspelt];
      const names = Array.isArray(list)
        ? list.flatMap((item: unknown) => (isPlainObject(item) ? textsOf(item) : []))
        : [];
      this.lost.push(...names.map((text) => `${namespace}:${text}`));
      return [];
    }
    if (items === undefined) {
      const message = 'the file has a namespace but neither an "entries" list nor "name" and "kind"';
      this.#report(
        'P0102',
        ['namespace'],
        message,
        'Add "entries:" with a list of entries, or remove the namespace.',
        {},
        'key',
      );
    }
    return [];
  }

  /** Warns of keys that are nearly known ones; the key that was meant to be "entries" where that is missing. */
  #unknownFields(file: PlainObject, lacksEntries: boolean): string | undefined {
    let misspelt: string | undefined;
    for (const key of Object.keys(file)) {
      if (FILE_FIELDS.has(key)) continue;
      const close = closestName(key, FILE_FIELDS);
      if (lacksEntries && close === 'entries') misspelt = key;
      else if (close !== undefined) {
        const fix = this.#renamed(key, onlyCandidate(key, FILE_FIELDS));
        this.#report('P0115', [key], `unknown field "${key}" is ignored`, `Did you mean "${close}"?`, fix, 'key');
      }
    }
    return misspelt;
  }

  #batchEntry(item: unknown, index: number, namespace: string, fileMeta: PlainObject): ParsedEntry | undefined {
    const path = ['entries', index];
    if (!isPlainObject(item)) {
      const message = `entry[${index}]: entry must be a mapping, got ${typeName(item)} ${quoteValue(item)}`;
      this.#report('P0101', path, message, 'Start it with "- name: ..." and indent its fields.');
      return undefined;
    }
    const name = this.#required(item, 'name', 'P0103', index, namespace);
    // What has neither is one mistake.
    const isNeither = name === undefined && !Object.hasOwn(item, 'kind') && !Object.hasOwn(item, 'name');
    const kind = isNeither ? undefined : this.#required(item, 'kind', 'P0104', index, namespace);
    if (name === undefined || kind === undefined || !this.#checkName(name, namespace, [...path, 'name'])) {
      // Without a name, any of its texts may be meant to be one.
      const names = name === undefined ? textsOf(item) : [name];
      this.lost.push(...names.map((text) => `${namespace}:${text}`));
      return undefined;
    }
    const id = `${namespace}:${name}`;
    const hasData = Object.hasOwn(item, 'data');
    if (hasData) this.#warnDiscarded(item, path, id);
    return {
      namespace,
      name,
      kind,
      meta: this.#mergeMeta(fileMeta, item, path, id),
      data: hasData ? item['data'] : without(item, ENTRY_FIELDS),
      origin: {
        file: this.#tree.file,
        range: this.#range([...path, 'name']),
        path,
        dataPath: hasData ? [...path, 'data'] : path,
        includes: [],
      },
    };
  }

  #singleEntry(file: PlainObject, namespace: string, name: string, kind: string, meta: PlainObject): ParsedEntry[] {
    if (name.trim() === '')
      this.#report('P0103', [], 'name is required for single entry format', 'Add "name:" beside "kind:".');
    if (kind.trim() === '')
      this.#report('P0104', ['name'], 'kind is required for single entry format', 'Add "kind:" beside "name:".');
    if (name.trim() === '' || kind.trim() === '' || !this.#checkName(name, namespace, ['name'])) return [];
    const origin = { file: this.#tree.file, range: this.#range(['name']), path: [], dataPath: [], includes: [] };
    return [{ namespace, name, kind, meta, data: without(file, FILE_FIELDS), origin }];
  }

  #checkName(name: string, namespace: string, path: readonly PathSegment[]): boolean {
    const problem = nameProblem(name);
    if (problem === undefined) return true;
    const fields = { severity: problem.severity, entry: `${namespace}:${name}` };
    this.#report('P0105', path, `name "${name}" ${problem.message}`, problem.hint, fields);
    return problem.severity !== 'error';
  }

  #required(
    item: PlainObject,
    key: 'name' | 'kind',
    code: DiagnosticCode,
    index: number,
    namespace: string,
  ): string | undefined {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value;
    const name = item['name'];
    const entry = typeof name === 'string' && name.trim() !== '' ? { entry: `${namespace}:${name}` } : {};
    const misspelt =
      value === undefined
        ? closestName(
            key,
            Object.keys(item).filter((other) => !ENTRY_FIELDS.has(other)),
          )
        : undefined;
    if (misspelt !== undefined) {
      const message = `entry[${index}]: unknown field "${misspelt}": the required field "${key}" is missing`;
      this.#report(code, ['entries', index, misspelt], message, `Did you mean "${key}"?`, entry, 'key');
      return undefined;
    }
    const other = key === 'name' ? 'kind' : 'name';
    const shown = value !== undefined ? key : Object.hasOwn(item, other) ? other : undefined;
    const path = shown === undefined ? ['entries', index] : ['entries', index, shown];
    const written = scalarText(this.#tree, ['entries', index, key]);
    const got = value === undefined ? '' : `, got ${typeName(value)} ${written ?? quoteValue(value)}`;
    const quote = written !== undefined && written !== '' && typeof value !== 'string';
    const hint = quote ? `Put it in quotes: ${key}: "${written}".` : `Add "${key}:" to the entry.`;
    this.#report(
      code,
      path,
      `entry[${index}].${key}: ${key} is required and must be a non-empty string${got}`,
      hint,
      entry,
    );
    return undefined;
  }

  #mergeMeta(fileMeta: PlainObject, item: PlainObject, path: readonly PathSegment[], entry: string): PlainObject {
    const own = Object.hasOwn(item, 'meta') ? item['meta'] : null;
    if (own === null) return fileMeta;
    if (!isPlainObject(own)) {
      const message = `meta must be a mapping, got ${typeName(own)} ${quoteValue(own)}; it is ignored`;
      this.#report('P0107', [...path, 'meta'], message, 'Indent the fields of "meta" below it.', { entry });
      return fileMeta;
    }
    return Object.freeze(Object.fromEntries([...Object.entries(fileMeta), ...Object.entries(own)]));
  }

  #warnDiscarded(item: PlainObject, path: readonly PathSegment[], entry: string): void {
    const lost = Object.keys(item).filter((key) => !ENTRY_FIELDS.has(key));
    if (lost.length === 0) return;
    const message = `the entry has "data", so ${lost.map((key) => `"${key}"`).join(', ')} beside it ${lost.length === 1 ? 'is' : 'are'} discarded`;
    this.#report(
      'P0108',
      [...path, lost[0]],
      message,
      'Move the fields into "data", or remove "data" and keep the fields.',
      { entry },
      'key',
    );
  }

  /** A text field of the file; undefined where it is absent, null or (reported) of another type. */
  #fileText(file: PlainObject, key: 'namespace' | 'version' | 'name' | 'kind'): string | undefined {
    const value = Object.hasOwn(file, key) ? file[key] : null;
    if (value === null || typeof value === 'string') return value ?? undefined;
    const written = scalarText(this.#tree, [key]);
    const hint = written === undefined ? `Write a text: ${key}: "...".` : `Put it in quotes: ${key}: "${written}".`;
    const edit = written === undefined ? undefined : quoteScalar(this.#tree, [key]);
    const fix = edit && { file: this.#tree.file, title: `put "${key}" in quotes`, edits: [edit] };
    this.#report(
      'P0101',
      [key],
      `"${key}" must be a string, got ${typeName(value)} ${written ?? quoteValue(value)}`,
      hint,
      fix && { fix },
    );
    return undefined;
  }

  /** The correction of a misspelt field of the file. */
  #renamed(key: string, name: string | undefined): DiagnosticFields {
    const edit = name === undefined ? undefined : renameKey(this.#tree, [key], name);
    if (edit === undefined) return {};
    return { fix: { file: this.#tree.file, title: `renamed "${key}" to "${name}"`, edits: [edit] } };
  }

  #fileMeta(file: PlainObject): PlainObject {
    const meta = Object.hasOwn(file, 'meta') ? file['meta'] : null;
    if (meta === null) return Object.freeze({});
    if (isPlainObject(meta)) return meta;
    const message = `"meta" must be a mapping, got ${typeName(meta)} ${quoteValue(meta)}`;
    this.#report('P0101', ['meta'], message, 'Indent the fields of "meta" below it.');
    return Object.freeze({});
  }

  /** The items of `entries`; undefined where there is no list. */
  #fileEntries(file: PlainObject): readonly unknown[] | undefined {
    const entries = Object.hasOwn(file, 'entries') ? file['entries'] : null;
    if (entries === null) return undefined;
    if (Array.isArray(entries)) return entries;
    const message = `"entries" must be a list, got ${typeName(entries)} ${quoteValue(entries)}`;
    this.#report('P0101', ['entries'], message, 'Start each entry with "- name: ...".');
    return [];
  }

  #range(path: readonly PathSegment[], target: 'key' | 'value' = 'value'): SourceRange {
    return locate(this.#tree, path, target)?.range ?? this.#tree.lines.range(0, 0);
  }

  #report(
    code: DiagnosticCode,
    path: readonly PathSegment[],
    message: string,
    hint: string,
    fields: DiagnosticFields = {},
    target: 'key' | 'value' = 'value',
  ): void {
    this.diagnostics.push(
      diagnostic(code, message, { file: this.#tree.file, range: this.#range(path, target), hint, ...fields }),
    );
  }
}

function textsOf(item: PlainObject): string[] {
  return Object.values(item).filter((value): value is string => typeof value === 'string');
}

function without(object: PlainObject, excluded: ReadonlySet<string>): PlainObject {
  return Object.freeze(Object.fromEntries(Object.entries(object).filter(([key]) => !excluded.has(key))));
}
