/** What is wrong with a value: where, what was expected, what is there. */

import { basicType } from '../../runtime/type-names.ts';
import type { LuaValue } from '../../runtime/values.ts';
import type { Type } from '../model.ts';
import { printType } from '../print.ts';

/** One step from a value into a part of it, with the steps that follow. */
interface Segment {
  readonly kind: 'field' | 'key' | 'index' | 'keys';
  readonly text: string;
  readonly next: Segment | null;
}

/**
 * A failed validation. Immutable, as one may be met on several paths. It begins at the part that is wrong; each level
 * above puts its step in front, so that a successful validation spends nothing on paths.
 */
export class Failure {
  private readonly path: Segment | null;
  private readonly what: { expected: string | Type; got: string; message: string | null };
  /** Name of the annotation that was violated, null for types. */
  readonly constraint: string | null;
  /** True where the validation gave up: no other member of a union is tried. */
  readonly final: boolean;

  private constructor(
    what: Failure['what'],
    constraint: string | null = null,
    final = false,
    path: Segment | null = null,
  ) {
    this.what = what;
    this.constraint = constraint;
    this.final = final;
    this.path = path;
  }

  static type(expected: string | Type, value: LuaValue): Failure {
    return new Failure({ expected, got: basicType(value), message: null });
  }

  static missing(expected: Type): Failure {
    return new Failure({ expected, got: 'nil', message: 'required field missing' });
  }

  static constraint(name: string, message: string, got: string, expected: string): Failure {
    return new Failure({ expected, got, message }, name);
  }

  static unresolved(name: string): Failure {
    return new Failure({ expected: name, got: '', message: `unresolved type ${name}` });
  }

  static tooDeep(): Failure {
    const message = 'expected type, got recursion limit exceeded';
    return new Failure({ expected: 'type', got: 'recursion limit exceeded', message }, null, true);
  }

  /** The same failure seen from the table that has the part. */
  within(kind: Segment['kind'], text: string): Failure {
    return new Failure(this.what, this.constraint, this.final, { kind, text, next: this.path });
  }

  /** `a.b[2]`; keys of a map at the root have a leading dot (`.k`), as in the reference runtime. */
  get field(): string {
    let text = '';
    for (let segment = this.path; segment !== null; segment = segment.next) {
      if (segment.kind === 'field') text += text === '' ? segment.text : `.${segment.text}`;
      else if (segment.kind === 'key') text += `.${segment.text}`;
      else text += `[${segment.text}]`;
    }
    return text;
  }

  get expected(): string {
    const { expected } = this.what;
    return typeof expected === 'string' ? expected : printType(expected);
  }

  get got(): string {
    return this.what.got;
  }

  get message(): string {
    const { field } = this;
    const message = this.what.message ?? `expected ${this.expected}, got ${this.got}`;
    return field === '' ? message : `${field}: ${message}`;
  }
}
