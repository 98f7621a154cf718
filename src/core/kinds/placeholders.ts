/**
 * `${env:NAME}` in the data of entries: values of variables that the entry gets when it takes effect, so that secrets are
 * neither in the registry nor in its history. Rule: system/env of the Wippy documentation, section Placeholder Interpolation.
 */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { Entry } from '../registry/index.ts';
import type { ValuePath } from './walk-schema.ts';

/**
 * The value of a variable by public name or id, seen from a namespace; undefined where it has none. Throws a WippyError
 * where it cannot be read.
 */
export type VariableLookup = (name: string, namespace: string) => string | undefined;

/** `$${` is a literal `${`; the form without `env:` needs a default, so that spans of shell and templates are left alone. */
const PLACEHOLDER = /\$\$\{|\$\{env:([^}|]+)(?:\|([^}]*))?\}|\$\{([A-Z][A-Z0-9_]*)\|([^}]*)\}/g;

/** Code is never touched. */
const CODE_FIELDS: ReadonlySet<string> = new Set(['source']);

/** Whether a text has a placeholder. */
export function isPlaceholder(text: string): boolean {
  if (!text.includes('${')) return false;
  PLACEHOLDER.lastIndex = 0;
  return PLACEHOLDER.test(text);
}

/** Calls back for every text of the data that has placeholders. */
function visit(
  value: unknown,
  path: readonly (string | number)[],
  found: (path: ValuePath, text: string) => void,
): void {
  if (typeof value === 'string') {
    if (isPlaceholder(value)) found(path, value);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, [...path, index], found);
  } else if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (path.length > 1 || !CODE_FIELDS.has(key)) visit(item, [...path, key], found);
    }
  }
}

/** Paths (from the entry) of the texts with placeholders. */
export function placeholderPaths({ data }: Entry): ValuePath[] {
  const paths: ValuePath[] = [];
  visit(data, ['data'], (path) => paths.push(path));
  return paths;
}

/** The variables that the placeholders of an entry name. */
export function placeholderVariables({ data }: Entry): string[] {
  const names: string[] = [];
  visit(data, ['data'], (_path, text) => {
    // A search begins where the last one ended.
    PLACEHOLDER.lastIndex = 0;
    for (const [, name, , short] of text.matchAll(PLACEHOLDER)) {
      const variable = name ?? short;
      if (variable !== undefined) names.push(variable);
    }
  });
  return names;
}

/** @throws WippyError NotFound for a variable that has neither a value nor a default. */
function resolveText(text: string, lookup: VariableLookup, namespace: string, path: string): string {
  return text.replace(
    PLACEHOLDER,
    (match, name?: string, otherwise?: string, short?: string, shortDefault?: string) => {
      if (match === '$${') return '${';
      const variable = name ?? (short as string);
      const value = lookup(variable, namespace) ?? otherwise ?? shortDefault;
      if (value !== undefined) return value;
      throw new WippyError(`${path}: environment variable not found: ${variable}`, {
        // Its entry may come later in the same change.
        kind: ErrorKind.NotFound,
        retryable: false,
        details: { variable },
        hint: `Declare an env.variable of this name, or write a default: \${env:${variable}|default}.`,
      });
    },
  );
}

/** The data with the values of the variables, as texts. The same object where there is nothing to replace. */
export function resolvePlaceholders(entry: Entry, lookup: VariableLookup): unknown {
  const namespace = entry.id.slice(0, entry.id.indexOf(':'));
  let { data } = entry;
  visit(entry.data, ['data'], (path, text) => {
    data = withValue(data, path.slice(1), resolveText(text, lookup, namespace, path.join('.')));
  });
  return data;
}

/** A copy of the data with another value at the path. */
export function withValue(data: unknown, path: ValuePath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(data)) return data.map((item, index) => (index === key ? withValue(item, rest, value) : item));
  const map = data as Record<string, unknown>;
  return { ...map, [key]: withValue(map[key as string], rest, value) };
}

/** A text as the number or boolean it looks like, or undefined. */
export function typedValue(text: string): number | boolean | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}
