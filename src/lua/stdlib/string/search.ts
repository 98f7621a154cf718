/** One pattern on one subject: finding matches and reading their captures, by RegExp or by the counting matcher. */

import { LuaError } from '../../runtime/errors.ts';
import type { LuaResult, LuaValue } from '../../runtime/values.ts';
import { Matcher } from './pattern/matcher.ts';
import type { Pattern } from './pattern/pattern.ts';

export class Search {
  /** The last match, as 0-based positions; `end` is behind its last byte. */
  start = 0;
  end = -1;
  private readonly pattern: Pattern;
  private readonly subject: string;
  private readonly matcher: Matcher | null;
  private groups: RegExpExecArray | null = null;

  constructor(pattern: Pattern, subject: string) {
    this.pattern = pattern;
    this.subject = subject;
    this.matcher = subject.length <= pattern.limit ? null : new Matcher(pattern, subject);
  }

  /** Finds the first match at or behind `from`; an anchored pattern is tried there only. */
  find(from: number): boolean {
    return this.findOther(from, -1);
  }

  /** The same, leaving out matches that end at `excluded` (the end of the match before, which an empty one would repeat). */
  findOther(from: number, excluded: number): boolean {
    return this.matcher === null ? this.findByRegExp(from, excluded) : this.findByMatcher(this.matcher, from, excluded);
  }

  private findByRegExp(from: number, excluded: number): boolean {
    const regexp = this.pattern.regexp as RegExp;
    regexp.lastIndex = from;
    let groups = regexp.exec(this.subject);
    if (groups === null) return false;
    let end = groups.index + (groups[0] as string).length;
    if (end === excluded) {
      if (this.pattern.anchored || from >= this.subject.length) return false;
      regexp.lastIndex = from + 1;
      groups = regexp.exec(this.subject);
      if (groups === null) return false;
      end = groups.index + (groups[0] as string).length;
    }
    this.groups = groups;
    this.start = groups.index;
    this.end = end;
    return true;
  }

  private findByMatcher(matcher: Matcher, from: number, excluded: number): boolean {
    const { anchored } = this.pattern;
    const { length } = this.subject;
    for (let start = from; start <= length; start++) {
      if (!anchored) start = matcher.candidate(start);
      const end = matcher.matchAt(start);
      if (end >= 0 && end !== excluded) {
        this.start = start;
        this.end = end;
        return true;
      }
      if (anchored) return false;
    }
    return false;
  }

  /** The capture with this index from 0; without captures the whole match is the first. */
  capture(index: number): string | number {
    const { captures } = this.pattern;
    if (index >= captures.length) {
      if (index === 0) return this.subject.slice(this.start, this.end);
      throw LuaError.located(`invalid capture index %${index + 1}`);
    }
    if (this.matcher === null) return (this.groups as RegExpExecArray)[index + 1] as string;
    const start = this.matcher.starts[index] as number;
    switch (captures[index]) {
      case 'position':
        return start + 1;
      case 'unfinished':
        throw LuaError.located('unfinished capture');
      default:
        return this.subject.slice(start, this.matcher.ends[index]);
    }
  }

  /** All captures; the whole match where the pattern has none. */
  values(): LuaResult {
    const count = this.pattern.captures.length;
    if (count <= 1) return this.capture(0);
    const values: LuaValue[] = [];
    for (let index = 0; index < count; index++) values.push(this.capture(index));
    return values;
  }
}
