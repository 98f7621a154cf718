/** Sections of the configuration as dot keys. */
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';

/** Flattens the mapping of one section: `{ cache: { enabled: true } }` of `lua` gives `lua.cache.enabled`. Lists stay whole. */
export function flattenSection(section: string, values: PlainObject): [string, unknown][] {
  const result: [string, unknown][] = [];
  const visit = (prefix: string, object: PlainObject): void => {
    for (const [key, value] of Object.entries(object)) {
      if (isPlainObject(value)) visit(`${prefix}.${key}`, value);
      else result.push([`${prefix}.${key}`, value]);
    }
  };
  visit(section, values);
  return result;
}
