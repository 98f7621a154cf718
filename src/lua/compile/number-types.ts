/**
 * Which variables and expressions are certainly numbers of one subtype. Only literals, operators and variables of this
 * kind count: what comes from calls, fields and parameters is unknown. The emitter computes such expressions without
 * checks, so that every rule here must hold for all runs.
 */

import type { Expression, NameExpression, NumericForStatement } from '../syntax/ast.ts';
import { strip } from './names.ts';
import type { FunctionInfo, Variable } from './variables.ts';

/** An integer whose magnitude never exceeds `bound`, or a float. */
export type StaticNumber = { kind: 'int'; bound: number } | { kind: 'float' };

type Known = StaticNumber | 'unknown' | 'none';

const FLOAT: StaticNumber = { kind: 'float' };

/** Integers up to here are never near the end of the safe range, whatever small sums are made of them. */
const MAX_BOUND = 2 ** 50;
/** Bound of a variable that counts in small steps: more turns than any process lives for. */
const COUNTER_BOUND = 2 ** 45;
/** Bound of what may be assigned to a counter. */
const START_BOUND = 2 ** 33;
const MAX_INCREMENT = 8;
const MAX_STEP = 65_536;
/** Deeper trees are left to the general path, which does not recurse. */
const MAX_DEPTH = 40;

type Uses = Map<NameExpression, Variable>;

/** Finds the variables that are always numbers of one subtype, and marks them. */
export function inferNumbers(functions: readonly FunctionInfo[], uses: Uses): void {
  const candidates: Variable[] = [];
  for (const { variables } of functions) {
    for (const variable of variables) {
      const possible = variable.sources.length > 0 && variable.sources.every((source) => source !== null);
      variable.static = possible ? 'none' : 'unknown';
      if (possible) candidates.push(variable);
    }
  }
  // From "nothing known" upwards: types only grow, so that this ends.
  for (let changed = true; changed; ) {
    changed = false;
    for (const variable of candidates) {
      const before = variable.static;
      if (before === 'unknown') continue;
      const after = joinSources(variable, uses);
      if (!same(before, after)) {
        variable.static = grown(before, after);
        changed = true;
      }
    }
  }
  for (const variable of candidates) {
    const known = variable.static;
    variable.number = typeof known === 'object' ? known.kind : null;
    if (known === 'none') variable.static = 'unknown';
  }
}

function same(a: Known, b: Known): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.kind === b.kind && (a.kind !== 'int' || b.kind !== 'int' || a.bound === b.bound);
}

/** A bound that changes after it was found depends on itself: it is not to be found step by step. */
function grown(before: Known, after: Known): Known {
  return typeof before === 'object' && typeof after === 'object' ? 'unknown' : after;
}

function joinSources(variable: Variable, uses: Uses): Known {
  let joined: Known = 'none';
  const single = variable.sources.length === 1;
  for (const source of variable.sources) {
    let known: Known;
    if (source?.kind === 'NumericFor') known = loopVariable(source, uses, !single);
    else known = single ? staticNumber(source as Expression, uses) : counter(source as Expression, uses);
    if (known === 'unknown') return 'unknown';
    if (known === 'none') continue;
    if (joined === 'none') joined = known;
    else if (typeof joined === 'object' && joined.kind !== known.kind) return 'unknown';
  }
  return joined;
}

/** What is assigned to a variable that has several sources: a small integer, or another counter and a small step. */
function counter(source: Expression, uses: Uses): Known {
  const known = staticNumber(source, uses);
  if (typeof known !== 'object' || known.kind === 'float') return known;
  const node = strip(source);
  const steps =
    node.kind === 'Name' ||
    (node.kind === 'Binary' &&
      /^[+-]$/.test(node.operator) &&
      strip(node.left).kind === 'Name' &&
      isIncrement(node.right));
  return steps || known.bound <= START_BOUND ? { kind: 'int', bound: COUNTER_BOUND } : 'unknown';
}

function isIncrement(node: Expression): boolean {
  const value = literalInteger(node);
  return value !== null && Math.abs(value) <= MAX_INCREMENT;
}

