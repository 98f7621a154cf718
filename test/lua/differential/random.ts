/** Random programs: expressions, control flow, closures, tables and coroutines, made from a seed. They always end. */

import type { Program } from './corpus.ts';

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let n = Math.imul(state ^ (state >>> 15), state | 1);
    n ^= n + Math.imul(n ^ (n >>> 7), n | 61);
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** NaN has no sign in some implementations, and addresses differ. */
const PRELUDE = `local function show(v)
  if v ~= v then return "nan" end
  if type(v) == "table" or type(v) == "function" then return type(v) end
  return (math.type(v) or type(v)) .. ":" .. tostring(v)
end
local function out(...)
  local texts = table.pack(...)
  for i = 1, texts.n do texts[i] = show(texts[i]) end
  print(table.concat(texts, " "))
end
local function safe(v) return type(v) == "string" and "s" .. v or v end
local function try(f, ...) out(pcall(f, ...)) end
`;

/** Variables that `bump` changes while other operands wait. */
const SHARED = `local s0, b0 = 1, false
local function bump() s0 = s0 + 1 b0 = not b0 return s0 end
`;

const INTEGERS = ['0', '1', '-1', '2', '3', '7', '-5', '10', '64', '255', '1 << 31', '1 << 53', 'math.maxinteger'];
const FLOATS = ['0.0', '0.5', '-1.5', '2.0', '3.25', '1e15', '-0.0', '2.0^53', '1e300', '1/0'];
const STRINGS = ['""', '"a"', '"bc"', '"x y"', '"Z"', '"\\0"', '"long enough to be one"'];
const ARITHMETIC = ['+', '-', '*', '/', '//', '%', '^', '+', '-', '*'];
const BITWISE = ['&', '|', '~', '<<', '>>'];
const COMPARISONS = ['<', '<=', '>', '>=', '==', '~='];

type Kind = 'number' | 'string' | 'any';

class Generator {
  private readonly random: () => number;
  private readonly lines: string[] = [];
  private indent = '';
  /** Names of visible variables, by what they hold; `any` may hold anything, also nil. */
  private scope: { name: string; kind: Kind | 'table' | 'function' }[] = [];
  private counter = 0;
  private depth = 0;
  /** Loops multiply: their turns are bounded together. */
  private loops = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  program(): string {
    for (let count = 0; count < 12; count++) this.statement();
    return PRELUDE + SHARED + this.lines.join('\n');
  }

