/** A syntax tree to plain data: strings, finite numbers, booleans, null, arrays and objects with string keys; all frozen. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, type DiagnosticFields, diagnostic } from '../diagnostics/diagnostic.ts';
import { MAX_DEPTH, type SyntaxTree } from './parse.ts';
import { resolveNumber, resolvePlainScalar, resolveTimestamp } from './scalar.ts';

/** Most values that aliases may repeat in one document; guards against exponential growth ("billion laughs"). */
export const MAX_ALIASED_VALUES = 400_000;

export interface ConvertedValue {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** Converts the whole tree (null for an empty one). The value is usable only when there is no error among the diagnostics. */
export function toValue(tree: SyntaxTree): ConvertedValue {
  if (tree.root === undefined) return { value: null, diagnostics: [] };
  const converter = new Converter(tree);
  return { value: converter.convert(tree.root as Node), diagnostics: converter.diagnostics };
}

/** Sets an own property also where the key is `__proto__`, which a plain assignment would not store. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

class Converter {
  readonly diagnostics: Diagnostic[] = [];
  readonly #tree: SyntaxTree;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #depth = 0;
  #aliasDepth = 0;
  /** The alias that stands in no other value that an alias repeats. */
  #outermost: Alias | undefined;
  #aliasedValues = 0;
  /** After a limit was hit the rest is skipped: one diagnostic says it all. */
  #aborted = false;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
  }

  convert(node: Node | null | undefined): unknown {
    if (node == null || this.#aborted) return null;
    if (this.#aliasDepth > 0) {
      this.#aliasedValues += 1;
      if (this.#aliasedValues > MAX_ALIASED_VALUES) {
        return this.#abort(
          'P0005',
          this.#outermost ?? node,
          `aliases expand to more than ${MAX_ALIASED_VALUES} values`,
          'Repeat less data with aliases.',
        );
      }
    }
    if (isAlias(node)) return this.#alias(node);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#scalar(node);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      return this.#abort('P0006', node, `the document nests deeper than ${MAX_DEPTH} levels`, 'Flatten the data.');
    }
    this.#open.add(node);
    const value = isMap(node)
      ? this.#map(node)
      : isSeq(node)
        ? Object.freeze(node.items.map((item) => this.convert(item as Node)))
        : null;
    this.#open.delete(node);
    this.#depth -= 1;
    return value;
  }

  #alias(alias: Alias): unknown {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#report('P0009', alias, `alias "*${alias.source}" refers to no anchor before it`, {
        hint: `Define "&${alias.source}" before this place, or put the value in quotes if it is a text.`,
      });
      return null;
    }
    if (this.#open.has(target)) {
      this.#report('P0009', alias, `alias "*${alias.source}" stands inside of the value it refers to`, {
        hint: 'A value cannot contain itself; repeat a smaller part.',
      });
      return null;
    }
    if (this.#aliasDepth === 0) this.#outermost = alias;
    this.#aliasDepth += 1;
    const value = this.convert(target);
    this.#aliasDepth -= 1;
    return value;
  }

  #map(map: YAMLMap): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const seen = new Map<string, Node>();
    const merges: Pair[] = [];
    for (const pair of map.items) {
      if (this.#aborted) break;
      const key = this.#key(pair as Pair<Node>);
      if (key === undefined) {
        this.convert(pair.value as Node);
        continue;
      }
      const first = seen.get(key);
      if (first !== undefined) {
        this.#report('P0003', pair.key as Node, `key "${key}" is defined twice in this mapping`, {
          hint: 'Keep one of the two.',
          related: [{ message: 'first defined here', file: this.#tree.file, range: this.#range(first) }],
        });
        continue;
      }
      seen.set(key, pair.key as Node);
      if (key === '<<' && isMergeKey(pair.key)) merges.push(pair);
      else setOwn(result, key, this.convert(pair.value as Node));
    }
    for (const pair of merges) this.#merge(result, pair);
    return Object.freeze(result);
  }

  #key(pair: Pair<Node>): string | undefined {
    let node: Node | null | undefined = pair.key;
    if (isAlias(node)) node = this.#anchors.get(node.source) ?? node;
    if (node?.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) {
      if (isMergeKey(node)) return '<<';
      const value = this.#scalar(node);
      if (typeof value === 'string') return value;
    }
    const at = node ?? (pair.value as Node | null) ?? (this.#tree.root as Node);
    const text = node != null && isScalar(node) ? String(node.source ?? '') : '';
    this.#report('P0004', at, text === '' ? 'a key is not a string' : `key ${text} is not a string`, {
      hint: text === '' ? 'Use a string as key.' : `Put the key in quotes: "${text}".`,
    });
    return undefined;
  }

  /** `<<: *base` and `<<: [*a, *b]`: explicit keys win over merged ones, earlier sources over later ones. */
  #merge(result: Record<string, unknown>, pair: Pair): void {
    const merged = this.convert(pair.value as Node);
    for (const source of Array.isArray(merged) ? merged : [merged]) {
      if (!isPlainObject(source)) {
        if (!this.#aborted) {
          this.#report('P0001', pair.key as Node, 'the value of "<<" must be a mapping or a list of mappings', {
            hint: 'Merge an alias of a mapping: "<<: *base".',
          });
        }
        return;
      }
      for (const [key, value] of Object.entries(source)) if (!Object.hasOwn(result, key)) setOwn(result, key, value);
    }
  }

  #scalar(node: Scalar): unknown {
    const text = String(node.value ?? '');
    const value = this.#tagged(node, text);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#report('P0008', node, `${text} cannot be stored in an entry`, {
        hint: 'Use a finite number, or put the value in quotes.',
      });
      return null;
    }
    return value;
  }

  #tagged(node: Scalar, text: string): unknown {
    switch (node.tag) {
      case undefined:
        return node.type === 'PLAIN' || node.type === undefined ? resolvePlainScalar(text) : text;
      case 'tag:yaml.org,2002:str':
      case '!':
        return text;
      case 'tag:yaml.org,2002:int':
      case 'tag:yaml.org,2002:float':
        return resolveNumber(text) ?? resolvePlainScalar(text);
      case 'tag:yaml.org,2002:bool':
      case 'tag:yaml.org,2002:null':
        return resolvePlainScalar(text);
      case 'tag:yaml.org,2002:timestamp':
        return resolveTimestamp(text) ?? text;
      case 'tag:yaml.org,2002:binary':
        return Buffer.from(text, 'base64').toString('utf8');
      default:
        this.#report('P0010', node, `tag "${node.tag}" has no meaning here`, { hint: 'Remove the tag.' });
        return text;
    }
  }

  #range(node: Node) {
    const [start, end] = node.range ?? [0, 0];
    return this.#tree.lines.range(start, end);
  }

  #report(code: DiagnosticCode, node: Node, message: string, fields: DiagnosticFields): void {
    this.diagnostics.push(diagnostic(code, message, { file: this.#tree.file, range: this.#range(node), ...fields }));
  }

  #abort(code: DiagnosticCode, node: Node, message: string, hint: string): null {
    this.#aborted = true;
    const [start] = node.range ?? [0];
    this.diagnostics.push(
      diagnostic(code, message, { file: this.#tree.file, range: this.#tree.lines.range(start, start + 1), hint }),
    );
    return null;
  }
}

function isMergeKey(node: unknown): boolean {
  return (
    isScalar(node) &&
    node.value === '<<' &&
    (node.type === 'PLAIN' || node.type === undefined) &&
    node.tag === undefined
  );
}
