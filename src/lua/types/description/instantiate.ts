/** From the form that the compiler emits to a type. Runs when a `type` statement is executed. */

import { rawGet } from '../../runtime/table.ts';
import { float, integer, LuaTable, type LuaValue } from '../../runtime/values.ts';
import {
  annotated,
  array,
  BASICS,
  type Field,
  field,
  isBasicName,
  isPrimitiveName,
  type LiteralType,
  literal,
  type MapType,
  map,
  optional,
  type ParameterType,
  PRIMITIVES,
  record,
  type Type,
} from '../model.ts';
import { union } from '../unions.ts';
import {
  type AnnotationDescription,
  FIELD_OPTIONAL,
  FIELD_READONLY,
  type FieldDescription,
  type LiteralDescription,
  type ParameterDescription,
  type TypeDescription,
} from './description.ts';

/**
 * Gives the value of a name as the code at the type sees it: a local, an upvalue, or a field of the environment. Called
 * when a type is used, not when it is made, so that a name may be declared after the type that mentions it. It must
 * neither throw nor suspend: nil where the name has no value (yet).
 */
export type TypeScope = (name: string) => LuaValue;

/** Tells the type of a type value, null for any other value. */
export type TypeReader = (value: LuaValue) => Type | null;

/** The type of a description. Names are looked up in the scope when the type is used first. */
export function instantiateType(description: TypeDescription, scope: TypeScope, read: TypeReader): Type {
  return new Builder(scope, read).type(description);
}

class Builder {
  private readonly scope: TypeScope;
  private readonly read: TypeReader;
  private parameters: ReadonlyMap<string, ParameterType> = new Map();

  constructor(scope: TypeScope, read: TypeReader) {
    this.scope = scope;
    this.read = read;
  }

  type(description: TypeDescription): Type {
    switch (description[0]) {
      case 'p':
        return isPrimitiveName(description[1]) ? PRIMITIVES[description[1]] : PRIMITIVES.unknown;
      case 'v':
        return this.parameters.get(description[1]) ?? PRIMITIVES.any;
      case 'n':
        return this.reference(description[1], description[2]);
      case 'l':
        return literal(literalValue(description[1]));
      case '?':
        return optional(this.type(description[1]));
      case '|':
        return union(this.types(description[1]));
      case '&':
        return { kind: 'intersection', members: this.types(description[1]) };
      case 'a':
        return array(this.type(description[1]), description[2]);
      case 'm':
        return map(this.type(description[1]), this.type(description[2]), description[3]);
      case 'r':
        return record(this.fields(description[1]), description[2] && (this.type(description[2]) as MapType));
      case 'f':
        return this.functionType(description);
      case 't':
        return { kind: 'tuple', elements: this.types(description[1]), rest: this.maybe(description[2]) };
      case 'k':
        return { kind: 'keyof', inner: this.type(description[1]) };
      case '@':
        return annotated(this.type(description[1]), description[2].map(annotation));
      case 'g':
        return this.within(description[2], (parameters) => {
          const body = this.type(description[3]);
          return { kind: 'generic', name: description[1], parameters, body, instances: [] };
        });
      case 'i':
        return {
          kind: 'interface',
          name: description[1],
          bases: this.types(description[2]),
          fields: this.fields(description[3]),
        };
    }
  }

  private types(list: TypeDescription[]): Type[] {
    return list.map((description) => this.type(description));
  }

  private maybe(description: TypeDescription | null): Type | null {
    return description && this.type(description);
  }

  private fields(list: FieldDescription[]): Field[] {
    return list.map(([name, flags, description]) =>
      field(name, this.type(description), (flags & FIELD_OPTIONAL) !== 0, (flags & FIELD_READONLY) !== 0),
    );
  }

  private functionType(description: Extract<TypeDescription, { 0: 'f' }>): Type {
    const [, typeParameters, parameters, rest, results, resultRest] = description;
    return this.within(typeParameters, (list) => ({
      kind: 'function',
      typeParameters: list,
      parameters: parameters.map(([name, isOptional, type]) => ({ name, optional: isOptional, type: this.type(type) })),
      rest: this.maybe(rest),
      results: this.types(results),
      resultRest: this.maybe(resultRest),
    }));
  }

  /** Builds with type parameters in scope; their constraints may name each other. */
  private within(list: ParameterDescription[], build: (parameters: ParameterType[]) => Type): Type {
    const outer = this.parameters;
    const inner = new Map(outer);
    const parameters = list.map(
      ([name]): ParameterType => ({ kind: 'parameter', name, constraint: null, fallback: null }),
    );
    for (const parameter of parameters) inner.set(parameter.name, parameter);
    this.parameters = inner;
    list.forEach(([, constraint, fallback], index) => {
      const parameter = parameters[index] as ParameterType;
      parameter.constraint = this.maybe(constraint);
      parameter.fallback = this.maybe(fallback);
    });
    const type = build(parameters);
    this.parameters = outer;
    return type;
  }

  private reference(path: string[], list: TypeDescription[]): Type {
    const { scope, read } = this;
    const find = (): Type | null => {
      let value = scope(path[0] as string);
      for (let index = 1; index < path.length; index++) {
        value = value instanceof LuaTable ? rawGet(value, path[index]) : undefined;
      }
      return read(value) ?? basic(path);
    };
    return { kind: 'reference', name: path.join('.'), arguments: this.types(list), find, target: null };
  }
}

/** `table`, `function` and the like, where the program declares no type of that name. */
function basic(path: string[]): Type | null {
  const [name] = path;
  return path.length === 1 && name !== undefined && isBasicName(name) ? BASICS[name] : null;
}

function annotation([name, values]: AnnotationDescription): { name: string; arguments: LiteralType['value'][] } {
  return { name, arguments: values.map(literalValue) };
}

function literalValue(description: LiteralDescription): LiteralType['value'] {
  switch (description[0]) {
    case 's':
    case 'b':
      return description[1];
    case 'i':
      return integer(BigInt(description[1]));
    case 'f':
      return float(Number(description[1]));
  }
}
