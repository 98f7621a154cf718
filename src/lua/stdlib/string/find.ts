// biome-ignore-all lint/complexity/noArguments: its length alone tells an absent argument from nil at no cost.
/** `string.find`, `string.match` and `string.gmatch`. Rules: manual, 6.4. */

import { touchString } from '../../runtime/growth.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../runtime/values.ts';
import { absolute, convertInteger, convertString } from './arguments.ts';
import { iterationPatternOf, type Pattern, patternOf } from './pattern/pattern.ts';
import { Search } from './search.ts';

/** Where a search begins, from 0; it is beyond the subject's length where there is nothing to search. */
function firstIndex(position: number, length: number): number {
  return position > 0 ? position - 1 : Math.max(absolute(position, length), 1) - 1;
}

export function find(subject?: LuaValue, pattern?: LuaValue, init?: LuaValue, plain?: LuaValue): LuaResult {
  const count = arguments.length;
  const args = [subject, pattern, init];
  const s = typeof subject === 'string' ? subject : convertString(count, args, 1, 'string.find');
  touchString(s);
  const p = typeof pattern === 'string' ? pattern : convertString(count, args, 2, 'string.find');
  const from = init === undefined ? 0 : firstIndex(convertInteger(count, args, 3, 'string.find'), s.length);
  if (from > s.length) return undefined;
  if (plain !== undefined && plain !== false) return findPlain(s, p, from);
  const compiled = patternOf(p);
  if (compiled.plain) return findPlain(s, p, from);
  if (s.length > compiled.limit) return findBySearch(compiled, s, from);
  const regexp = compiled.regexp as RegExp;
  regexp.lastIndex = from;
  const groups = regexp.exec(s);
  if (groups === null) return undefined;
  const start = groups.index + 1;
  const end = groups.index + (groups[0] as string).length;
  if (groups.length === 1) return [start, end];
  const result: LuaValue[] = [start, end];
  for (let index = 1; index < groups.length; index++) result.push(groups[index]);
  return result;
}

function findPlain(subject: string, text: string, from: number): LuaResult {
  const at = subject.indexOf(text, from);
  return at < 0 ? undefined : [at + 1, at + text.length];
}

function findBySearch(pattern: Pattern, subject: string, from: number): LuaResult {
  const search = new Search(pattern, subject);
  if (!search.find(from)) return undefined;
  const result: LuaValue[] = [search.start + 1, search.end];
  for (let index = 0; index < pattern.captures.length; index++) result.push(search.capture(index));
  return result;
}

export function match(subject?: LuaValue, pattern?: LuaValue, init?: LuaValue): LuaResult {
  const count = arguments.length;
  const args = [subject, pattern, init];
  const s = typeof subject === 'string' ? subject : convertString(count, args, 1, 'string.match');
  touchString(s);
  const p = typeof pattern === 'string' ? pattern : convertString(count, args, 2, 'string.match');
  const from = init === undefined ? 0 : firstIndex(convertInteger(count, args, 3, 'string.match'), s.length);
  if (from > s.length) return undefined;
  const compiled = patternOf(p);
  if (s.length > compiled.limit) {
    const search = new Search(compiled, s);
    return search.find(from) ? search.values() : undefined;
  }
  const regexp = compiled.regexp as RegExp;
  regexp.lastIndex = from;
  const groups = regexp.exec(s);
  return groups === null ? undefined : textOf(groups);
}

function textOf(groups: RegExpExecArray): LuaResult {
  if (groups.length === 1) return groups[0];
  if (groups.length === 2) return groups[1];
  return groups.length === 3 ? [groups[1], groups[2]] : groups.slice(1);
}

/** An iterator over the matches; a match may not be empty and end where the one before ended. */
export function gmatch(subject?: LuaValue, pattern?: LuaValue): LuaFunction {
  const count = arguments.length;
  const args = [subject, pattern];
  const s = typeof subject === 'string' ? subject : convertString(count, args, 1, 'string.gmatch');
  touchString(s);
  const p = typeof pattern === 'string' ? pattern : convertString(count, args, 2, 'string.gmatch');
  const compiled = iterationPatternOf(p);
  if (s.length <= compiled.limit && !compiled.mayBeEmpty) return iterateByRegExp(compiled.regexp as RegExp, s);
  const search = new Search(compiled, s);
  let finished = false;
  return () => {
    if (finished || !search.findOther(Math.max(search.end, 0), search.end)) {
      finished = true;
      return undefined;
    }
    return search.values();
  };
}

function iterateByRegExp(regexp: RegExp, subject: string): LuaFunction {
  let at = 0;
  return () => {
    if (at < 0) return undefined;
    regexp.lastIndex = at;
    const groups = regexp.exec(subject);
    if (groups === null) {
      at = -1;
      return undefined;
    }
    at = regexp.lastIndex;
    return textOf(groups);
  };
}
