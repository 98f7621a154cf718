/** `text.regexp`: RE2 patterns, which take linear time. Results are those of Go's package `regexp`; positions are bytes. */

import { RE2JS } from 're2js';
import { checkInteger, checkString } from '../../lua/runtime/arguments.ts';
import { tableOf } from '../../lua/runtime/table.ts';
import type { LuaFunction, LuaResult, LuaTable, LuaValue } from '../../lua/runtime/values.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString, toBytes, toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass } from '../../services/lua/module.ts';
import { expandTemplate } from './template.ts';

/** Begin and end of the match and of its groups, in bytes from 0; -1 where a group took no part. */
export type Match = readonly number[];

/** A compiled pattern. Immutable. */
export class Pattern {
  readonly source: string;
  /** By number; empty for groups without a name and for the whole match. */
  readonly names: readonly string[];
  private readonly compiled: RE2JS;

  /** `source` is a byte string. Throws the error of the library for what is no pattern. */
  constructor(source: string) {
    this.source = source;
    this.compiled = RE2JS.compile(fromLuaString(source));
    const names: string[] = new Array(this.compiled.groupCount() + 1).fill('');
    for (const [name, index] of Object.entries(this.compiled.namedGroups())) names[index as number] = toLuaString(name);
    this.names = names;
  }

  /** The matches from left to right, at most `limit`; an empty one directly behind another does not count. */
  *matches(text: string, limit = Number.POSITIVE_INFINITY): Generator<Match> {
    // As bytes only where there are others than ASCII: texts are read faster.
    const isAscii = Buffer.byteLength(text) === text.length;
    const matcher = this.compiled.matcher(isAscii ? text : (toBytes(text) as unknown as number[]));
    let position = 0;
    let previousEnd = -1;
    let count = 0;
    while (count < limit && position <= text.length && matcher.find(position)) {
      const match: number[] = [];
      for (let group = 0; group < this.names.length; group++) match.push(matcher.start(group), matcher.end(group));
      const [start, end] = match as [number, number];
      const accepted = end !== position || start !== previousEnd;
      position = end === position ? position + characterLength(text, position) : end;
      previousEnd = end;
      if (!accepted) continue;
      count++;
      yield match;
    }
  }

  first(text: string): Match | undefined {
    for (const match of this.matches(text, 1)) return match;
    return undefined;
  }

  replaceAll(text: string, template: string): string {
    let result = '';
    let copied = 0;
    for (const match of this.matches(text)) {
      const [start, end] = match as unknown as [number, number];
      result += text.slice(copied, start) + expandTemplate(template, text, match, this.names);
      copied = end;
    }
    return result + text.slice(copied);
  }

  /** The texts between the matches, at most `count` of them; -1 for all. */
  split(text: string, count: number): string[] {
    if (count === 0) return [];
    if (this.source !== '' && text === '') return [''];
    const parts: string[] = [];
    let begin = 0;
    let end = 0;
    for (const match of this.matches(text)) {
      if (count > 0 && parts.length === count - 1) break;
      end = match[0] as number;
      if (match[1] !== 0) parts.push(text.slice(begin, end));
      begin = match[1] as number;
    }
    if (end !== text.length) parts.push(text.slice(begin));
    return parts;
  }
}

/** Bytes of the UTF-8 character at a position; a byte that begins none counts alone. */
function characterLength(text: string, position: number): number {
  const first = text.charCodeAt(position);
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  for (let index = 1; index < length; index++) {
    if ((text.charCodeAt(position + index) & 0xc0) !== 0x80) return 1;
  }
  return length;
}

function method(name: string, use: (pattern: Pattern, text: string, args: LuaValue[]) => LuaResult): LuaFunction {
  return (...args) => use(patternClass.check(args, 1, name), checkString(args, 2, name), args);
}

function getter(name: string, read: (pattern: Pattern) => LuaValue): LuaFunction {
  return (...args) => read(patternClass.check(args, 1, name));
}

const whole = (text: string, match: Match): string => text.slice(match[0], match[1]);

function groups(text: string, match: Match): LuaTable {
  const texts: string[] = [];
  for (let index = 0; index < match.length; index += 2) {
    texts.push((match[index] as number) < 0 ? '' : text.slice(match[index], match[index + 1]));
  }
  return tableOf(texts);
}

/** First and last position, from 1. */
const positions = ([start, end]: Match): LuaTable => tableOf([(start as number) + 1, end]);

const all = (pattern: Pattern, text: string, view: (match: Match) => LuaValue): LuaTable =>
  tableOf(Array.from(pattern.matches(text), view));

export const patternClass: UserdataClass<Pattern> = defineClass<Pattern>('text.Regexp', Pattern, () => ({
  match_string: method('match_string', (pattern, text) => pattern.first(text) !== undefined),
  find_string: method('find_string', (pattern, text) => {
    const match = pattern.first(text);
    // An empty match counts as none, as in the reference runtime.
    return match === undefined || match[0] === match[1] ? undefined : whole(text, match);
  }),
  find_all_string: method('find_all_string', (pattern, text) => all(pattern, text, (match) => whole(text, match))),
  find_string_submatch: method('find_string_submatch', (pattern, text) => {
    const match = pattern.first(text);
    return match === undefined ? undefined : groups(text, match);
  }),
  find_all_string_submatch: method('find_all_string_submatch', (pattern, text) =>
    all(pattern, text, (match) => groups(text, match)),
  ),
  find_string_index: method('find_string_index', (pattern, text) => {
    const match = pattern.first(text);
    return match === undefined ? undefined : positions(match);
  }),
  find_all_string_index: method('find_all_string_index', (pattern, text) => {
    const found = all(pattern, text, positions);
    return found.$a.length === 0 ? undefined : found;
  }),
  replace_all_string: method('replace_all_string', (pattern, text, args) =>
    pattern.replaceAll(text, checkString(args, 3, 'replace_all_string')),
  ),
  split: method('split', (pattern, text, args) =>
    tableOf(pattern.split(text, args[2] === undefined ? -1 : checkInteger(args, 3, 'split'))),
  ),
  num_subexp: getter('num_subexp', ({ names }) => names.length - 1),
  subexp_names: getter('subexp_names', ({ names }) => tableOf([...names])),
  string: getter('string', ({ source }) => source),
}));

/** `text.regexp.compile(pattern)`. */
export function compilePattern(...args: LuaValue[]): LuaResult {
  const source = checkString(args, 1, 'compile');
  try {
    return patternClass.create(new Pattern(source));
  } catch (error) {
    return invalid(error instanceof Error ? error.message : `invalid pattern ${JSON.stringify(fromLuaString(source))}`);
  }
}
