/**
 * Names and their variables: which declaration a name means, who captures it, whether it is ever assigned again. The
 * emitter decides from this where a variable lives. One walk over the tree, before emission.
 */

import type {
  AssignStatement,
  Binding,
  Block,
  Chunk,
  Expression,
  FunctionBody,
  InterfaceStatement,
  NameExpression,
  Statement,
  TypeNode,
  TypeStatement,
} from '../syntax/ast.ts';
import { DeclaredTypes, functionType, type Names } from './declared-types.ts';
import { enterLabels, jump, type LabelScope, passLabel } from './labels.ts';
import { functionPath } from './names.ts';
import { inferNumbers } from './number-types.ts';
import type { Analysis, FunctionInfo, ScopeProblem, Variable } from './variables.ts';

interface Scope extends LabelScope {
  names: Map<string, Variable>;
  /** Types that the block declares somewhere. */
  types: Map<string, Variable>;
  repeated: boolean;
}

/** Analyses a chunk. `parameterNames` of the main function are none: it has only `...`. */
export function analyse(chunk: Chunk): Analysis {
  return new Analyser().run(chunk);
}

class Analyser implements Names {
  private readonly functions = new Map<FunctionBody, FunctionInfo>();
  private readonly uses = new Map<NameExpression, Variable>();
  private readonly declarations = new Map<object, Variable>();
  private readonly environments = new Map<NameExpression, Variable>();
  private replacesEnvironment = false;
  private readonly declared = new DeclaredTypes(this);
  private readonly problems: ScopeProblem[] = [];
  readonly scopes: { owner: FunctionInfo; scope: Scope }[] = [];
  private current!: FunctionInfo;
  private counter = 0;
  private loopDepth = 0;

  run(chunk: Chunk): Analysis {
    const main = this.makeFunction('main chunk', null, true);
    this.current = main;
    this.block(chunk.body, false);
    for (const info of [main, ...this.functions.values()]) {
      for (const variable of info.variables) this.place(variable);
    }
    inferNumbers([main, ...this.functions.values()], this.uses);
    for (const info of this.functions.values()) {
      for (const variable of info.captures) if (variable.storage === 'instance') info.captures.delete(variable);
    }
    const { functions, uses, declarations, environments, replacesEnvironment, problems } = this;
    const { types, typeofs } = this.declared;
    return { main, functions, uses, declarations, environments, replacesEnvironment, types, typeofs, problems };
  }

  private place(variable: Variable): void {
    if (!variable.captured) variable.storage = 'local';
    else if (variable.owner.parent === null && !variable.repeated) variable.storage = 'instance';
    else variable.storage = variable.assigned ? 'box' : 'local';
  }

  private makeFunction(name: string, parent: FunctionInfo | null, hasVararg: boolean): FunctionInfo {
    const number = ++this.counter;
    return { number, parent, name, parameters: [], variables: [], hasVararg, captures: new Set() };
  }

  private get scope(): Scope {
    return (this.scopes[this.scopes.length - 1] as { scope: Scope }).scope;
  }

  private open(repeated: boolean): void {
    const outer = this.scopes[this.scopes.length - 1];
    const inherited = outer !== undefined && outer.owner === this.current && outer.scope.repeated;
    const scope: Scope = {
      names: new Map(),
      types: new Map(),
      repeated: repeated || inherited,
      labels: new Map(),
      locals: [],
    };
    this.scopes.push({ owner: this.current, scope });
  }

  private close(): void {
    this.scopes.pop();
  }

  private declare(key: object, name: string, type: TypeNode | null = null): Variable {
    const variable = this.make(key, name, type);
    this.scope.names.set(name, variable);
    this.scope.locals.push(name);
    return variable;
  }

  private make(key: object, name: string, type: TypeNode | null = null): Variable {
    const variable: Variable = {
      name,
      id: `${name}$${++this.counter}`,
      owner: this.current,
      captured: false,
      assigned: false,
      repeated: this.scope.repeated,
      functionInfo: null,
      number: null,
      static: 'unknown',
      sources: [],
      type,
      storage: 'local',
    };
    this.current.variables.push(variable);
    this.declarations.set(key, variable);
    return variable;
  }

