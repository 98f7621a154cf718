/** Stage override: values of the section `override` and of `-o` replace fields of entries. */
import type { Entry } from '../../core/registry/entry.ts';
import { toWippyError } from '../../infrastructure/errors.ts';
import { quoteValue } from '../../infrastructure/plain-data.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { setInEntry, withKind } from './entry-path.ts';
import type { Stage, StageContext } from './stage.ts';

const FORM = 'Write it as namespace:entry:path, such as app:gateway:addr.';

export const override: Stage = {
  name: 'override',
  run(entries, context) {
    const section = context.config.section('override');
    let result = entries;
    for (const key of section.keys()) result = apply(result, key, section.raw(key), context);
    return result;
  },
};

interface OverrideKey {
  readonly id: string;
  readonly path: string;
}

/** Parts of `namespace:entry:path`, or why the text is no such key. Namespace and name may contain dots. */
export function parseOverrideKey(key: string): OverrideKey | string {
  const first = key.indexOf(':');
  if (first === -1) return "missing first ':' separator (expected namespace:entry:path)";
  const second = key.indexOf(':', first + 1);
  const name = second === -1 ? key.slice(first + 1) : key.slice(first + 1, second);
  const path = second === -1 ? '' : key.slice(second + 1);
  if (first === 0) return 'empty namespace';
  if (first === key.length - 1) return 'missing entry name and path';
  if (name === '') return 'empty entry name';
  if (path === '') return 'empty path';
  return { id: `${key.slice(0, first)}:${name}`, path };
}

function apply(entries: readonly Entry[], key: string, value: unknown, context: StageContext): readonly Entry[] {
  const parsed = parseOverrideKey(key);
  if (typeof parsed === 'string') {
    context.report('P0501', `invalid key ${key}: ${parsed}`, { hint: FORM });
    return entries;
  }
  const { id, path } = parsed;
  let found = false;
  const result = entries.map((entry) => {
    if (entry.id !== id) return entry;
    found = true;
    try {
      return change(entry, path, value);
    } catch (error) {
      const { message, hint } = toWippyError(error);
      context.report('P0501', `failed to set ${id} at ${path}: ${message}`, { entry: id, hint: hint ?? FORM });
      return entry;
    }
  });
  if (found) return result;
  if (context.removed.has(id)) {
    const hint = 'Remove the override or the "disable" pattern.';
    context.report('P0505', `override of ${id} has no effect, because the entry is disabled`, { entry: id, hint });
  } else {
    const hint =
      didYouMean(
        id,
        entries.map((entry) => entry.id),
      ) ?? 'List the entries with "wippy registry list".';
    context.report('P0501', `no entry found for ${id}`, { hint });
  }
  return entries;
}

function change(entry: Entry, path: string, value: unknown): Entry {
  if (path.replace(/^\./, '') !== 'kind') return setInEntry(entry, path, value);
  if (typeof value !== 'string') throw new TypeError(`kind override must be a string, got ${quoteValue(value)}`);
  if (value.trim() === '') throw new TypeError('kind override must not be empty');
  return withKind(entry, value.trim());
}
