/**
 * Arithmetic. A tree of `+ - * /` is computed at once by JavaScript where all leaves are numbers and the result shows
 * that this was right; otherwise operator by operator with the runtime's helpers. See docs/adr on numbers.
 *
 * Why the result shows it: with int32 leaves and no product beyond 2^53 all intermediate results are exact integers.
 * Otherwise a result with a fraction can only be a float, and it is the float that Lua computes.
 */

import type { Expression } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { mayCall, nameForErrors, strip } from './names.ts';
import { numberOf } from './number-types.ts';

type Binary = Expression & { kind: 'Binary' };

const FUSED = new Set(['+', '-', '*', '/']);
const MAX_LEAVES = 8;
const HELPERS: Record<string, string> = {
  '+': '$add',
  '-': '$sub',
  '*': '$mul',
  '/': '$div',
  '//': '$idiv',
  '%': '$mod',
  '^': '$pow',
  '&': '$band',
  '|': '$bor',
  '~': '$bxor',
  '<<': '$shl',
  '>>': '$shr',
};

interface Leaf {
  atom: Atom;
  name: string | null;
}

interface Operation {
  operator: string;
  left: Tree;
  right: Tree;
  line: number;
}

type Tree = Leaf | Operation;

function isLeaf(tree: Tree): tree is Leaf {
  return 'atom' in tree;
}

export function arithmetic(e: FunctionContext, node: Expression): Atom {
  if (node.kind !== 'Binary') throw new Error(`not an operator: ${node.kind}`);
  const tail = e.tail;
  e.tail = false;
  if (!FUSED.has(node.operator)) return single(e, node, tail);
  const long = longChain(node);
  if (long !== null) return chain(e, long);
  const state = { leaves: 0 };
  const tree = build(e, node, state);
  return compute(e, tree, tail);
}

// ----------------------------------------------------------------------------------------------------- trees

/** Operators of a chain to the left that is too long to recurse into, or null. */
function longChain(node: Binary): Binary[] | null {
  const nodes: Binary[] = [];
  let inner: Expression = node;
  while (inner.kind === 'Binary' && FUSED.has(inner.operator)) {
    nodes.unshift(inner);
    inner = strip(inner.left);
  }
  return nodes.length > 60 ? nodes : null;
}

function chain(e: FunctionContext, nodes: Binary[]): Atom {
  const first = nodes[0] as Binary;
  let atom = e.visit.value(e, first.left);
  const target = e.temporary();
  for (const node of nodes) {
    e.scratch(() => {
      const tree: Operation = {
        operator: node.operator,
        left: { atom, name: null },
        right: leaf(e, node.right),
        line: node.operatorLine,
      };
      const result = compute(e, tree, false);
      e.emit(`${target} = ${result.text};`);
    });
    atom = { text: target, type: 'unknown' };
  }
  return atom;
}

function leaf(e: FunctionContext, node: Expression): Leaf {
  const inner = strip(node);
  return { atom: e.visit.value(e, inner), name: nameForErrors(e, inner) };
}

function build(e: FunctionContext, node: Binary, state: { leaves: number }): Operation {
  const rightCalls = mayCall(node.right);
  let left = operand(e, node.left, state, rightCalls);
  if (rightCalls && isLeaf(left) && left.atom.volatile === true) {
    left = { atom: e.copy(left.atom), name: left.name };
  }
  const right = operand(e, node.right, state, false);
  return { operator: node.operator, left, right, line: node.operatorLine };
}

function operand(e: FunctionContext, wrapped: Expression, state: { leaves: number }, separate: boolean): Tree {
  const node = strip(wrapped);
  if (
    node.kind === 'Binary' &&
    FUSED.has(node.operator) &&
    !separate &&
    state.leaves < MAX_LEAVES &&
    numberOf(node, e.chunk.analysis.uses) === null
  ) {
    return build(e, node, state);
  }
  state.leaves++;
  return leaf(e, node);
}

function leavesOf(tree: Tree, into: Leaf[] = []): Leaf[] {
  if (isLeaf(tree)) into.push(tree);
  else {
    leavesOf(tree.left, into);
    leavesOf(tree.right, into);
  }
  return into;
}

/** Known to be a float whatever its unknown leaves are, as long as these are numbers. */
function isFloat(tree: Tree): boolean {
  if (isLeaf(tree)) return tree.atom.type === 'float';
  return tree.operator === '/' || isFloat(tree.left) || isFloat(tree.right);
}

