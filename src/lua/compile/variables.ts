/** Variables, functions and what the analysis of a chunk finds out about them. */

import type {
  CallExpression,
  Expression,
  FunctionBody,
  InterfaceStatement,
  NameExpression,
  NumericForStatement,
  TypeNode,
  TypeStatement,
} from '../syntax/ast.ts';
import type { TypeDescription } from '../types/index.ts';
import type { StaticNumber } from './number-types.ts';

/** Where a variable lives in the emitted code. */
export type Storage =
  /** A JavaScript local of its function; saved and restored when the function is suspended. */
  | 'local'
  /** An object `{v}` in such a local, as closures share it and somebody assigns to it. */
  | 'box'
  /** A variable of the chunk instance, outside of all functions: locals of the main function that run once. */
  | 'instance';

export interface Variable {
  name: string;
  /** Its name in JavaScript; unique in the chunk. */
  id: string;
  owner: FunctionInfo;
  captured: boolean;
  /** Assigned anywhere but in its declaration. */
  assigned: boolean;
  /** Declared where the main function may pass more than once. */
  repeated: boolean;
  /** The function that a `local function` declares, while nothing else is assigned to the variable. */
  functionInfo: FunctionInfo | null;
  /**
   * What it always holds: `int`, a raw integer far within the safe range; `float`, a float, kept as its raw double
   * (whatever the storage) and boxed where it leaves the variable; null where that is not known.
   */
  number: 'int' | 'float' | null;
  /** How inference describes `number`. */
  static: StaticNumber | 'unknown' | 'none';
  /** All that is assigned to it: expressions, the loop that counts with it, null for anything else. */
  sources: (Expression | NumericForStatement | null)[];
  /** Declared type, for `typeof`; of a `local function`, what its parameters and results say. */
  type: TypeNode | null;
  storage: Storage;
}

export interface FunctionInfo {
  number: number;
  parent: FunctionInfo | null;
  /** As tracebacks name it. */
  name: string;
  parameters: Variable[];
  variables: Variable[];
  hasVararg: boolean;
  /** Variables of enclosing functions that it or a function inside it uses, without those of the chunk instance. */
  captures: Set<Variable>;
}

/** A type that the source declares: its description, and which of the names in it are variables. */
export interface DeclaredType {
  description: TypeDescription;
  mentions: readonly string[];
  names: ReadonlyMap<string, Variable>;
}

/** `typeof(e)` with an operand whose type is declared. */
export interface TypeofCall {
  declared: DeclaredType;
  /** The `local function` that the operand names: its type only holds where nothing else is assigned to the variable. */
  function: Variable | null;
}

/** A problem that only names reveal: a `goto` without label, a `break` outside a loop. */
export interface ScopeProblem {
  message: string;
  line: number;
  start: number;
  end: number;
}

export interface Analysis {
  main: FunctionInfo;
  functions: Map<FunctionBody, FunctionInfo>;
  /** The variable that a name means; names that are not here are globals. */
  uses: Map<NameExpression, Variable>;
  declarations: Map<object, Variable>;
  /** For a global name: the variable that `_ENV` means there; absent where it is the chunk's own environment. */
  environments: Map<NameExpression, Variable>;
  /** The chunk assigns to its own `_ENV`: its environment need not be a table any more. */
  replacesEnvironment: boolean;
  types: Map<TypeStatement | InterfaceStatement, DeclaredType>;
  /** Calls of the global `typeof` that ask for a declared type. */
  typeofs: Map<CallExpression, TypeofCall>;
  problems: ScopeProblem[];
}
