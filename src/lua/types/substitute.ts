/** Type parameters replaced by types. */

import { annotated, type Field, type FunctionType, optional, type ParameterType, type Type } from './model.ts';
import { union } from './unions.ts';

type Bindings = ReadonlyMap<ParameterType, Type>;

/** A copy of a type with parameters replaced; parts without parameters stay the same objects. */
export function substitute(type: Type, bindings: Bindings): Type {
  const replace = (part: Type): Type => substitute(part, bindings);
  const all = (list: readonly Type[]): readonly Type[] => replaceAll(list, replace);
  switch (type.kind) {
    case 'parameter':
      return bindings.get(type) ?? type;
    case 'optional': {
      const inner = replace(type.inner);
      return inner === type.inner ? type : optional(inner);
    }
    case 'union': {
      const members = all(type.members);
      return members === type.members ? type : union(members);
    }
    case 'intersection': {
      const members = all(type.members);
      return members === type.members ? type : { kind: 'intersection', members };
    }
    case 'tuple':
      return { kind: 'tuple', elements: all(type.elements), rest: type.rest && replace(type.rest) };
    case 'function':
      return substituteFunction(type, replace, all);
    case 'array': {
      const element = replace(type.element);
      return element === type.element ? type : { ...type, element };
    }
    case 'map': {
      const key = replace(type.key);
      const value = replace(type.value);
      return key === type.key && value === type.value ? type : { ...type, key, value };
    }
    case 'record': {
      const rest = type.rest && { ...type.rest, key: replace(type.rest.key), value: replace(type.rest.value) };
      return { kind: 'record', fields: replaceFields(type.fields, replace), rest };
    }
    case 'interface':
      return { ...type, bases: all(type.bases), fields: replaceFields(type.fields, replace) };
    case 'reference': {
      const list = all(type.arguments);
      return list === type.arguments ? type : { ...type, arguments: list, target: null };
    }
    case 'instantiated': {
      const list = all(type.arguments);
      return list === type.arguments ? type : { ...type, arguments: list, expanded: null };
    }
    case 'keyof':
      return { kind: 'keyof', inner: replace(type.inner) };
    case 'annotated':
      return annotated(replace(type.inner), type.annotations);
    default:
      return type;
  }
}

function replaceAll(list: readonly Type[], replace: (type: Type) => Type): readonly Type[] {
  const replaced = list.map(replace);
  return replaced.every((type, index) => type === list[index]) ? list : replaced;
}

function replaceFields(fields: readonly Field[], replace: (type: Type) => Type): Field[] {
  return fields.map((field) => {
    const type = replace(field.type);
    return type === field.type ? field : { ...field, type };
  });
}

function substituteFunction(
  type: FunctionType,
  replace: (type: Type) => Type,
  all: (list: readonly Type[]) => readonly Type[],
): Type {
  return {
    ...type,
    parameters: type.parameters.map((parameter) => ({ ...parameter, type: replace(parameter.type) })),
    rest: type.rest && replace(type.rest),
    results: all(type.results),
    resultRest: type.resultRest && replace(type.resultRest),
  };
}
