/** Sections of the configuration as dot keys. */
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';

/** Dot key, value, and the path of the value from the section on: keys of overrides contain dots themselves. */
export type FlatValue = readonly [key: string, value: unknown, path: readonly string[]];

/** Flattens the mapping of one section: `{ cache: { enabled: true } }` of `lua` gives `lua.cache.enabled`. Lists stay whole. */
export function flattenSection(section: string, values: PlainObject): FlatValue[] {
  const result: FlatValue[] = [];
  const visit = (path: readonly string[], object: PlainObject): void => {
    for (const [key, value] of Object.entries(object)) {
      const inner = [...path, key];
      if (isPlainObject(value)) visit(inner, value);
      else result.push([inner.join('.'), value, inner]);
    }
  };
  visit([section], values);
  return result;
}