  /** The variable that a name means; with `depth`, in that many of the outermost scopes. */
  find(name: string, depth = this.scopes.length): Variable | undefined {
    for (let index = depth - 1; index >= 0; index--) {
      const found = this.scopes[index]?.scope.names.get(name);
      if (found !== undefined) {
        this.capture(found);
        return found;
      }
    }
    return undefined;
  }

  capture(variable: Variable): void {
    for (let info: FunctionInfo | null = this.current; info !== null && info !== variable.owner; info = info.parent) {
      variable.captured = true;
      info.captures.add(variable);
    }
  }

  private name(node: NameExpression): Variable | undefined {
    const variable = this.find(node.name);
    if (variable !== undefined) {
      this.uses.set(node, variable);
      return variable;
    }
    const environment = this.find('_ENV');
    if (environment !== undefined) this.environments.set(node, environment);
    return undefined;
  }

  private block(block: Block, repeated: boolean, before?: () => void, after?: () => void): void {
    const hasLabel = block.statements.some((statement) => statement.kind === 'Label');
    this.open(repeated || hasLabel);
    enterLabels(this.scope, block, after !== undefined, this.report);
    before?.();
    for (const statement of block.statements) {
      if (statement.kind !== 'Type' && statement.kind !== 'Interface') continue;
      this.scope.types.set(statement.name, this.make(statement, statement.name));
    }
    for (const statement of block.statements) this.statement(statement);
    after?.();
    this.close();
  }

  /** Scopes of the current function, innermost first. */
  private *scopesOfFunction(): Generator<Scope> {
    for (let index = this.scopes.length - 1; index >= 0; index--) {
      const entry = this.scopes[index] as { owner: FunctionInfo; scope: Scope };
      if (entry.owner !== this.current) return;
      yield entry.scope;
    }
  }

  private problem(node: { line: number; start: number; end: number }, message: string): void {
    this.problems.push({ message, line: node.line, start: node.start, end: node.end });
  }

  private readonly report = (node: Statement, message: string): void => this.problem(node, message);

  private loop(block: Block, before?: () => void, after?: () => void): void {
    this.loopDepth++;
    this.block(block, true, before, after);
    this.loopDepth--;
  }

  private statement(node: Statement): void {
    switch (node.kind) {
      case 'Local':
        this.expressions(node.values);
        node.bindings.forEach((binding, index) => this.binding(binding).sources.push(node.values[index] ?? null));
        break;
      case 'Assign':
        this.assignment(node);
        break;
      case 'CallStatement':
        this.expression(node.call);
        break;
      case 'Do':
        this.block(node.body, false);
        break;
      case 'While':
        this.expression(node.condition);
        this.loop(node.body);
        break;
      case 'Repeat':
        this.loop(node.body, undefined, () => this.expression(node.condition));
        break;
      case 'If':
        for (const clause of node.clauses) {
          this.expression(clause.condition);
          this.block(clause.body, false);
        }
        if (node.otherwise !== null) this.block(node.otherwise, false);
        break;
      case 'NumericFor':
        this.expressions([node.from, node.to, ...(node.step === null ? [] : [node.step])]);
        this.loop(node.body, () => this.binding(node.variable).sources.push(node));
        break;
      case 'GenericFor':
        this.expressions(node.values);
        this.loop(node.body, () => {
          for (const variable of node.variables) this.binding(variable).sources.push(null);
        });
        break;
      case 'Function': {
        this.expression(node.target);
        if (node.target.kind === 'Name' && node.method === null) this.assigned(node.target, null);
        this.functionBody(node.body, functionPath(node.target, node.method), node.method !== null);
        break;
      }
      case 'LocalFunction': {
        const variable = this.binding(node.binding);
        variable.sources.push(null);
        variable.type ??= functionType(node.body);
        variable.functionInfo = this.functionBody(node.body, node.binding.name, false);
        break;
      }
      case 'Return':
        this.expressions(node.values);
        break;
      case 'Break':
        if (this.loopDepth === 0) this.problem(node, `break outside a loop at line ${node.line}`);
        break;
      case 'Goto':
        jump(this.scopesOfFunction(), node, this.report);
        break;
      case 'Type':
      case 'Interface':
        this.typeStatement(node);
        break;
      case 'Label':
        passLabel(this.scope, node.name, this.report);
        break;
      case 'ErrorStatement':
        break;
    }
  }

