/** Types that the source declares: by statements, and for variables and expressions as far as a `typeof` asks for them. */

import type {
  CallExpression,
  Expression,
  FunctionBody,
  FunctionType,
  InterfaceStatement,
  NamedType,
  TypeNode,
  TypeStatement,
} from '../syntax/ast.ts';
import {
  type DescribedType,
  type DescribeOptions,
  describeInterface,
  describeType,
  describeTypeStatement,
} from '../types/description/describe.ts';
import type { DeclaredType, TypeofCall, Variable } from './variables.ts';

/** The names that are visible at the place that the analysis has come to. */
export interface Names {
  /** Open scopes, the outermost first: variables, and types that the block declares somewhere. */
  readonly scopes: readonly {
    scope: { names: ReadonlyMap<string, Variable>; types: ReadonlyMap<string, Variable> };
  }[];
  /** The variable that a name means in the `depth` outermost scopes. */
  find(name: string, depth?: number): Variable | undefined;
  /** Notes that the current function uses a variable. */
  capture(variable: Variable): void;
}

/** A type that is declared for an expression, and how many of the scopes are open where the declaration stands. */
interface Declaration {
  type: TypeNode;
  depth: number;
  variable: Variable | null;
}

/** Collects what is declared while the analysis walks the tree. */
export class DeclaredTypes {
  readonly types = new Map<TypeStatement | InterfaceStatement, DeclaredType>();
  readonly typeofs = new Map<CallExpression, TypeofCall>();
  private readonly names: Names;
  /** Names of the type parameters of the functions around the current place: they have no values. */
  private readonly typeParameters: string[] = [];
  private readonly options: DescribeOptions = {
    typeOf: (expression) => this.declarationOf(expression)?.type ?? null,
  };

  constructor(names: Names) {
    this.names = names;
  }

  /** At the head of a function; the result is for `leave`. */
  enter(body: FunctionBody): number {
    const outer = this.typeParameters.length;
    for (const { name } of body.typeParameters) this.typeParameters.push(name);
    return outer;
  }

  leave(outer: number): void {
    this.typeParameters.length = outer;
  }

  /** Names in a type mean what is visible at the end of the block: types may mention types that are declared later. */
  statement(node: TypeStatement | InterfaceStatement): void {
    const described =
      node.kind === 'Type' ? describeTypeStatement(node, this.options) : describeInterface(node, this.options);
    this.types.set(node, this.resolve(described, this.names.scopes.length));
  }

  /**
   * Notes the declared type of the operand where the call is `typeof(e)`, unless it speaks of type parameters, which the
   * running program does not know.
   */
  call(node: CallExpression): void {
    const operand = typeofOperand(node);
    if (operand === null || this.names.find('typeof') !== undefined || this.names.find('_ENV') !== undefined) return;
    const found = this.declarationOf(operand);
    if (found === null) return;
    const described = describeType(found.type, this.options);
    if (described.names.some((name) => this.typeParameters.includes(name))) return;
    const declared = this.resolve(described, found.depth);
    this.typeofs.set(node, { declared, function: found.variable?.functionInfo ? found.variable : null });
  }

  private resolve({ description, names: mentions }: DescribedType, depth: number): DeclaredType {
    const names = new Map<string, Variable>();
    for (const name of mentions) {
      const found = this.names.find(name, depth) ?? this.findType(name, depth);
      if (found === undefined) continue;
      // The type reads it later, as a closure would.
      found.captured = true;
      if (found.owner.parent !== null || found.repeated) found.assigned = true;
      names.set(name, found);
    }
    return { description, mentions, names };
  }

  private findType(name: string, depth: number): Variable | undefined {
    for (let index = depth - 1; index >= 0; index--) {
      const found = this.names.scopes[index]?.scope.types.get(name);
      if (found === undefined) continue;
      this.names.capture(found);
      return found;
    }
    return undefined;
  }

  private declarationOf(expression: Expression): Declaration | null {
    const { scopes } = this.names;
    switch (expression.kind) {
      case 'Paren':
        return this.declarationOf(expression.expression);
      case 'Cast':
        return { type: expression.type, depth: scopes.length, variable: null };
      case 'NonNil': {
        const inner = this.declarationOf(expression.expression);
        return inner && { ...inner, type: withoutNil(inner.type) };
      }
      case 'Name':
        for (let depth = scopes.length; depth > 0; depth--) {
          const variable = scopes[depth - 1]?.scope.names.get(expression.name);
          if (variable !== undefined) return variable.type && { type: variable.type, depth, variable };
        }
        return null;
      default:
        return null;
    }
  }
}

/** The operand of `typeof(e)`, without parentheses; null for any other call. */
function typeofOperand(node: CallExpression): Expression | null {
  const [operand] = node.arguments;
  if (node.callee.kind !== 'Name' || node.callee.name !== 'typeof' || node.arguments.length !== 1) return null;
  let inner = operand as Expression;
  while (inner.kind === 'Paren') inner = inner.expression;
  return inner;
}

/** A type without nil, as far as it shows: what a name stands for is not looked at. */
function withoutNil(type: TypeNode): TypeNode {
  if (type.kind === 'OptionalType') return withoutNil(type.type);
  if (type.kind === 'AnnotatedType') return { ...type, type: withoutNil(type.type) };
  if (type.kind !== 'UnionType') return type;
  const types = type.types.filter((member) => !isNil(member)).map(withoutNil);
  return types.length === 1 ? (types[0] as TypeNode) : { ...type, types };
}

function isNil(type: TypeNode): boolean {
  return type.kind === 'NamedType' && type.path.length === 1 && type.path[0] === 'nil';
}

/** The type that the head of a function declares; what it leaves open is `any`. */
export function functionType(body: FunctionBody): FunctionType {
  const { start, end, line } = body;
  const any: NamedType = { kind: 'NamedType', start, end, line, path: ['any'], arguments: [] };
  return {
    ...{ kind: 'FunctionType', start, end, line },
    typeParameters: body.typeParameters,
    parameters: body.parameters.map(({ name, type, optional, annotations, ...span }) => {
      const given = type ?? any;
      const whole: TypeNode =
        annotations.length === 0 ? given : { ...span, kind: 'AnnotatedType', type: given, annotations };
      return { ...span, name, optional, type: whole };
    }),
    vararg: body.vararg === null ? null : (body.vararg.type ?? any),
    result: body.returnType ?? any,
  };
}
