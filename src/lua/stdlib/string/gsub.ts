// biome-ignore-all lint/complexity/noArguments: its length alone tells an absent argument from nil at no cost.
/** `string.gsub`. Rules: manual, 6.4. */

import { get } from '../../runtime/access.ts';
import { argumentError } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { touchStep, touchString } from '../../runtime/growth.ts';
import { numberToString } from '../../runtime/numbers.ts';
import { type Activation, NATIVE } from '../../runtime/stack.ts';
import { type Frame, saveFrame } from '../../runtime/state.ts';
import { basicType } from '../../runtime/type-names.ts';
import {
  firstValue,
  isNumber,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  SUSPEND,
} from '../../runtime/values.ts';
import { convertInteger, convertString, MAX_STRING, tooLarge } from './arguments.ts';
import { type Pattern, patternOf } from './pattern/pattern.ts';
import { Search } from './search.ts';

export function gsub(subject?: LuaValue, pattern?: LuaValue, replacement?: LuaValue, limit?: LuaValue): LuaResult {
  const count = arguments.length;
  const args = [subject, pattern, replacement, limit];
  const s = typeof subject === 'string' ? subject : convertString(count, args, 1, 'string.gsub');
  touchString(s);
  const p = typeof pattern === 'string' ? pattern : convertString(count, args, 2, 'string.gsub');
  const most = limit === undefined ? Number.POSITIVE_INFINITY : convertInteger(count, args, 4, 'string.gsub');
  const by = replacementOf(replacement);
  const compiled = patternOf(p);
  if (typeof by === 'string') {
    if (limit === undefined && s.length <= compiled.limit && !compiled.mayBeEmpty && !compiled.anchored) {
      if (!by.includes('%')) return replaceAll(compiled, s, by);
      const parts = template(by);
      if (parts.largest <= Math.max(compiled.captures.length, 1)) return fillAll(compiled, s, parts);
    }
    return new Substitution(compiled, s, most, template(by)).run();
  }
  return new Substitution(compiled, s, most, by).run();
}

function replacementOf(value: LuaValue): string | LuaFunction | LuaTable {
  if (typeof value === 'string' || typeof value === 'function' || value instanceof LuaTable) return value;
  if (isNumber(value)) return numberToString(value);
  throw argumentError(3, 'string.gsub', 'string/function/table expected');
}

/** All matches, none of them empty, replaced by a text without `%`. */
function replaceAll(pattern: Pattern, subject: string, by: string): LuaResult {
  const regexp = pattern.regexp as RegExp;
  let count = 0;
  const result = subject.replace(regexp, () => {
    touchStep(++count);
    if (count * by.length > MAX_STRING) throw tooLarge();
    return by;
  });
  if (result.length > MAX_STRING) throw tooLarge();
  return [result, count];
}

/** All matches, none of them empty, replaced by a text with captures that the pattern has. */
function fillAll(pattern: Pattern, subject: string, by: Template): LuaResult {
  const { parts } = by;
  // Without captures the whole match is the first.
  const whole = pattern.captures.length === 0;
  const regexp = pattern.regexp as RegExp;
  const result = new Pieces();
  let count = 0;
  let copied = 0;
  regexp.lastIndex = 0;
  for (let groups = regexp.exec(subject); groups !== null; groups = regexp.exec(subject)) {
    touchStep(++count);
    const { index } = groups;
    let text = index > copied ? subject.slice(copied, index) : '';
    for (const part of parts) text += typeof part === 'string' ? part : (groups[whole ? 0 : part] as string);
    result.add(text);
    copied = index + (groups[0] as string).length;
  }
  if (count === 0) return [subject, 0];
  result.add(subject.slice(copied));
  return [result.join(), count];
}

/** A replacement text: literal parts, and in place of `%0` to `%9` the digit. */
class Template {
  readonly parts: readonly (string | number)[];
  constructor(parts: readonly (string | number)[]) {
    this.parts = parts;
  }

  /** The largest capture that it mentions; infinite where it uses `%` wrongly. */
  get largest(): number {
    let largest = 0;
    for (const part of this.parts) {
      if (typeof part === 'number') largest = part === part ? Math.max(largest, part) : Number.POSITIVE_INFINITY;
    }
    return largest;
  }
}