  private typeStatement(node: TypeStatement | InterfaceStatement): void {
    const variable = this.declarations.get(node) as Variable;
    this.scope.names.set(node.name, variable);
    variable.sources.push(null);
    this.declared.statement(node);
  }

  private binding(binding: Binding): Variable {
    return this.declare(binding, binding.name, binding.type);
  }

  private assignment(node: AssignStatement): void {
    node.targets.forEach((target, index) => {
      this.expression(target);
      if (target.kind === 'Name') this.assigned(target, node.values[index] ?? null);
    });
    this.expressions(node.values);
  }

  private assigned(target: NameExpression, source: Expression | null): void {
    const variable = this.uses.get(target);
    if (variable !== undefined) {
      variable.assigned = true;
      variable.sources.push(source);
    } else if (target.name === '_ENV') {
      this.replacesEnvironment = true;
    }
  }

  private functionBody(body: FunctionBody, name: string, hasSelf: boolean): FunctionInfo {
    const outer = this.current;
    const outerDepth = this.loopDepth;
    const info = this.makeFunction(name, outer, body.vararg !== null);
    this.functions.set(body, info);
    this.current = info;
    this.loopDepth = 0;
    const outerParameters = this.declared.enter(body);
    this.block(body.block, false, () => {
      // `self` has no node of its own: the body stands for it.
      if (hasSelf) info.parameters.push(this.declare(body, 'self'));
      for (const parameter of body.parameters) info.parameters.push(this.binding(parameter));
      for (const parameter of info.parameters) parameter.sources.push(null);
    });
    this.declared.leave(outerParameters);
    this.current = outer;
    this.loopDepth = outerDepth;
    return info;
  }

  private expressions(nodes: Expression[]): void {
    for (const node of nodes) this.expression(node);
  }

  private expression(node: Expression): void {
    switch (node.kind) {
      case 'Name':
        this.name(node);
        break;
      case 'Index':
        this.expression(node.object);
        this.expression(node.index);
        break;
      case 'Call':
        this.expression(node.callee);
        this.expressions(node.arguments);
        this.declared.call(node);
        break;
      case 'MethodCall':
        this.expression(node.object);
        this.expressions(node.arguments);
        break;
      case 'Binary':
        this.binary(node);
        break;
      case 'Unary':
        this.expression(node.operand);
        break;
      case 'Table':
        for (const item of node.items) {
          if (item.kind === 'Keyed') this.expression(item.key);
          this.expression(item.value);
        }
        break;
      case 'Paren':
      case 'Cast':
      case 'NonNil':
        this.expression(node.expression);
        break;
      case 'FunctionExpression':
        this.functionBody(node.body, 'anonymous', false);
        break;
      case 'Vararg':
        if (!this.current.hasVararg) {
          this.problem(node, `cannot use '...' outside a vararg function near '...'`);
        }
        break;
      default:
        break;
    }
  }

  /** A chain of operators is a deep tree to the left: walked with a loop, as programs chain thousands of `..`. */
  private binary(node: Expression & { kind: 'Binary' }): void {
    const rights: Expression[] = [];
    let left: Expression = node;
    while (left.kind === 'Binary') {
      rights.push(left.right);
      left = left.left;
    }
    this.expression(left);
    for (let index = rights.length - 1; index >= 0; index--) this.expression(rights[index] as Expression);
  }
}
