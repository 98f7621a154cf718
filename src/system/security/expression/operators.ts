/** Operators of policy expressions with their precedence. */

import type { RegularExpression } from '../patterns.ts';
import type { Evaluation } from './compile.ts';
import { add, boolean, compare, equal, isIn, matches, number, range, remainder, text } from './values.ts';

interface Operator {
  readonly precedence: number;
  readonly rightToLeft?: boolean;
  /** `not` may stand before it: `a not in b`. */
  readonly negatable?: boolean;
}

/** Higher binds tighter. */
export const OPERATORS: Readonly<Record<string, Operator>> = Object.assign(Object.create(null), {
  '|': { precedence: 0 },
  or: { precedence: 10 },
  '||': { precedence: 10 },
  and: { precedence: 15 },
  '&&': { precedence: 15 },
  '==': { precedence: 20 },
  '!=': { precedence: 20 },
  '<': { precedence: 20 },
  '>': { precedence: 20 },
  '<=': { precedence: 20 },
  '>=': { precedence: 20 },
  in: { precedence: 20, negatable: true },
  matches: { precedence: 20, negatable: true },
  contains: { precedence: 20, negatable: true },
  startsWith: { precedence: 20, negatable: true },
  endsWith: { precedence: 20, negatable: true },
  '..': { precedence: 25 },
  '+': { precedence: 30 },
  '-': { precedence: 30 },
  '*': { precedence: 60 },
  '/': { precedence: 60 },
  '%': { precedence: 60 },
  '**': { precedence: 100, rightToLeft: true },
  '^': { precedence: 100, rightToLeft: true },
  '??': { precedence: 500 },
} satisfies Record<string, Operator>);

const not = { precedence: 50, apply: (value: unknown): unknown => !boolean(value, 'not') };

/** Operators before one operand. */
export const UNARY: Readonly<Record<string, { precedence: number; apply: (value: unknown) => unknown }>> =
  Object.assign(Object.create(null), {
    not,
    '!': not,
    '-': { precedence: 90, apply: (value: unknown) => -number(value, '-') },
    '+': { precedence: 90, apply: (value: unknown) => number(value, '+') },
  });

const BINARY: Readonly<Record<string, (left: unknown, right: unknown) => unknown>> = {
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '<': (left, right) => compare(left, right, '<') < 0,
  '>': (left, right) => compare(left, right, '>') > 0,
  '<=': (left, right) => compare(left, right, '<=') <= 0,
  '>=': (left, right) => compare(left, right, '>=') >= 0,
  in: isIn,
  contains: (left, right) => text(left, 'contains').includes(text(right, 'contains')),
  startsWith: (left, right) => text(left, 'startsWith').startsWith(text(right, 'startsWith')),
  endsWith: (left, right) => text(left, 'endsWith').endsWith(text(right, 'endsWith')),
  '..': range,
  '+': add,
  '-': (left, right) => number(left, '-') - number(right, '-'),
  '*': (left, right) => number(left, '*') * number(right, '*'),
  '/': (left, right) => number(left, '/') / number(right, '/'),
  '%': remainder,
  '**': (left, right) => number(left, '**') ** number(right, '**'),
  '^': (left, right) => number(left, '^') ** number(right, '^'),
};

/** @param pattern of `matches`, where it is known in advance. */
export function binaryOperator(
  name: string,
  left: Evaluation,
  right: Evaluation,
  pattern: RegularExpression | null,
): Evaluation {
  switch (name) {
    case '||':
    case 'or':
      return (outer) => boolean(left(outer), name) || boolean(right(outer), name);
    case '&&':
    case 'and':
      return (outer) => boolean(left(outer), name) && boolean(right(outer), name);
    case '??':
      return (outer) => left(outer) ?? right(outer);
    case 'matches':
      return (outer) => matches(left(outer), pattern === null ? right(outer) : null, pattern);
  }
  const apply = BINARY[name] as (typeof BINARY)[string];
  return (outer) => apply(left(outer), right(outer));
}
