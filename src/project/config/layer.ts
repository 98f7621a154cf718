/** One source of configuration: flat values that know where they were written. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { locate, type PathSegment } from '../yaml/locate.ts';
import type { SyntaxTree } from '../yaml/parse.ts';

export type ConfigPlace = Pick<Diagnostic, 'file' | 'range'>;

/** Where a value was written. Values of flags and of packs have no place in a file of the project. */
export interface ConfigOrigin {
  readonly tree?: SyntaxTree;
  /** Path of the value from the root of the file. */
  readonly path: readonly PathSegment[];
  /** Where the items of a list come from that several sources made. */
  readonly items?: readonly ConfigOrigin[];
  /** True for flags: their texts hold no references, because the shell has had its turn. */
  readonly literal?: true;
}

export interface ConfigValue {
  /** Dotted, with the section first. */
  readonly key: string;
  readonly value: unknown;
  readonly origin: ConfigOrigin;
}

export interface ConfigLayer {
  readonly values: readonly ConfigValue[];
  /** The profiles that the source declares; their keys are those of normal sections. */
  readonly profiles: ReadonlyMap<string, readonly ConfigValue[]>;
}

export const FROM_FLAG: ConfigOrigin = { path: [], literal: true };

/** The place of a value, of a part of it, or of its key. Empty where it stands in no file. */
export function placeOfOrigin(
  origin: ConfigOrigin,
  rest: readonly PathSegment[] = [],
  target: 'value' | 'key' = 'value',
): ConfigPlace {
  const item = typeof rest[0] === 'number' ? origin.items?.[rest[0]] : undefined;
  if (item !== undefined) return placeOfOrigin(item, rest.slice(1), target);
  const { tree, path } = origin;
  if (tree === undefined) return {};
  return { file: tree.file, range: locate(tree, [...path, ...rest], target)?.range };
}

/** Origins of the items of a list. */
export function originsOfItems({ value, origin }: ConfigValue): readonly ConfigOrigin[] {
  if (!Array.isArray(value)) return [origin];
  return value.map((_, index) => origin.items?.[index] ?? { ...origin, path: [...origin.path, index] });
}

/** Merged values by key; a later value replaces an earlier one of the same key, and one that was a map before. */
export class MergedValues {
  readonly #values = new Map<string, ConfigValue>();
  /** Keys that are maps; kept when a map goes away, as this only costs a search. */
  readonly #maps = new Set<string>();

  get(key: string): ConfigValue | undefined {
    return this.#values.get(key);
  }

  set(value: ConfigValue): void {
    const { key } = value;
    if (this.#maps.has(key)) {
      for (const other of this.#values.keys()) if (other.startsWith(`${key}.`)) this.#values.delete(other);
    }
    for (let dot = key.indexOf('.'); dot !== -1; dot = key.indexOf('.', dot + 1)) {
      const outer = key.slice(0, dot);
      this.#maps.add(outer);
      this.#values.delete(outer);
    }
    this.#values.set(key, value);
  }

  /** In the order in which the keys came first. */
  all(): ConfigValue[] {
    return [...this.#values.values()];
  }
}
