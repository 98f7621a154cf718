/** What the emission of one function needs: its slots, temporaries, suspension points, and where output goes. */

import type { FunctionPlace, SiteTable } from '../runtime/sites.ts';
import type { Block, Expression, FunctionBody } from '../syntax/ast.ts';
import type { Call } from './calls.ts';
import { stringLiteral } from './literals.ts';
import { type Output, Region } from './region.ts';
import type { Analysis, FunctionInfo, Variable } from './variables.ts';

/** What an expression was evaluated to: JavaScript text without effects that may be repeated. */
export interface Atom {
  text: string;
  /** `int`: known to be a raw integer. `float`: known to be a float, whose raw double is `raw`. */
  type: 'unknown' | 'int' | 'float' | 'string' | 'boolean' | 'nil' | 'function' | 'table';
  /** The raw double of a float. */
  raw?: string;
  /** A variable that a call could change before the text is used. */
  volatile?: boolean;
}

/** The visitors of the construct families; a record, so that they can call each other without importing each other. */
export interface Visitors {
  value(e: FunctionContext, node: Expression): Atom;
  /** Text of an array with all values of a call or `...`. */
  multiple(e: FunctionContext, node: Expression): string;
  condition(e: FunctionContext, node: Expression): string;
  block(e: FunctionContext, block: Block, before?: () => void): void;
  closure(e: FunctionContext, body: FunctionBody, target: string, name: string): void;
}

/** Things of the whole chunk. */
export interface ChunkContext {
  analysis: Analysis;
  visit: Visitors;
  /** Declarations made once per isolate: constants, shapes, accessors. */
  preamble: string[];
  constants: Map<string, string>;
  sites: SiteTable;
  functionPlaces: Record<number, FunctionPlace>;
  /** Variables of the chunk instance, and what it remembers: fields of `$I`. */
  instanceVariables: Pick<Variable, 'id' | 'number'>[];
  /** The functions of the chunk, emitted one after the other. */
  functions: Output;
  counter: number;
  budgets: Budgets;
}

/** How long code runs between two polls. */
export interface Budgets {
  /** Back edges of loops. */
  loop: number;
  /** Function entries, in units of frame size: bounds the depth of the JavaScript stack. */
  entry: number;
}

export class FunctionContext {
  readonly chunk: ChunkContext;
  readonly info: FunctionInfo;
  readonly jsName: string;
  region = new Region();
  line = 0;
  /** Whether the slow path of the operation that is being emitted may be returned as it is. */
  tail = false;
  /** It calls something: then its entry counts towards the depth of the stack. */
  calls = false;
  readonly slots: string[] = [];
  readonly pcLines: number[] = [0];
  private temporaries = 0;
  private temporariesTop = 0;
  readonly labels: { name: string; text: string }[] = [];
  readonly breaks: string[] = [];

  constructor(chunk: ChunkContext, info: FunctionInfo, jsName: string) {
    this.chunk = chunk;
    this.info = info;
    this.jsName = jsName;
  }

  get visit(): Visitors {
    return this.chunk.visit;
  }

  // ------------------------------------------------------------------------------------------------- output

  emit(text: string, call: number | null = null): void {
    this.region.line(text, this.line, call);
  }

  /** Emits into a region of its own. */
  within(body: () => void): Region {
    const outer = this.region;
    const inner = new Region();
    this.region = inner;
    body();
    this.region = outer;
    return inner;
  }

  /** A copy of an atom that code which runs before its use cannot change. */
  copy(atom: Atom): Atom {
    const target = this.temporary();
    this.emit(`${target} = ${atom.raw ?? atom.text};`);
    if (atom.raw !== undefined) return { text: `$float(${target})`, type: 'float', raw: target };
    return { text: target, type: atom.type };
  }

  /** A JavaScript label or helper name that is used nowhere else. */
  unique(prefix: string): string {
    return `${prefix}$${++this.chunk.counter}`;
  }

  // ------------------------------------------------------------------------------------------ slots and temps

  /** Declares a JavaScript variable of this function that survives suspension. */
  slot(name: string): string {
    this.slots.push(name);
    return name;
  }

  temporary(): string {
    if (this.temporariesTop === this.temporaries) {
      this.temporaries++;
      this.slot(`t${this.temporaries}`);
    }
    this.temporariesTop++;
    return `t${this.temporariesTop}`;
  }

