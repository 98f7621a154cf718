/** From the syntax tree to the form that the compiler emits. Runs at compile time. */

import type {
  Annotation,
  Expression,
  FunctionType,
  InterfaceStatement,
  RecordField,
  TypeNode,
  TypeParameter,
  TypeStatement,
} from '../../syntax/ast.ts';
import { isPrimitiveName } from '../model.ts';
import {
  type AnnotationDescription,
  FIELD_OPTIONAL,
  FIELD_READONLY,
  type FieldDescription,
  type LiteralDescription,
  type ParameterDescription,
  type TypeDescription,
} from './description.ts';

export interface DescribeOptions {
  /** The declared type of the expression of a `typeof(...)`, null where it has none: it is `any` then. */
  typeOf?: (expression: Expression) => TypeNode | null;
}

const ANY: TypeDescription = ['p', 'any'];

/** How deep `typeof` may lead from one declaration to the next: `local a: typeof(b)`, `local b: typeof(a)`. */
const MAX_TYPEOF = 16;

/** What the compiler needs of a type: its description, and the names that its scope has to know. */
export interface DescribedType {
  /** `JSON.stringify` of it is a JavaScript expression. */
  description: TypeDescription;
  /** The first name of every path, each once, that is neither a primitive type nor a type parameter. */
  names: string[];
}

/** A type expression. Never fails: what could not be parsed is `any`. */
export function describeType(node: TypeNode, options: DescribeOptions = {}): DescribedType {
  return new Describer(options).result((describer) => describer.type(node));
}

/** The type of a `type` statement: a generic where it has parameters; annotations before it belong to the type. */
export function describeTypeStatement(node: TypeStatement, options: DescribeOptions = {}): DescribedType {
  return new Describer(options).result((describer) =>
    describer.generic(node.name, node.parameters, () => annotate(describer.type(node.type), node.annotations)),
  );
}

/** The type of an `interface` statement. */
export function describeInterface(node: InterfaceStatement, options: DescribeOptions = {}): DescribedType {
  return new Describer(options).result((describer) =>
    describer.generic(node.name, node.parameters, () => [
      'i',
      node.name,
      node.extends.map((base) => describer.type(base)),
      node.fields.map((field) => describer.field(field)),
    ]),
  );
}

class Describer {
  private readonly options: DescribeOptions;
  /** Type parameters in scope. */
  private readonly parameters = new Set<string>();
  private readonly names = new Set<string>();
  private typeofDepth = 0;

  constructor(options: DescribeOptions) {
    this.options = options;
  }

  result(describe: (describer: Describer) => TypeDescription): DescribedType {
    const description = describe(this);
    return { description, names: [...this.names] };
  }

  generic(name: string, parameters: TypeParameter[], body: () => TypeDescription): TypeDescription {
    if (parameters.length === 0) return body();
    return this.within(parameters, (list) => ['g', name, list, body()]);
  }

  type(node: TypeNode): TypeDescription {
    switch (node.kind) {
      case 'NamedType':
        return this.named(node.path, node.arguments);
      case 'LiteralType':
        return ['l', describeLiteral(node.value)];
      case 'OptionalType':
        return ['?', this.type(node.type)];
      case 'UnionType':
        return ['|', this.types(node.types)];
      case 'IntersectionType':
        return ['&', this.types(node.types)];
      case 'ArrayType':
        return ['a', this.type(node.element), node.readonly];
      case 'MapType':
        return ['m', this.type(node.key), this.type(node.value), node.readonly];
      case 'RecordType':
        return ['r', node.fields.map((field) => this.field(field)), node.rest && this.type(node.rest)];
      case 'FunctionType':
        return this.within(node.typeParameters, (list) => this.functionType(node, list));
      case 'TupleType':
        return ['t', this.types(node.types), node.vararg && this.type(node.vararg)];
      case 'TypeofType':
        return this.typeofType(node.expression);
      case 'KeyofType':
        return ['k', this.type(node.type)];
      case 'AssertsType':
        return ['p', 'boolean'];
      case 'AnnotatedType':
        return annotate(this.type(node.type), node.annotations);
      case 'ErrorType':
        return ANY;
    }
  }

  field(node: RecordField): FieldDescription {
    const flags = (node.optional ? FIELD_OPTIONAL : 0) | (node.readonly ? FIELD_READONLY : 0);
    return [node.name, flags, annotate(this.type(node.type), node.annotations)];
  }

  private types(nodes: TypeNode[]): TypeDescription[] {
    return nodes.map((node) => this.type(node));
  }

  private named(path: string[], list: TypeNode[]): TypeDescription {
    const [name] = path;
    if (path.length === 1 && name !== undefined && list.length === 0) {
      if (this.parameters.has(name)) return ['v', name];
      // `self` is the value of the interface itself: it says nothing that can be checked.
      if (name === 'self') return ANY;
      if (isPrimitiveName(name)) return ['p', name];
    }
    if (name !== undefined) this.names.add(name);
    return ['n', path, this.types(list)];
  }

  /** Describes with type parameters in scope. */
  private within(
    parameters: TypeParameter[],
    body: (list: ParameterDescription[]) => TypeDescription,
  ): TypeDescription {
    const added = parameters.map(({ name }) => name).filter((name) => !this.parameters.has(name));
    for (const name of added) this.parameters.add(name);
    const list = parameters.map(({ name, constraint, default: fallback }): ParameterDescription => {
      return [name, constraint && this.type(constraint), fallback && this.type(fallback)];
    });
    const description = body(list);
    for (const name of added) this.parameters.delete(name);
    return description;
  }

  private functionType(node: FunctionType, typeParameters: ParameterDescription[]): TypeDescription {
    const parameters = node.parameters.map(({ name, optional, type }): [string | null, boolean, TypeDescription] => {
      return [name, optional, this.type(type)];
    });
    const { result } = node;
    const tuple = result?.kind === 'TupleType' ? result : null;
    // A function that asserts returns nothing: it comes back where the assertion holds.
    const none = result === null || (result.kind === 'AssertsType' && result.asserts);
    const results = tuple ? this.types(tuple.types) : none ? [] : [this.type(result)];
    const resultRest = tuple?.vararg ? this.type(tuple.vararg) : null;
    return ['f', typeParameters, parameters, node.vararg && this.type(node.vararg), results, resultRest];
  }

  private typeofType(expression: Expression): TypeDescription {
    const declared = this.typeofDepth < MAX_TYPEOF ? this.options.typeOf?.(expression) : null;
    if (!declared) return ANY;
    this.typeofDepth++;
    const description = this.type(declared);
    this.typeofDepth--;
    return description;
  }
}

function annotate(description: TypeDescription, annotations: Annotation[]): TypeDescription {
  if (annotations.length === 0) return description;
  const list = annotations.map(
    ({ name, arguments: values }): AnnotationDescription => [name, values.map(describeLiteral)],
  );
  return ['@', description, list];
}

function describeLiteral(value: string | number | bigint | boolean): LiteralDescription {
  switch (typeof value) {
    case 'string':
      return ['s', value];
    case 'boolean':
      return ['b', value];
    case 'bigint':
      return ['i', value.toString()];
    case 'number':
      return ['f', Object.is(value, -0) ? '-0' : String(value)];
  }
}
