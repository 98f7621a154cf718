/** `type X = ...` and `interface X ... end`: a run-time type value in a local variable. */

import type { InterfaceStatement, TypeStatement } from '../syntax/ast.ts';
import type { Variable } from './variables.ts';
import type { FunctionContext } from './context.ts';

export function typeStatement(e: FunctionContext, node: TypeStatement | InterfaceStatement, variable: Variable): void {
  void node;
  e.emit(`${e.nameOf(variable)} = undefined;`);
}