function compute(e: FunctionContext, tree: Operation, tail: boolean): Atom {
  e.line = tree.line;
  const leaves = leavesOf(tree);
  if (leaves.some(({ atom }) => !isNumeric(atom))) return slowly(e, tree);
  if (leaves.every(({ atom }) => atom.type === 'int') && isSmall(tree))
    return { text: `(${plain(tree)})`, type: 'int' };
  const unknown = [...new Set(leaves.filter(({ atom }) => atom.type === 'unknown').map(({ atom }) => atom.text))];
  const numbers = unknown.map((text) => `typeof ${text} === 'number'`);
  const target = e.temporary();
  const check = integerCheck(e, tree, unknown, target);
  const products: string[] = [];
  const float = `(${target} = ${floatText(e, tree, products, false)}) !== $floor(${target})${products.join('')}`;
  const fast = [...numbers, check === null ? float : `(${check.small} || ${float} || ${check.whole})`].join(' && ');
  if (isLeaf(tree.left) && isLeaf(tree.right)) {
    const slow = slowCall(e, tree.operator, tree.left, tree.right, tree.line);
    if (tail) {
      e.emit(`if (!(${fast})) return ${slow};`);
      return { text: target, type: 'unknown' };
    }
    e.suspendable(`!(${fast})`, target, slow);
    return { text: target, type: 'unknown' };
  }
  const slow = e.within(() => {
    const result = slowly(e, tree, target);
    if (result.text !== target) e.emit(`${target} = ${result.text};`);
  });
  e.region.if(`!(${fast})`, slow, null, e.line);
  return { text: target, type: 'unknown' };
}

function isNumeric(atom: Atom): boolean {
  return atom.type === 'unknown' || atom.type === 'int' || atom.type === 'float';
}

/** Sums of loop counters and small constants stay far within the safe range. */
function isSmall(tree: Tree): boolean {
  if (isLeaf(tree)) return !/^\(?-?\d{8,}\)?$/.test(tree.atom.text);
  return (tree.operator === '+' || tree.operator === '-') && isSmall(tree.left) && isSmall(tree.right);
}

function textOf(atom: Atom): string {
  return atom.raw ?? atom.text;
}

function plain(tree: Tree): string {
  if (isLeaf(tree)) return textOf(tree.atom);
  return `(${plain(tree.left)} ${tree.operator} ${plain(tree.right)})`;
}

/**
 * Conditions that compute an integer tree into `target`, or null where the tree is a float: `small` for int32 leaves,
 * `whole` for integers up to 2^49, after the tree was computed in doubles. Products may leave the safe range, so each is
 * checked; `+ 0` makes the -0 of `0 * -1` an integer.
 */
function integerCheck(
  e: FunctionContext,
  tree: Operation,
  unknown: string[],
  target: string,
): { small: string; whole: string } | null {
  if (isFloat(tree)) return null;
  const small = unknown.map((text) => `(${text} | 0) === ${text}`);
  const whole = unknown.map((text) => `$whole(${text})`);
  const checks: string[] = [];
  const text = integerText(e, tree, checks, true, target);
  if (checks.length === 0) {
    return { small: [...small, `((${target} = ${text}), true)`].join(' && '), whole: whole.join(' && ') || 'true' };
  }
  const computed = `(${target} = ${text}, ${checks.join(' && ')})`;
  return { small: [...small, computed].join(' && '), whole: [...whole, computed].join(' && ') };
}

function integerText(e: FunctionContext, tree: Tree, checks: string[], root: boolean, target: string): string {
  if (isLeaf(tree)) return textOf(tree.atom);
  const left = integerText(e, tree.left, checks, false, target);
  const right = integerText(e, tree.right, checks, false, target);
  if (tree.operator !== '*') return `(${left} ${tree.operator} ${right})`;
  if (root) {
    checks.push(`${target} <= 9007199254740991 && ${target} >= -9007199254740991`);
    return `${left} * ${right} + 0`;
  }
  const product = e.temporary();
  // 2^50: sums of as many of these as a tree has are safe.
  checks.push(`${product} <= 1125899906842624 && ${product} >= -1125899906842624`);
  return `(${product} = ${left} * ${right} + 0)`;
}

/** The tree in doubles. A product of possible integers that is multiplied or divided further could have wrapped in Lua. */
function floatText(e: FunctionContext, tree: Tree, products: string[], multiplied: boolean): string {
  if (isLeaf(tree)) return textOf(tree.atom);
  const multiplies = tree.operator === '*' || tree.operator === '/';
  const left = floatText(e, tree.left, products, multiplies);
  const right = floatText(e, tree.right, products, multiplies);
  const text = `(${left} ${tree.operator} ${right})`;
  if (tree.operator !== '*' || !multiplied || isFloat(tree)) return text;
  const product = e.temporary();
  products.push(` && ${product} <= 9007199254740991 && ${product} >= -9007199254740991`);
  return `(${product} = ${text})`;
}

function slowCall(e: FunctionContext, operator: string, left: Leaf, right: Leaf, line: number): string {
  const site = e.site(left.name, right.name, line);
  return `${HELPERS[operator]}(${left.atom.text}, ${right.atom.text}, ${site})`;
}