/** Hexadecimal literals wrap around: one may be negative. */
function isSmall(value: bigint): boolean {
  return value >= 0n && value < 2n ** 31n;
}

/** The integer that an expression is written as, or null. */
export function literalInteger(node: Expression): number | null {
  const inner = strip(node);
  if (inner.kind === 'Number' && inner.integer && isSmall(inner.value)) return Number(inner.value);
  if (inner.kind === 'Unary' && inner.operator === '-') {
    const positive = literalInteger(inner.operand);
    return positive === null || positive === 0 ? positive : -positive;
  }
  return null;
}

/** The step of a loop whose counter stays an integer of the safe range, otherwise null. */
export function literalStep(step: Expression | null): number | null {
  const value = step === null ? 1 : literalInteger(step);
  return value === null || value === 0 || Math.abs(value) > MAX_STEP ? null : value;
}

function loopVariable(node: NumericForStatement, uses: Uses, assigned: boolean): Known {
  const from = staticNumber(node.from, uses);
  const to = staticNumber(node.to, uses);
  const step = literalStep(node.step) === null ? staticNumber(node.step as Expression, uses) : null;
  if (from === 'none' || to === 'none' || step === 'none') return 'none';
  if (from === 'unknown' || from.kind === 'float') return 'unknown';
  const bounded = to !== 'unknown' && to.kind === 'int';
  if (step !== null && (step === 'unknown' || step.kind === 'float' || !bounded)) return 'unknown';
  if (assigned || !bounded) return { kind: 'int', bound: COUNTER_BOUND };
  return { kind: 'int', bound: Math.max(from.bound, to.bound) };
}

/** Whether a loop's counter is always a raw integer that adding the step keeps within the safe range. */
export function isPlainLoop(node: NumericForStatement, uses: Uses): boolean {
  return typeof loopVariable(node, uses, false) === 'object';
}

/** What is known of a node's value. `none` only while variables are being inferred. */
function staticNumber(wrapped: Expression, uses: Uses, depth = 0): Known {
  if (depth > MAX_DEPTH) return 'unknown';
  const node = strip(wrapped);
  switch (node.kind) {
    case 'Number':
      if (!node.integer) return FLOAT;
      return isSmall(node.value) ? { kind: 'int', bound: Number(node.value) } : 'unknown';
    case 'Name':
      return uses.get(node)?.static ?? 'unknown';
    case 'Unary':
      return node.operator === '-' ? staticNumber(node.operand, uses, depth + 1) : 'unknown';
    case 'Binary': {
      const left = staticNumber(node.left, uses, depth + 1);
      if (left === 'unknown') return 'unknown';
      const right = staticNumber(node.right, uses, depth + 1);
      if (right === 'unknown') return 'unknown';
      return left === 'none' || right === 'none' ? 'none' : combine(node.operator, left, right, node.right);
    }
    default:
      return 'unknown';
  }
}

function combine(operator: string, left: StaticNumber, right: StaticNumber, rightNode: Expression): Known {
  const float = left.kind === 'float' || right.kind === 'float';
  switch (operator) {
    case '/':
    case '^':
      return FLOAT;
    case '+':
    case '-':
      if (left.kind === 'float' || right.kind === 'float') return FLOAT;
      return integer(left.bound + right.bound);
    case '*':
      if (left.kind === 'float' || right.kind === 'float') return FLOAT;
      return integer(left.bound * right.bound);
    case '%':
    case '//': {
      if (float) return FLOAT;
      const divisor = literalInteger(rightNode);
      if (divisor === null || divisor <= 0) return 'unknown';
      return operator === '%' ? { kind: 'int', bound: divisor } : left;
    }
    default:
      return 'unknown';
  }
}

function integer(bound: number): Known {
  return bound <= MAX_BOUND ? { kind: 'int', bound } : 'unknown';
}

/** The subtype of a node's value where it is certain, after inference. */
export function numberOf(node: Expression, uses: Uses): 'int' | 'float' | null {
  const known = staticNumber(node, uses);
  return typeof known === 'object' ? known.kind : null;
}