/** Reads a replacement text. `NaN` among the parts stands for a wrong use of `%`, which is an error when a match gets there. */
function template(text: string): Template {
  const parts: (string | number)[] = [];
  let from = 0;
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
    if (at > from) parts.push(text.slice(from, at));
    const code = text.charCodeAt(at + 1);
    if (code >= 48 && code <= 57) parts.push(code - 48);
    else parts.push(code === 37 ? '%' : Number.NaN);
    from = at + 2;
  }
  if (from < text.length) parts.push(text.slice(from));
  return new Template(parts);
}

/** Bytes that are gathered before they are copied to one piece. */
const PIECE = 2048;

/**
 * A text that grows at its end. V8 keeps a sum of strings as a tree until somebody reads it; a long one would be copied by
 * several collections of garbage.
 */
class Pieces {
  private readonly done: string[] = [];
  private size = 0;
  private last = '';
  /** The first byte of the last piece: reading it is what makes the sum one piece. */
  first = 0;

  add(text: string): void {
    this.last += text;
    if (this.last.length < PIECE) return;
    this.size += this.last.length;
    if (this.size > MAX_STRING) throw tooLarge();
    this.first = this.last.charCodeAt(0);
    this.done.push(this.last);
    this.last = '';
  }

  join(): string {
    if (this.size + this.last.length > MAX_STRING) throw tooLarge();
    return this.done.length === 0 ? this.last : this.done.join('') + this.last;
  }
}

/** A substitution under way. It is also the frame that goes on with it after a replacement function was suspended. */
class Substitution implements Frame {
  below: Frame | null = null;
  private readonly search: Search;
  private readonly pattern: Pattern;
  private readonly subject: string;
  private readonly most: number;
  private readonly by: Template | LuaFunction | LuaTable;
  /** The result so far, and up to where the subject is in it. */
  private readonly result = new Pieces();
  private copied = 0;
  private count = 0;

  constructor(pattern: Pattern, subject: string, most: number, by: Template | LuaFunction | LuaTable) {
    this.search = new Search(pattern, subject);
    this.pattern = pattern;
    this.subject = subject;
    this.most = most;
    this.by = by;
  }

  run(): LuaResult {
    const { search, by, most, pattern } = this;
    while (this.count < most && !(pattern.anchored && this.count > 0)) {
      if (!search.findOther(Math.max(search.end, 0), search.end)) break;
      touchStep(++this.count);
      if (by instanceof Template) {
        this.append(this.expand(by));
        continue;
      }
      const value = by instanceof LuaTable ? get(by, search.capture(0)) : this.callReplacement(by);
      if (value === SUSPEND) {
        saveFrame(this);
        return SUSPEND;
      }
      this.accept(firstValue(value));
    }
    if (this.count === 0) return [this.subject, 0];
    this.result.add(this.subject.slice(this.copied));
    return [this.result.join(), this.count];
  }

  describe(): Activation {
    return NATIVE;
  }

  resume(value: LuaResult): LuaResult {
    this.accept(firstValue(value));
    return this.run();
  }

  private callReplacement(by: LuaFunction): LuaResult {
    const values = this.search.values();
    return Array.isArray(values) ? by(...values) : by(values);
  }

  /** Takes what a function or table gave for the match: false and nil keep it as it is. */
  private accept(value: LuaValue): void {
    if (typeof value === 'string') this.append(value);
    else if (value === undefined || value === false) {
      this.append(this.subject.slice(this.search.start, this.search.end));
    } else if (isNumber(value)) this.append(numberToString(value));
    else throw LuaError.located(`invalid replacement value (a ${basicType(value)})`);
  }

  /** Appends the subject up to the match, then `text` in place of the match. */
  private append(text: string): void {
    const { start, end } = this.search;
    this.result.add(start > this.copied ? this.subject.slice(this.copied, start) + text : text);
    this.copied = end;
  }

  private expand(by: Template): string {
    const { search } = this;
    let text = '';
    for (const part of by.parts) {
      if (typeof part === 'string') text += part;
      else if (part === 0) text += this.subject.slice(search.start, search.end);
      else if (part > 0) text += search.capture(part - 1);
      else throw LuaError.located(`invalid use of '%' in replacement string`);
      if (text.length > MAX_STRING) throw tooLarge();
    }
    return text;
  }
}
