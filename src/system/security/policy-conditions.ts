import type { Actor } from '../../core/context/identity.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { compileRegularExpression } from './patterns.ts';

/** A condition of a `security.policy` entry; `value` or `value_from` says what the field is compared with. */
export interface PolicyCondition {
  readonly field: string;
  readonly operator: string;
  readonly value?: unknown;
  readonly value_from?: string;
}

type Meta = Readonly<Record<string, unknown>>;
type Comparison = (field: unknown, expected: unknown) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: equal,
  ne: (field, expected) => !equal(field, expected),
  lt: (field, expected) => numeric(field, expected, (a, b) => a < b),
  gt: (field, expected) => numeric(field, expected, (a, b) => a > b),
  lte: (field, expected) => numeric(field, expected, (a, b) => a <= b),
  gte: (field, expected) => numeric(field, expected, (a, b) => a >= b),
  in: isIn,
  nin: (field, expected) => isCollection(expected) && !isIn(field, expected),
  contains: contains,
  ncontains: (field, expected) => isCollection(field) && !contains(field, expected),
};

export const CONDITION_OPERATORS: readonly string[] = [
  ...Object.keys(COMPARISONS),
  'exists',
  'nexists',
  'matches',
  'nmatches',
];

/** Whether a condition holds. A field that is missing satisfies only `exists: false` and `nexists`. */
export type ConditionTest = (actor: Actor, action: string, resource: string, meta: Meta) => boolean;

/** @throws WippyError Invalid for an unknown operator, a field outside actor/action/resource/meta or a bad pattern. */
export function compileCondition(condition: PolicyCondition): ConditionTest {
  const read = fieldReader(condition.field);
  const expected = condition.value_from ? fieldReader(condition.value_from) : () => condition.value;
  const compare = comparison(condition);
  return (actor, action, resource, meta) =>
    compare(read(actor, action, resource, meta), expected(actor, action, resource, meta));
}

function comparison(condition: PolicyCondition): Comparison {
  const { operator } = condition;
  if (operator === 'exists') return (field, expected) => (field !== undefined) === (expected !== false);
  if (operator === 'nexists') return (field, expected) => (field === undefined) === (expected !== false);
  if (operator === 'matches' || operator === 'nmatches') {
    const pattern = compileRegularExpression(String(condition.value));
    const wanted = operator === 'matches';
    return (field) => typeof field === 'string' && pattern.test(field) === wanted;
  }
  const compare = COMPARISONS[operator];
  if (compare === undefined) {
    throw invalid(`unsupported operator ${JSON.stringify(operator)}`, `Use one of ${CONDITION_OPERATORS.join(', ')}.`);
  }
  return (field, expected) => field !== undefined && field !== null && compare(field, expected);
}

function fieldReader(path: string): (actor: Actor, action: string, resource: string, meta: Meta) => unknown {
  const parts = path.split('.');
  if (path === 'action') return (_actor, action) => action;
  if (path === 'resource') return (_actor, _action, resource) => resource;
  if (path === 'actor.id') return (actor) => actor.id;
  if (parts[0] === 'actor' && parts[1] === 'meta') return (actor) => dig(actor.meta, parts.slice(2));
  if (parts[0] === 'meta' && parts.length > 1) {
    return (_actor, _action, _resource, meta) => dig(meta, parts.slice(1));
  }
  if (parts[0] === 'actor' || parts[0] === 'meta') {
    throw invalid(`invalid field ${JSON.stringify(path)}`, 'Use actor.id, actor.meta.*, action, resource or meta.*.');
  }
  return (_actor, _action, _resource, meta) => dig(meta, [path]);
}

function dig(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current ?? undefined;
}

function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a !== null && b !== null) return a === b;
  return typeof left === 'string' && typeof right === 'string' && left === right;
}

function numeric(left: unknown, right: unknown, compare: (a: number, b: number) => boolean): boolean {
  const [a, b] = [toNumber(left), toNumber(right)];
  return a !== null && b !== null && compare(a, b);
}

/** Numbers of Lua may be big integers; a text that holds a number counts as one. */
function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

function isCollection(value: unknown): boolean {
  return Array.isArray(value) || typeof value === 'string';
}

function isIn(field: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) return expected.some((item) => equal(field, item));
  return typeof expected === 'string' && equal(field, expected);
}

function contains(field: unknown, expected: unknown): boolean {
  if (Array.isArray(field)) return field.some((item) => equal(item, expected));
  return typeof field === 'string' && typeof expected === 'string' && field.includes(expected);
}

function invalid(message: string, hint: string): WippyError {
  return new WippyError(`policy condition: ${message}`, { kind: ErrorKind.Invalid, retryable: false, hint });
}
