/** Checks of Lua entries that need no types: syntax and declared modules. */

import type { Entry } from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { check } from '../../lua/index.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { originOf, placeInEntry } from '../entries/locate-entry.ts';
import type { CheckOptions } from './check-entries.ts';

export function checkLua(entry: Entry, options: CheckOptions): Diagnostic[] {
  if (!/^(?:function|library|process)\.lua$/.test(entry.kind) || !isPlainObject(entry.data)) return [];
  const { source, modules } = entry.data;
  const found: Diagnostic[] = [];
  if (Array.isArray(modules)) {
    modules.forEach((name, index) => {
      if (typeof name !== 'string' || options.modules.includes(name)) return;
      const place = placeInEntry(entry, ['data', 'modules', index], options.readText);
      const hint =
        didYouMean(name, options.modules) ?? `Modules that exist: ${[...options.modules].sort().join(', ')}.`;
      found.push(diagnostic('P0802', `unknown module "${name}"`, { ...place, entry: entry.id, hint }));
    });
  }
  if (typeof source === 'string') found.push(...syntaxErrors(entry, source, options));
  return found;
}

function syntaxErrors(entry: Entry, source: string, options: CheckOptions): Diagnostic[] {
  const file = sourceFile(entry);
  return check(source).map(({ message, line, column, start, end }) => {
    if (file === undefined) {
      const place = placeInEntry(entry, 'data.source', options.readText);
      return diagnostic('P0801', `line ${line} of the source: ${message}`, { ...place, entry: entry.id });
    }
    const width = Math.max(1, Math.min(end - start, 80));
    const range = { start: { line, column }, end: { line, column: column + width } };
    return diagnostic('P0801', message, { file, range, entry: entry.id });
  });
}

/** The file that `source: file://...` named. */
function sourceFile(entry: Entry): string | undefined {
  return originOf(entry)?.code;
}