  private below(n: number): number {
    return Math.floor(this.random() * n);
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  private line(text: string): void {
    this.lines.push(this.indent + text);
  }

  private fresh(kind: Kind | 'table' | 'function'): string {
    const name = `${kind[0]}${++this.counter}`;
    this.scope.push({ name, kind });
    return name;
  }

  private variable(kind: Kind | 'table' | 'function'): string | undefined {
    const fit = this.scope.filter((variable) => variable.kind === kind);
    return fit.length === 0 ? undefined : this.pick(fit).name;
  }

  private block(body: () => void): void {
    const outer = this.scope;
    this.scope = [...outer];
    this.indent += '  ';
    this.depth++;
    body();
    this.depth--;
    this.indent = this.indent.slice(2);
    this.scope = outer;
  }

  private statements(): void {
    const count = 1 + this.below(3);
    for (let index = 0; index < count; index++) this.statement();
  }

  private statement(): void {
    const simple = [
      () => this.local(),
      () => this.local(),
      () => this.assignment(),
      () => this.assignment(),
      () => this.line(`out(${this.list()})`),
      () => this.attempt(),
      () => this.order(),
      () => this.tableStatement(),
    ];
    const nested = [
      () => this.conditional(),
      () => this.numericLoop(),
      () => this.whileLoop(),
      () => this.genericLoop(),
      () => this.declareFunction(),
      () => this.coroutine(),
      () => this.scopeBlock(),
    ];
    this.pick(this.depth < 3 ? [...simple, ...nested] : simple)();
  }

  private list(): string {
    return Array.from({ length: 1 + this.below(3) }, () =>
      this.expression(this.pick(['number', 'string', 'any'])),
    ).join(', ');
  }

  // ------------------------------------------------------------------------------------------------- statements

  private local(): void {
    const kind = this.pick(['number', 'number', 'string', 'any', 'table'] as const);
    const value = kind === 'table' ? this.constructorOf() : this.expression(kind);
    // An expression that fails ends the program: out of protected code only sound ones stand.
    this.line(`local ${this.fresh(kind)} = ${value}`);
  }

  private assignment(): void {
    const kind = this.pick(['number', 'string', 'any'] as const);
    const name = this.variable(kind);
    if (name === undefined) {
      this.local();
      return;
    }
    const other = this.variable(kind);
    if (other !== undefined && other !== name && this.below(3) === 0) {
      this.line(`${name}, ${other} = ${this.expression(kind)}, ${name}`);
    } else {
      this.line(`${name} = ${this.expression(kind)}`);
    }
    this.line(`out(${name})`);
  }

  /** Operands of any type, so that it may fail; the message counts. */
  private attempt(): void {
    const left = this.operand();
    const right = this.operand();
    const text = this.pick([
      `${left} ${this.pick([...ARITHMETIC, ...BITWISE, ...COMPARISONS, '..'])} ${right}`,
      `#${left}`,
      `-${left}`,
      `${left}.field`,
      `${left}(${right})`,
      `${left}:method(${right})`,
      `${left} // 0`,
      `({})[${left}]`,
    ]);
    // A comparison with a negative number in front is fine; a call of a number needs parentheses, so operands have them.
    this.line(`try(function() return ${text} end)`);
  }

  /** Calls change variables of the values around them: lists are evaluated from left to right. */
  private order(): void {
    const items = Array.from({ length: 2 + this.below(3) }, () =>
      this.pick([
        's0',
        'b0',
        'not b0',
        's0 == 2',
        's0 < 4',
        '-s0',
        's0 + 1',
        's0 .. ""',
        'bump()',
        'bump()',
        '(bump())',
        's0 and b0',
      ]),
    );
    const list = items.join(', ');
    this.line(this.pick([`out(${list})`, `out(table.unpack({${list}}))`, `try(function() return ${list} end)`]));
    if (this.below(2) === 0)
      this.line(`s0, b0 = ${this.pick(['b0 and 2 or 1, s0 == 1', '#{b0}, not b0', 's0 % 5, bump() > 3'])}`);
  }

  private operand(): string {
    const kind = this.pick(['number', 'string', 'any', 'table'] as const);
    const name = this.variable(kind);
    // Strings that spell numbers give floats in Lua 5.3, but what they spell here.
    if (name !== undefined) return kind === 'string' ? `("s" .. ${name})` : kind === 'any' ? `safe(${name})` : name;
    return this.pick(['(nil)', '(true)', '({})', '(5)', '(2.5)', '("s")', 'absent']);
  }

  private tableStatement(): void {
    const name = this.variable('table');
    if (name === undefined) {
      this.local();
      return;
    }
    this.line(
      this.pick([
        `${name}[#${name} + 1] = ${this.expression('number')}`,
        `${name}.key = ${this.expression('any')}`,
        `${name}["k" .. ${this.below(4)}] = ${this.expression('any')}`,
        `table.insert(${name}, 1, ${this.expression('number')})`,
        `out(table.remove(${name}))`,
        `out(${name}.key, ${name}.k1, ${name}[1], ${name}[#${name}], #${name}, rawlen(${name}))`,
        `try(table.sort, ${name})`,
        `try(table.concat, ${name}, ",")`,
        `out(table.unpack(${name}, 1, 3))`,
        `out(select(-1, 0, table.unpack(${name})))`,
      ]),
    );
  }

  private conditional(): void {
    this.line(`if ${this.condition()} then`);
    this.block(() => this.statements());
    if (this.below(2) === 0) {
      this.line(`elseif ${this.condition()} then`);
      this.block(() => this.statements());
    }
    if (this.below(2) === 0) {
      this.line('else');
      this.block(() => this.statements());
    }
    this.line('end');
  }

  private loop(body: () => void): void {
    this.loops++;
    body();
    this.loops--;
  }

  private turns(): number {
    return this.loops > 1 ? 2 : 1 + this.below(4);
  }

  private numericLoop(): void {
    const step = this.pick(['1', '2', '-1', '0.5', '3']);
    // Lua 5.3 never leaves a loop that passes the largest integer, nor one whose step is lost in rounding.
    const from = this.pick(['1', '0', '-2', '5', '0.5', '1.0', ...(step === '0.5' ? [] : ['math.maxinteger - 100'])]);
    const name = `i${++this.counter}`;
    this.line(`for ${name} = ${from}, ${from} + ${step} * ${this.turns() - 1}, ${step} do`);
    this.loop(() =>
      this.block(() => {
        this.scope.push({ name, kind: 'number' });
        const label = `next${this.counter}`;
        const leave = this.pick([`goto ${label}`, 'break', '', '']);
        if (leave !== '') this.line(`if ${this.condition()} then ${leave} end`);
        this.line('do');
        this.block(() => this.statements());
        this.line('end');
        this.line(`::${label}::`);
      }),
    );
    this.line('end');
  }

  private whileLoop(): void {
    const name = `w${++this.counter}`;
    this.line(`local ${name} = 0`);
    const repeat = this.below(2) === 0;
    this.line(repeat ? 'repeat' : `while ${name} < ${this.turns()} do`);
    this.loop(() =>
      this.block(() => {
        this.line(`${name} = ${name} + 1`);
        this.statements();
        // The condition of `repeat` sees the locals of its body.
        if (repeat) this.line(`local done = ${name} >= ${this.turns()} or ${this.condition()}`);
      }),
    );
    this.line(repeat ? 'until done' : 'end');
  }

  private genericLoop(): void {
    const table = this.variable('table');
    if (table === undefined) {
      this.local();
      return;
    }
    const index = `i${++this.counter}`;
    const value = `a${this.counter}`;
    // The body must not change the table that is traversed.
    this.line(`for ${index}, ${value} in ipairs({table.unpack(${table}, 1, ${this.turns()})}) do`);
    this.loop(() =>
      this.block(() => {
        this.scope.push({ name: index, kind: 'number' }, { name: value, kind: 'any' });
        this.statements();
      }),
    );
    this.line('end');
  }

  private declareFunction(): void {
    if (this.loops > 0) {
      this.local();
      return;
    }
    const name = `f${++this.counter}`;
    const parameter = `n${this.counter}`;
    const variadic = this.below(2) === 0;
    this.line(`local function ${name}(${parameter}${variadic ? ', ...' : ''})`);
    this.block(() => {
      this.scope = this.scope.filter(({ kind }) => kind !== 'function');
      this.scope.push({ name: parameter, kind: 'any' });
      this.loop(() => this.statements());
      this.line(`return ${variadic ? `select("#", ...), ${this.list()}, ...` : this.list()}`);
    });
    this.line('end');
    this.scope.push({ name, kind: 'function' });
    this.line(`try(${name}, ${this.list()})`);
    this.line(`out((${name}(${this.expression('number')})))`);
  }

  private coroutine(): void {
    if (this.loops > 0) {
      this.attempt();
      return;
    }
    const name = `co${++this.counter}`;
    const value = `a${this.counter}`;
    this.line(`local ${name} = coroutine.wrap(function(${value})`);
    this.block(() => {
      this.scope.push({ name: value, kind: 'any' });
      this.loop(() => {
        this.statements();
        this.line(`${value} = coroutine.yield(${this.list()})`);
        this.statements();
        this.line(`for i = 1, 2 do ${value} = coroutine.yield(i, ${value}) end`);
        this.line(`return ${this.list()}`);
      });
    });
    this.line('end)');
    this.line(`for i = 1, 5 do try(${name}, i) end`);
  }

  private scopeBlock(): void {
    this.line('do');
    this.block(() => this.statements());
    this.line('end');
  }

  // ------------------------------------------------------------------------------------------------ expressions

  private constructorOf(): string {
    const items = Array.from({ length: this.below(5) }, () => this.expression('number'));
    const named = this.below(2) === 0 ? [`key = ${this.expression('any')}`] : [];
    return `{${[...items, ...named].join(', ')}}`;
  }

  private condition(): string {
    switch (this.below(5)) {
      case 0:
        return `${this.expression('any')} == ${this.expression('any')}`;
      case 1:
        return `${this.expression('string')} ${this.pick(COMPARISONS)} ${this.expression('string')}`;
      case 2:
        return `not ${this.variable('any') ?? 'nil'}`;
      case 3:
        return `(${this.condition()} ${this.pick(['and', 'or'])} ${this.condition()})`;
      default:
        return `${this.expression('number')} ${this.pick(COMPARISONS)} ${this.expression('number')}`;
    }
  }

  /** An expression that cannot fail. */
  private expression(kind: Kind, depth = 0): string {
    if (kind === 'number') return this.number(depth);
    if (kind === 'string') return this.string(depth);
    switch (this.below(6)) {
      case 0:
        return this.pick(['nil', 'true', 'false']);
      case 1:
        return this.string(depth + 1);
      case 2:
        return `(${this.expression('any', depth + 1)} ${this.pick(['and', 'or'])} ${this.expression('any', depth + 1)})`;
      case 3:
        return this.variable('any') ?? 'nil';
      case 4:
        return depth > 2 ? 'true' : `(${this.condition()})`;
      default:
        return this.number(depth + 1);
    }
  }

  private number(depth: number): string {
    if (depth > 3) return this.numberLeaf();
    switch (this.below(8)) {
      case 0:
        return `(${this.number(depth + 1)} ${this.pick(ARITHMETIC)} ${this.pick(['2', '3', '-7', '1.5', '0.25', '1e3'])})`;
      case 1:
        return `(${this.number(depth + 1)} ${this.pick(['+', '-', '*'])} ${this.number(depth + 1)})`;
      case 2:
        return `-${this.numberLeaf()}`.replace('--', '- -');
      case 3:
        return `#${this.variable('string') ?? '"abc"'}`;
      case 4:
        return `(${this.pick(INTEGERS)} ${this.pick(BITWISE)} ${this.pick(INTEGERS)})`;
      case 5:
        return `math.max(${this.number(depth + 1)}, ${this.numberLeaf()})`;
      default:
        return this.numberLeaf();
    }
  }

  private numberLeaf(): string {
    const name = this.below(3) > 0 ? this.variable('number') : undefined;
    return name ?? `(${this.pick(this.below(3) > 0 ? INTEGERS : FLOATS)})`;
  }

  private string(depth: number): string {
    const name = this.variable('string');
    switch (depth > 2 ? 0 : this.below(6)) {
      case 1:
        return `(${this.string(depth + 1)} .. ${this.string(depth + 1)}):sub(1, 40)`;
      case 2:
        return `(${this.string(depth + 1)} .. ${this.pick(['1', '2.5', '10 // 3', '7 / 2'])}):sub(1, 40)`;
      case 3:
        return `string.format(${this.pick(['"%5.2f"', '"%g"', '"%.3e"'])}, ${this.pick(FLOATS)})`;
      case 4:
        return `(${this.string(depth + 1)}):${this.pick(['upper()', 'reverse()', 'sub(2, -2)', 'rep(2):sub(1, 40)', 'gsub("%a", "%0%0"):sub(1, 40)'])}`;
      default:
        return name ?? `(${this.pick(STRINGS)})`;
    }
  }
}

/** The programs of `count` seeds from `first` on. */
export function randomPrograms(first: number, count: number): Program[] {
  return Array.from({ length: count }, (_, index) => ({
    family: 'random',
    name: `seed ${first + index}`,
    source: new Generator(first + index).program(),
    wide: true,
  }));
}
