/** Lays the selected profiles over the merged files. */
import { didYouMean } from '../../infrastructure/suggest.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { type ConfigLayer, type ConfigValue, MergedValues, originsOfItems, placeOfOrigin } from './layer.ts';

const OPERATION = /^(disable\.(?:namespaces|entries))\.(add|remove)$/;

/** Whether a key is a list operation of a profile: `disable.namespaces.add`. */
export function isListOperation(key: string): boolean {
  return OPERATION.test(key);
}

/** The profiles of all layers by name; a later layer lies over an earlier one, leaf by leaf. */
export function collectProfiles(layers: readonly ConfigLayer[]): ReadonlyMap<string, readonly ConfigValue[]> {
  const collected = new Map<string, { readonly plain: MergedValues; readonly operations: Map<string, ConfigValue> }>();
  for (const layer of layers) {
    for (const [name, values] of layer.profiles) {
      const profile = collected.get(name) ?? { plain: new MergedValues(), operations: new Map() };
      collected.set(name, profile);
      for (const value of values) {
        if (isListOperation(value.key)) profile.operations.set(value.key, value);
        else profile.plain.set(value);
      }
    }
  }
  return new Map(
    [...collected].map(([name, { plain, operations }]) => [name, [...plain.all(), ...operations.values()]]),
  );
}

/**
 * Lays one profile over `target`. Its plain values come first, then what it removes from lists, then what it adds, so
 * that the order of the keys in the file does not matter.
 */
export function applyProfile(
  target: MergedValues,
  values: readonly ConfigValue[],
  report: (problem: Diagnostic) => void,
): void {
  for (const value of values) if (!isListOperation(value.key)) target.set(value);
  for (const wanted of ['remove', 'add']) {
    for (const value of values) {
      const [, key, operation] = OPERATION.exec(value.key) ?? [];
      if (operation === wanted) changeList(target, key, operation, value, report);
    }
  }
}

function changeList(
  target: MergedValues,
  key: string,
  operation: string,
  value: ConfigValue,
  report: (problem: Diagnostic) => void,
): void {
  // What is no list has been reported by checkOpenSection.
  const items = textsOf(value.value);
  if (items === undefined) return;
  const current = target.get(key);
  const before = textsOf(current?.value) ?? [];
  if (operation === 'remove') {
    for (const [index, item] of items.entries()) {
      if (before.includes(item)) continue;
      const hint = didYouMean(item, before) ?? 'Remove it from the operation.';
      const place = placeOfOrigin(value.origin, Array.isArray(value.value) ? [index] : []);
      const message = `"${value.key}" removes "${item}", which "${key}" does not hold`;
      report(diagnostic('P0411', message, { ...place, severity: 'warning', hint }));
    }
  }
  const origins = current === undefined ? [] : originsOfItems(current);
  const own = originsOfItems(value);
  const joined = [
    ...before.map((item, index) => ({ item, origin: origins[index] })),
    ...(operation === 'add' ? items.map((item, index) => ({ item, origin: own[index] })) : []),
  ];
  const kept = joined.filter(({ item }, index) =>
    operation === 'remove' ? !items.includes(item) : joined.findIndex((other) => other.item === item) === index,
  );
  target.set({
    key,
    value: kept.map(({ item }) => item),
    origin: { ...value.origin, items: kept.map(({ origin }) => origin) },
  });
}

/** A list of texts, or the list of one text; undefined for anything else. */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}
