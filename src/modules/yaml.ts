/** Module `yaml`. Reference: lua/data/yaml of the Wippy documentation. */

import { Document, isMap, isScalar, type Pair, parseAllDocuments, visit } from 'yaml';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import { rawGet, rawLength } from '../lua/runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue } from '../lua/runtime/values.ts';
import { failure, invalid } from '../services/lua/convert/errors.ts';
import { fromLua, toLua } from '../services/lua/convert/host.ts';
import { fromLuaString, toLuaString } from '../services/lua/convert/text.ts';
import { defineModule, type LuaModule } from '../services/lua/module.ts';

/** How often aliases may be resolved, so that a small text cannot become a huge table. */
const MAX_ALIASES = 100;

function internal(message: string, cause: unknown): LuaResult {
  const text = cause instanceof Error ? cause.message : String(cause);
  return failure(new WippyError(`${message}: ${text}`, { kind: ErrorKind.Internal, retryable: false, cause }));
}

interface FieldOrder {
  readonly first: readonly string[];
  readonly sortRest: boolean;
}

/** The options, or null where they ask for nothing. */
function readOptions(options: LuaValue): FieldOrder | null {
  if (!(options instanceof LuaTable)) return null;
  const order = rawGet(options, 'field_order');
  const first: string[] = [];
  if (order instanceof LuaTable) {
    for (const name of order.$a.slice(0, rawLength(order)))
      if (typeof name === 'string') first.push(fromLuaString(name));
  }
  const sortRest = rawGet(options, 'sort_unordered') === true;
  return first.length === 0 && !sortRest ? null : { first, sortRest };
}

function orderFields(document: Document, { first, sortRest }: FieldOrder): void {
  const places = new Map(first.map((name, index) => [name, index]));
  const nameOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);
  visit(document, {
    Map: (_key, map) => {
      if (!isMap(map)) return;
      map.items.sort((left, right) => {
        const [a, b] = [nameOf(left as Pair), nameOf(right as Pair)];
        const [placeA, placeB] = [places.get(a) ?? first.length, places.get(b) ?? first.length];
        if (placeA !== placeB || !sortRest) return placeA - placeB;
        return a < b ? -1 : a > b ? 1 : 0;
      });
    },
  });
}

function encode(value: LuaValue, options: LuaValue): LuaResult {
  if (!(value instanceof LuaTable)) return invalid('table expected');
  try {
    const document = new Document(fromLua(value), { aliasDuplicateObjects: false });
    const order = readOptions(options);
    if (order !== null) orderFields(document, order);
    return toLuaString(document.toString({ lineWidth: 0 }));
  } catch (error) {
    return internal('encode failed', error);
  }
}

/** The first document of a text. Keys of maps may be of any type; integers have all their 64 bits. */
function decode(text: LuaValue): LuaResult {
  if (typeof text !== 'string') return invalid('string expected');
  if (text === '') return invalid('input cannot be empty');
  try {
    const documents = parseAllDocuments(fromLuaString(text), { intAsBigInt: true, merge: true, logLevel: 'silent' });
    const [document] = documents;
    if (document === undefined) return [undefined, undefined];
    const [problem] = document.errors;
    if (problem !== undefined) return internal('decode failed', problem);
    return [toLua(document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES })), undefined];
  } catch (error) {
    return internal('decode failed', error);
  }
}

export const yamlModule: LuaModule = defineModule({
  name: 'yaml',
  description: 'YAML texts.',
  classes: ['encoding', 'deterministic'],
  types: `
    type EncodeOptions = {field_order: {string}?, sort_unordered: boolean?}
    type yaml = {
      encode: (value: any, options: EncodeOptions?) -> (string?, error?),
      decode: (text: string) -> (any, error?),
    }`,
  members: () => ({ encode, decode }),
});