function slowly(e: FunctionContext, tree: Operation, into?: string): Atom {
  const left = isLeaf(tree.left) ? tree.left : { atom: slowly(e, tree.left), name: null };
  const right = isLeaf(tree.right) ? tree.right : { atom: slowly(e, tree.right), name: null };
  const target = into ?? e.temporary();
  e.suspendable('', target, slowCall(e, tree.operator, left, right, tree.line));
  return { text: target, type: 'unknown' };
}

// --------------------------------------------------------------------------------------------- single operators

/** `% // ^` and the bitwise operators: int32 operands inline, the rest by helpers. */
function single(e: FunctionContext, node: Binary, tail: boolean): Atom {
  let left = leaf(e, node.left);
  if (left.atom.volatile === true && mayCall(node.right)) {
    left = { atom: e.copy(left.atom), name: left.name };
  }
  const right = leaf(e, node.right);
  e.line = node.operatorLine;
  const target = e.temporary();
  const slow = slowCall(e, node.operator, left, right, node.operatorLine);
  const fast = fastSingle(node.operator, left.atom, right.atom, target);
  if (tail) {
    if (fast !== null) e.emit(`if (${fast}) return ${target};`);
    e.emit(`return ${slow};`);
    return { text: 'undefined', type: 'nil' };
  }
  e.suspendable(fast === null ? '' : `!(${fast})`, target, slow);
  return { text: target, type: 'unknown' };
}

function small(atom: Atom): string[] {
  if (/^\(?-?\d{1,9}\)?$/.test(atom.text)) return [];
  const int32 = `(${atom.text} | 0) === ${atom.text}`;
  // `|` converts an object, which tables and boxed numbers do not survive.
  return atom.type === 'int' ? [int32] : [`typeof ${atom.text} === 'number'`, int32];
}

function positive(atom: Atom): string[] {
  return /^[1-9]\d{0,8}$/.test(atom.text) ? [] : [`${atom.text} > 0`];
}

function fastSingle(operator: string, left: Atom, right: Atom, target: string): string | null {
  if ([left, right].some((atom) => atom.type !== 'unknown' && atom.type !== 'int')) {
    return operator === '^' ? fastPower(left, right, target) : null;
  }
  const a = left.text;
  const b = right.text;
  const guards = [...small(left), ...small(right)];
  switch (operator) {
    case '%':
      if (right.type === 'int' && positive(right).length === 0) return remainder(left, b, target);
      return [
        ...guards,
        ...positive(right),
        `((${target} = (${a} | 0) % ${b}) < 0 ? (${target} += ${b}, true) : (${target} += 0, true))`,
      ].join(' && ');
    case '//':
      return [...guards, ...positive(right), `(${target} = $floor(${a} / ${b}) + 0, true)`].join(' && ');
    case '&':
    case '|':
      return [...guards, `(${target} = ${a} ${operator} ${b}, true)`].join(' && ');
    case '~':
      return [...guards, `(${target} = ${a} ^ ${b}, true)`].join(' && ');
    case '<<':
      return [...guards, `${a} >= 0 && ${b} >= 0 && ${b} < 22`, `(${target} = ${a} * (1 << ${b}), true)`].join(' && ');
    case '>>':
      return [...guards, `${a} >= 0 && ${b} >= 0 && ${b} < 31`, `(${target} = ${a} >> ${b}, true)`].join(' && ');
    default:
      return fastPower(left, right, target);
  }
}

/** The remainder for a literal divisor: as int32, or with doubles as `mod` of the runtime computes it. */
function remainder(left: Atom, divisor: string, target: string): string {
  const a = left.text;
  const number = left.type === 'int' ? '' : `typeof ${a} === 'number' && `;
  const small = `(${a} | 0) === ${a} ? ((${target} = (${a} | 0) % ${divisor}) < 0 ? (${target} += ${divisor}, true) : (${target} += 0, true))`;
  const large = `${a} <= 4503599627370496 && ${a} >= -4503599627370496 && $floor(${a}) === ${a} && ((${target} = ${a} - $floor(${a} / ${divisor}) * ${divisor}) < 0 ? (${target} += ${divisor}, true) : true)`;
  return `${number}(${small} : ${large})`;
}

/** A power whose result has a fraction is a raw float; squares are products. */
function fastPower(left: Atom, right: Atom, target: string): string | null {
  if (left.type !== 'unknown' && left.type !== 'int' && left.raw === undefined) return null;
  const a = textOf(left);
  const number = left.type === 'unknown' ? `typeof ${a} === 'number' && ` : '';
  const exponent = textOf(right);
  const result = `!== $floor(${target})`;
  if (exponent === '2') return `${number}(${target} = ${a} * ${a}) ${result}`;
  if (exponent === '0.5') return `${number}(${target} = $sqrt(${a})) ${result}`;
  return null;
}
