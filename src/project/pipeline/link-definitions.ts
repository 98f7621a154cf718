/** `ns.requirement` and `ns.dependency` entries as typed values. */
import type { Entry } from '../../core/registry/entry.ts';
import { isPlainObject, type PlainObject, quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import { moduleNameProblem, moduleNamespace, parseModuleName } from '../lock/module-name.ts';

/** What a parameter or default may be. */
export type LinkValue = string | number | boolean;

export interface RequirementTarget {
  readonly entry: string;
  readonly path: string;
}

export interface Requirement {
  readonly entry: Entry;
  /** The module the requirement belongs to, `organization/module`, where its entry is marked with one. */
  readonly module: string | undefined;
  /** Undefined where none is given; an empty text is a value. */
  readonly fallback: LinkValue | undefined;
  readonly targets: readonly RequirementTarget[];
}

export interface Dependency {
  readonly entry: Entry;
  /** `organization/module`. */
  readonly component: string;
  /** `organization.module`. */
  readonly namespace: string;
  readonly version: string;
  readonly parameters: readonly { readonly name: string; readonly value: LinkValue | undefined }[];
  /** The module that declares the dependency; undefined for the application, whose dependencies are the roots. */
  readonly owner: string | undefined;
}

/** A field of an entry that cannot be decoded. */
export interface DecodeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export function decodeRequirement(entry: Entry): Requirement | DecodeProblem {
  return decode(entry, (data) => ({
    entry,
    module: moduleOf(entry),
    fallback: scalar(data, 'default', []),
    targets: items(data, 'targets').map((item, index) => ({
      entry: text(item, 'entry', ['targets', index]),
      path: text(item, 'path', ['targets', index]),
    })),
  }));
}

export function decodeDependency(entry: Entry): Dependency | DecodeProblem {
  return decode(entry, (data) => {
    const component = text(data, 'component', []);
    const problem = moduleNameProblem(component);
    if (problem !== undefined) throw new DecodeFailure(['component'], `invalid component "${component}": ${problem}`);
    return {
      entry,
      component,
      namespace: moduleNamespace(parseModuleName(component)),
      version: text(data, 'version', []),
      parameters: items(data, 'parameters').map((item, index) => ({
        name: text(item, 'name', ['parameters', index]),
        value: scalar(item, 'value', ['parameters', index]),
      })),
      owner: moduleOf(entry),
    };
  });
}

function moduleOf(entry: Entry): string | undefined {
  const module = entry.meta['module'];
  return typeof module === 'string' && module !== '' ? module : undefined;
}

class DecodeFailure extends Error {
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], message: string) {
    super(message);
    this.path = path;
  }
}

function decode<Result>(entry: Entry, read: (data: PlainObject) => Result): Result | DecodeProblem {
  try {
    if (!isPlainObject(entry.data)) throw new DecodeFailure([], `the data must be a map, got ${typeName(entry.data)}`);
    return read(entry.data);
  } catch (error) {
    if (error instanceof DecodeFailure) return { path: ['data', ...error.path], message: error.message };
    throw error;
  }
}

/** A text field, empty where it is absent. */
function text(data: PlainObject, key: string, path: readonly (string | number)[]): string {
  const value = Object.hasOwn(data, key) ? data[key] : null;
  if (value === null) return '';
  if (typeof value === 'string') return value;
  throw new DecodeFailure([...path, key], `"${key}" must be a string, got ${typeName(value)} ${quoteValue(value)}`);
}

/** A text, number or boolean; undefined where it is absent. */
function scalar(data: PlainObject, key: string, path: readonly (string | number)[]): LinkValue | undefined {
  const value = Object.hasOwn(data, key) ? data[key] : null;
  if (value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const message = `"${key}" must be a text, a number or a boolean, got ${typeName(value)} ${quoteValue(value)}`;
  throw new DecodeFailure([...path, key], message);
}

function items(data: PlainObject, key: string): readonly PlainObject[] {
  const value = Object.hasOwn(data, key) ? data[key] : null;
  if (value === null) return [];
  if (!Array.isArray(value)) throw new DecodeFailure([key], `"${key}" must be a list, got ${typeName(value)}`);
  return value.map((item: unknown, index) => {
    if (isPlainObject(item)) return item;
    throw new DecodeFailure([key, index], `each item of "${key}" must be a map, got ${typeName(item)}`);
  });
}
