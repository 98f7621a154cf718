/** Stage embedfs: directories that patterns select become files of the pack. */
import { createEntry, type Entry } from '../../core/registry/entry.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { placeInEntry } from '../entries/locate-entry.ts';
import { selects } from './selects.ts';
import type { Stage } from './stage.ts';

export interface EmbedOptions {
  /** Ids or names of `fs.directory` entries; `**` for all. */
  readonly patterns: readonly string[];
  /** The directory of an entry, absolute; undefined where there is none. */
  readonly locate: (entry: Entry) => string | undefined;
  /** Takes the directory whose files the pack is to hold for an entry. */
  readonly put: (id: string, directory: string) => void;
}

/** The stage for one pack. */
export function embedfs(options: EmbedOptions): Stage {
  return {
    name: 'embedfs',
    run(entries, context) {
      const unused = new Set(options.patterns);
      const result = entries.map((entry) => {
        if (entry.kind !== 'fs.directory') return entry;
        const matching = options.patterns.filter((pattern) => selects(pattern, entry));
        if (matching.length === 0) return entry;
        for (const pattern of matching) unused.delete(pattern);
        const directory = options.locate(entry);
        if (directory === undefined) {
          const name = isPlainObject(entry.data) ? String(entry.data['directory']) : '';
          context.report('P0509', `cannot embed ${entry.id}: there is no directory "${name}"`, {
            ...placeInEntry(entry, 'data.directory', context.readText),
            entry: entry.id,
            hint: 'Create the directory, or leave the entry out of --embed.',
          });
          return entry;
        }
        options.put(entry.id, directory);
        return createEntry({ ...entry, kind: 'fs.embed', data: {} });
      });
      for (const pattern of unused) {
        if (pattern === '**') continue;
        const hint = 'List them with "wippy compile --list".';
        context.report('P0509', `--embed ${pattern} selects no entry of kind fs.directory`, { hint });
      }
      return result;
    },
  };
}