  /** Runs `body`; the temporaries that it takes are free afterwards. */
  scratch<T>(body: () => T): T {
    const top = this.temporariesTop;
    const result = body();
    this.temporariesTop = top;
    return result;
  }

  // -------------------------------------------------------------------------------------- suspension and sites

  /** A place in the source for error messages; text of its number at run time. */
  site(left: string | null = null, right: string | null = null, line = this.line): string {
    return `$b + ${this.newSite(left, right, line)}`;
  }

  /** The same; its number in the chunk. */
  newSite(left: string | null = null, right: string | null = null, line = this.line): number {
    const { sites } = this.chunk;
    sites.lines.push(line);
    sites.left.push(left);
    sites.right.push(right);
    sites.functions.push(this.info.number);
    return sites.lines.length - 1;
  }

  private newPc(): number {
    this.pcLines.push(this.line);
    return this.pcLines.length - 1;
  }

  /**
   * Emits `if (guard && (target = slow) === SUSPEND)` with the place to go on behind it. `target` receives the value when the
   * function is resumed.
   */
  suspendable(guard: string, target: string, slow: string): void {
    const prefix = guard === '' ? '' : `${guard} && `;
    const pc = this.newPc();
    this.emit(`if (${prefix}(${target} = ${slow}) === $S) ${this.leave(pc, target)}`);
    this.region.label(pc);
  }

  /** Emits a call into `target`; the values are as they come: one, or an array. */
  call(target: string, call: Call): void {
    const pc = this.callInto(target, call);
    this.emit(`if (${target} === $S) ${this.leave(pc, target)}`);
  }

  /** Emits a call into `target`, cut to one value. */
  callSingle(target: string, call: Call): void {
    const pc = this.callInto(target, call);
    // `SUSPEND` is an array: one check finds it and several results.
    this.emit(
      `if (${target} instanceof $A) { if (${target} === $S) ${this.leave(pc, target)} ${target} = ${target}[0]; }`,
    );
  }

  private callInto(target: string, { text, site }: Call): number {
    this.calls = true;
    const pc = this.newPc();
    this.emit(`${target} = ${text};`, site);
    this.region.label(pc);
    return pc;
  }

  /** A poll at a loop's head: the only place where a loop is preempted. */
  poll(): void {
    const pc = this.newPc();
    this.emit(`if (--$n < 0) { $n = ${this.chunk.budgets.loop}; if ($tick()) ${this.leave(pc, null)} }`);
    this.region.label(pc);
  }

  private leave(pc: number, target: string | null): string {
    const slot = target === null ? -1 : this.slots.indexOf(target);
    if (target !== null && slot < 0) throw new Error(`no slot for ${target}`);
    return `{ pc = ${pc}; q = ${slot}; break $L; }`;
  }

  get suspends(): boolean {
    return this.pcLines.length > 1;
  }

  // ------------------------------------------------------------------------------------------------ variables

  /** Text that reads a variable. */
  read(variable: Variable): string {
    const name = this.nameOf(variable);
    return variable.storage === 'box' ? `${name}.v` : name;
  }

  /** Text of what holds a variable (or its box) here. */
  nameOf(variable: Variable): string {
    const self = variable.functionInfo;
    // A function that is declared as a local calls itself by its own name, which V8 knows to be itself.
    if (self !== null && !variable.assigned && self === this.info) return functionName(self);
    return variable.storage === 'instance' ? `$I.${variable.id}` : variable.id;
  }

  constant(text: string, prefix = '$c'): string {
    let name = this.chunk.constants.get(text);
    if (name === undefined) {
      name = `${prefix}${this.chunk.constants.size + 1}`;
      this.chunk.constants.set(text, name);
      this.chunk.preamble.push(`const ${name} = ${text};`);
    }
    return name;
  }

  getter(name: string): string {
    return this.constant(`$getter(${stringLiteral(name)})`, '$g');
  }

  setter(name: string): string {
    return this.constant(`$setter(${stringLiteral(name)})`, '$p');
  }
}

export const BUDGETS: Budgets = { loop: 8000, entry: 12_000 };

/** Name of the JavaScript function of a Lua function: readable in profiles, unique in the chunk. */
export function functionName(info: FunctionInfo): string {
  const readable = info.name.replace(/[^A-Za-z0-9_]/g, '_');
  return `${readable}$${info.number}`;
}
