/** The filters of a module's `wippy.yaml`: which of its entries other applications do not get. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { parseText } from '../yaml/parse.ts';
import { toValue } from '../yaml/value.ts';

export interface ModuleFilters {
  /** Patterns `namespace:name`; file patterns of `exclude` are left out. */
  readonly entries: readonly string[];
  readonly meta: ReadonlyMap<string, readonly string[]>;
}

const noFilters: ModuleFilters = { entries: [], meta: new Map() };

/** Reads `exclude` and `exclude_meta`. A missing or unreadable manifest filters nothing, as in the reference. */
export async function readModuleFilters(moduleRoot: string): Promise<ModuleFilters> {
  const path = join(moduleRoot, 'wippy.yaml');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return noFilters;
  const tree = parseText(text, path);
  const { value, diagnostics } = toValue(tree);
  if (hasErrors([...tree.diagnostics, ...diagnostics]) || !isPlainObject(value)) return noFilters;
  const meta = new Map<string, readonly string[]>();
  const excluded = value['exclude_meta'];
  if (isPlainObject(excluded)) for (const [key, list] of Object.entries(excluded)) meta.set(key, texts(list));
  return { entries: texts(value['exclude']).filter((pattern) => pattern.includes(':')), meta };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
