/** The filters of a module's `wippy.yaml`: which of its entries other applications do not get. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { parseText } from '../yaml/parse.ts';
import { toValue } from '../yaml/value.ts';

export interface ModuleFilters {
  /** Patterns `namespace:name`. */
  readonly entries: readonly string[];
  /** Patterns of files, relative to the module: `test/**`. They count for directories that replace a module. */
  readonly files: readonly string[];
  readonly meta: ReadonlyMap<string, readonly string[]>;
}

const noFilters: ModuleFilters = { entries: [], files: [], meta: new Map() };

/** Reads `exclude` and `exclude_meta`. A missing or unreadable manifest filters nothing, as in the reference. */
export async function readModuleFilters(moduleRoot: string): Promise<ModuleFilters> {
  const value = await readManifest(moduleRoot);
  if (value === undefined) return noFilters;
  const meta = new Map<string, readonly string[]>();
  const excluded = value['exclude_meta'];
  if (isPlainObject(excluded)) for (const [key, list] of Object.entries(excluded)) meta.set(key, texts(list));
  const patterns = texts(value['exclude']);
  const isId = (pattern: string): boolean => pattern.includes(':');
  return { entries: patterns.filter(isId), files: patterns.filter((pattern) => !isId(pattern)), meta };
}

/** Patterns of the directories that packs of the module embed: `embed`. */
export async function readModuleEmbeds(moduleRoot: string): Promise<readonly string[]> {
  return texts((await readManifest(moduleRoot))?.['embed']);
}

/** The version that a module says it has; undefined where it says none. */
export async function readModuleVersion(moduleRoot: string): Promise<string | undefined> {
  const version = (await readManifest(moduleRoot))?.['version'];
  return typeof version === 'string' ? version : undefined;
}

async function readManifest(moduleRoot: string): Promise<PlainObject | undefined> {
  const path = join(moduleRoot, 'wippy.yaml');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const tree = parseText(text, path);
  const { value, diagnostics } = toValue(tree);
  return hasErrors([...tree.diagnostics, ...diagnostics]) || !isPlainObject(value) ? undefined : value;
}

/** A test for paths with `/` that one of the patterns matches: `*` inside of a name, `**` over directories, `?`. */
export function compileFilePatterns(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const source = pattern.replace(/(?:\*\*\/)+|\*\*|\*|\?|[\\^$.|+()[\]{}]/g, (part) => {
      if (part.endsWith('**/')) return '(?:[^/]+/)*';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : `\\${part}`;
    });
    return new RegExp(`^${source.replace(/^\\\.\//, '').replace(/\/$/, '/.*')}$`);
  });
  return (path) => expressions.some((expression) => expression.test(path));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
