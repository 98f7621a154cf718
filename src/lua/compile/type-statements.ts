/** Types as values: `type X = ...` and `interface X ... end` put one into a local variable, `typeof(v)` gives one. */

import type { CallExpression, InterfaceStatement, TypeStatement } from '../syntax/ast.ts';
import type { FunctionContext } from './context.ts';
import { stringLiteral } from './literals.ts';
import type { DeclaredType, Variable } from './variables.ts';

/** Emits the type and gives the text of its value; the caller stores it. */
export function typeStatement(e: FunctionContext, node: TypeStatement | InterfaceStatement, variable: Variable): void {
  const declared = e.chunk.analysis.types.get(node);
  if (declared === undefined) throw new Error('a type that was not analysed');
  const text = typeText(e, declared, stringLiteral(node.name));
  const place = e.nameOf(variable);
  e.emit(variable.storage === 'box' ? `${place} = { v: undefined };` : `${place} = undefined;`);
  e.emit(`${variable.storage === 'box' ? `${place}.v` : place} = ${text};`);
}

/** Text of the type value that `typeof` gives for a declared operand; null where it has to look at the value. */
export function typeofText(e: FunctionContext, node: CallExpression): string | null {
  const call = e.chunk.analysis.typeofs.get(node);
  if (call === undefined || call.function?.assigned === true) return null;
  const { declared } = call;
  if (declared.mentions.length === 0) return e.constant(typeText(e, declared, 'null'), '$y');
  const text = typeText(e, declared, 'null');
  if ([...declared.names.values()].some((variable) => variable.storage !== 'instance')) return text;
  // One value however often it is asked for, as long as the names cannot mean anything else.
  const id = e.unique('typeof');
  e.chunk.instanceVariables.push({ id, number: null });
  return `($I.${id} ??= ${text})`;
}

function typeText(e: FunctionContext, declared: DeclaredType, name: string): string {
  // The description is JSON of the type; strings in it are escaped like all strings of the source.
  const description = e.constant(json(declared.description), '$y');
  return `$type(${name}, ${description}, ${scope(e, declared)})`;
}

/** A function from a name in the type to its value; names are read when the type is used, as they may come later. */
function scope(e: FunctionContext, declared: DeclaredType): string {
  const cases = declared.mentions.map((name) => {
    const variable = declared.names.get(name);
    const field = stringLiteral(name);
    if (variable === undefined) return `case ${field}: return ${globalOf(e, field)};`;
    const place = e.nameOf(variable);
    // A type that is declared later in its block has no box yet.
    return `case ${field}: return ${variable.storage === 'box' ? `${place} === undefined ? undefined : ${place}.v` : place};`;
  });
  return cases.length === 0 ? '() => undefined' : `(name) => { switch (name) { ${cases.join(' ')} } }`;
}

function globalOf(e: FunctionContext, field: string): string {
  const text = `$rawGet($I.G, ${field})`;
  return e.chunk.analysis.replacesEnvironment ? `$I.G instanceof $T ? ${text} : undefined` : text;
}

function json(value: unknown): string {
  if (typeof value === 'string') return stringLiteral(value);
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    // A field called `__proto__` would set the prototype in an object literal, but not as a computed name.
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{ ${fields.map(([key, item]) => `[${stringLiteral(key)}]: ${json(item)}`).join(', ')} }`;
  }
  return typeof value === 'bigint' ? `${value}n` : String(value);
}
