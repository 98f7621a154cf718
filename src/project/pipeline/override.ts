/** Stage override: values of the section `override` and of `-o` replace fields of entries. */
import type { Entry } from '../../core/registry/entry.ts';
import { toWippyError } from '../../infrastructure/errors.ts';
import { quoteValue } from '../../infrastructure/plain-data.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { ConfigPlace } from '../config/layer.ts';
import { type PlacedValue, setInEntry, withKind } from './entry-path.ts';
import type { Stage, StageContext } from './stage.ts';

const FORM = 'Write it as namespace:entry:path, such as app:gateway:addr.';

export const override: Stage = {
  name: 'override',
  run(entries, context) {
    const section = context.config.section('override');
    if (section.keys().length === 0) return entries;
    const slots = new Map(entries.map((entry) => [entry.id as string, entry]));
    for (const key of section.keys()) apply(slots, key, section.raw(key), context);
    return [...slots.values()];
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

function apply(slots: Map<string, Entry>, key: string, value: unknown, context: StageContext): void {
  const place: PlacedValue['place'] = (rest) => context.configPlaces(`override.${key}`, rest);
  const atKey = () => context.configPlaces(`override.${key}`, [], 'key');
  const parsed = parseOverrideKey(key);
  if (typeof parsed === 'string') {
    context.report('P0501', `invalid key ${key}: ${parsed}`, { ...atKey(), hint: FORM });
    return;
  }
  const { id, path } = parsed;
  const entry = slots.get(id);
  if (entry === undefined) {
    reportMissing(id, slots, atKey(), context);
    return;
  }
  try {
    slots.set(id, change(entry, path, { value, place }));
  } catch (error) {
    const { message, hint } = toWippyError(error);
    const fields = { ...place([]), entry: id, hint: hint ?? FORM };
    context.report('P0501', `failed to set ${id} at ${path}: ${message}`, fields);
  }
}

function reportMissing(id: string, slots: ReadonlyMap<string, Entry>, place: ConfigPlace, context: StageContext): void {
  if (context.removed.has(id)) {
    const hint = 'Remove the override or the "disable" pattern.';
    const message = `override of ${id} has no effect, because the entry is disabled`;
    context.report('P0505', message, { ...place, entry: id, hint });
    return;
  }
  if (context.incomplete === true) return;
  const hint = didYouMean(id, slots.keys()) ?? 'List the entries with "wippy registry list".';
  context.report('P0501', `no entry found for ${id}`, { ...place, hint });
}

function change(entry: Entry, path: string, placed: PlacedValue): Entry {
  if (path.replace(/^\./, '') !== 'kind') return setInEntry(entry, path, placed);
  const { value, place } = placed;
  if (typeof value !== 'string') throw new TypeError(`kind override must be a string, got ${quoteValue(value)}`);
  if (value.trim() === '') throw new TypeError('kind override must not be empty');
  return withKind(entry, value.trim(), place([]));
}
