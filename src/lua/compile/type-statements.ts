/** `type X = ...` and `interface X ... end`: a run-time type value in a local variable. */

import type { InterfaceStatement, TypeStatement } from '../syntax/ast.ts';
import type { FunctionContext } from './context.ts';
import { stringLiteral } from './literals.ts';
import type { DeclaredType, Variable } from './variables.ts';

/** Emits the type and gives the text of its value; the caller stores it. */
export function typeStatement(e: FunctionContext, node: TypeStatement | InterfaceStatement, variable: Variable): void {
  const declared = e.chunk.analysis.types.get(node);
  if (declared === undefined) throw new Error('a type that was not analysed');
  // The description is JSON of the type; strings in it are escaped like all strings of the source.
  const description = e.constant(json(declared.description), '$y');
  const text = `$type(${stringLiteral(node.name)}, ${description}, ${scope(e, declared)})`;
  const place = e.nameOf(variable);
  e.emit(variable.storage === 'box' ? `${place} = { v: undefined };` : `${place} = undefined;`);
  e.emit(`${variable.storage === 'box' ? `${place}.v` : place} = ${text};`);
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
