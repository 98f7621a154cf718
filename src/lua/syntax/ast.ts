/**
 * The syntax tree of the Wippy Lua dialect: Lua 5.3 plus gradual types.
 *
 * Every node carries `start` and `end`, half-open offsets into the source text (UTF-16 units of the
 * JavaScript string that was parsed), and `line`, the 1-based line of its first token. Types and comments stay
 * in the tree, because the compiler is not the tree's only reader: formatter, checker and editor tooling are others.
 */

/** Where a node stands in its source. Offsets are UTF-16 units, half-open; `line` counts from 1. */
export interface Span {
  start: number;
  end: number;
  line: number;
}

export interface Comment extends Span {
  /** The text without the dashes and without the brackets of a long comment. */
  text: string;
  long: boolean;
}

export interface SyntaxProblem {
  message: string;
  /** What PUC Lua would print after the position, for example `unexpected symbol near 'x'`. */
  start: number;
  end: number;
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
}

/** A parsed file. A tree is always present; where `problems` is not empty it has `ErrorStatement`s and `ErrorExpression`s. */
export interface Chunk extends Span {
  kind: 'Chunk';
  /** Name of the source, where the caller gave one. */
  chunkName?: string;
  body: Block;
  comments: Comment[];
  problems: SyntaxProblem[];
}

export interface Block extends Span {
  kind: 'Block';
  statements: Statement[];
}

/** A name where it is declared: a local, a parameter, a loop variable. */
export interface Binding extends Span {
  name: string;
  type: TypeNode | null;
  /** `<const>`, `<close>` of Lua 5.4 are reported as problems; kept for the message. */
}

export interface Parameter extends Binding {
  annotations: Annotation[];
  /** `name?: T`. */
  optional: boolean;
}

// ---------------------------------------------------------------------------------------------- statements

export type Statement =
  | LocalStatement
  | AssignStatement
  | CallStatement
  | DoStatement
  | WhileStatement
  | RepeatStatement
  | IfStatement
  | NumericForStatement
  | GenericForStatement
  | FunctionStatement
  | LocalFunctionStatement
  | ReturnStatement
  | BreakStatement
  | GotoStatement
  | LabelStatement
  | TypeStatement
  | InterfaceStatement
  | ErrorStatement;

export interface LocalStatement extends Span {
  kind: 'Local';
  bindings: Binding[];
  values: Expression[];
}

export interface AssignStatement extends Span {
  kind: 'Assign';
  targets: (NameExpression | IndexExpression)[];
  values: Expression[];
}

export interface CallStatement extends Span {
  kind: 'CallStatement';
  call: CallExpression | MethodCallExpression;
}

export interface DoStatement extends Span {
  kind: 'Do';
  body: Block;
}

export interface WhileStatement extends Span {
  kind: 'While';
  condition: Expression;
  body: Block;
}

/** The condition sees the locals of the body. */
export interface RepeatStatement extends Span {
  kind: 'Repeat';
  body: Block;
  condition: Expression;
}

export interface IfStatement extends Span {
  kind: 'If';
  clauses: { condition: Expression; body: Block }[];
  otherwise: Block | null;
}

export interface NumericForStatement extends Span {
  kind: 'NumericFor';
  variable: Binding;
  from: Expression;
  to: Expression;
  step: Expression | null;
  body: Block;
}

export interface GenericForStatement extends Span {
  kind: 'GenericFor';
  variables: Binding[];
  values: Expression[];
  body: Block;
}

/** `function a.b.c:m() end`: `path` is `[a, b, c]`, `method` is `m`. */
export interface FunctionStatement extends Span {
  kind: 'Function';
  /** The assignment's target without the method: a name, or an index chain of constant strings. */
  target: NameExpression | IndexExpression;
  method: string | null;
  body: FunctionBody;
}

export interface LocalFunctionStatement extends Span {
  kind: 'LocalFunction';
  binding: Binding;
  body: FunctionBody;
}

export interface ReturnStatement extends Span {
  kind: 'Return';
  values: Expression[];
}

export interface BreakStatement extends Span {
  kind: 'Break';
}

export interface GotoStatement extends Span {
  kind: 'Goto';
  label: string;
}

export interface LabelStatement extends Span {
  kind: 'Label';
  name: string;
}

/** `type Name<T: C> = ...`. Creates a run-time value bound to a local of that name. */
export interface TypeStatement extends Span {
  kind: 'Type';
  name: string;
  nameSpan: Span;
  parameters: TypeParameter[];
  type: TypeNode;
  annotations: Annotation[];
}

/** `interface Name<T> extends A, B  field: T;  method(self): T  end`. */
export interface InterfaceStatement extends Span {
  kind: 'Interface';
  name: string;
  nameSpan: Span;
  parameters: TypeParameter[];
  extends: TypeNode[];
  fields: RecordField[];
}

/** Source that could not be parsed as a statement; skipped up to the next place a statement may begin. */
export interface ErrorStatement extends Span {
  kind: 'ErrorStatement';
}

// --------------------------------------------------------------------------------------------- expressions

export type Expression =
  | NilExpression
  | BooleanExpression
  | NumberExpression
  | StringExpression
  | VarargExpression
  | FunctionExpression
  | NameExpression
  | IndexExpression
  | CallExpression
  | MethodCallExpression
  | BinaryExpression
  | UnaryExpression
  | TableExpression
  | ParenExpression
  | CastExpression
  | NonNilExpression
  | ErrorExpression;

export interface NilExpression extends Span {
  kind: 'Nil';
}

export interface BooleanExpression extends Span {
  kind: 'Boolean';
  value: boolean;
}

/** A numeral. Integers are exact 64-bit two's complement; a decimal integer that does not fit is a float, as in Lua 5.3. */
export type NumberExpression = Span & { kind: 'Number' } & (
    | { integer: true; value: bigint }
    | { integer: false; value: number }
  );

/** `value` is a byte string: every UTF-16 unit is one byte (0-255). Text of the source is UTF-8 encoded. */
export interface StringExpression extends Span {
  kind: 'String';
  value: string;
}

export interface VarargExpression extends Span {
  kind: 'Vararg';
}

export interface FunctionBody extends Span {
  parameters: Parameter[];
  /** Null where the function has no `...`; its `type` is the declared type of each extra argument. */
  vararg: { type: TypeNode | null } | null;
  typeParameters: TypeParameter[];
  /** Null where none is declared; several are a tuple type. */
  returnType: TypeNode | null;
  block: Block;
  /** Line of the closing `end`, which PUC Lua names as the line of an implicit return. */
  endLine: number;
}

export interface FunctionExpression extends Span {
  kind: 'FunctionExpression';
  body: FunctionBody;
}

export interface NameExpression extends Span {
  kind: 'Name';
  name: string;
}

/** `object[index]`, and `object.name` with a String index and `dot: true`. */
export interface IndexExpression extends Span {
  kind: 'Index';
  object: Expression;
  index: Expression;
  dot: boolean;
  /** Line of its last token, which PUC Lua blames where the object cannot be indexed. */
  endLine: number;
}

export interface CallExpression extends Span {
  kind: 'Call';
  callee: Expression;
  arguments: Expression[];
  /** `f<T>(x)`, empty where none. */
  typeArguments: TypeNode[];
}

export interface MethodCallExpression extends Span {
  kind: 'MethodCall';
  object: Expression;
  method: string;
  methodSpan: Span;
  arguments: Expression[];
  typeArguments: TypeNode[];
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '^'
  | '..'
  | '&'
  | '|'
  | '~'
  | '<<'
  | '>>'
  | '=='
  | '~='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or';

export interface BinaryExpression extends Span {
  kind: 'Binary';
  operator: BinaryOperator;
  left: Expression;
  right: Expression;
  /** Line of the operator: PUC Lua blames it for arithmetic errors. */
  operatorLine: number;
}

export interface UnaryExpression extends Span {
  kind: 'Unary';
  operator: 'not' | '-' | '#' | '~';
  operand: Expression;
}

export interface TableExpression extends Span {
  kind: 'Table';
  items: TableItem[];
}

export type TableItem =
  | (Span & { kind: 'Positional'; value: Expression })
  | (Span & { kind: 'Named'; name: string; value: Expression })
  | (Span & { kind: 'Keyed'; key: Expression; value: Expression });

/** Parentheses matter: they cut a call or `...` to one value. */
export interface ParenExpression extends Span {
  kind: 'Paren';
  expression: Expression;
}

/** `e :: T` or `e as T`: no check at run time. */
export interface CastExpression extends Span {
  kind: 'Cast';
  expression: Expression;
  type: TypeNode;
}

/** Postfix `e!`: no check at run time. */
export interface NonNilExpression extends Span {
  kind: 'NonNil';
  expression: Expression;
}

export interface ErrorExpression extends Span {
  kind: 'ErrorExpression';
}

// --------------------------------------------------------------------------------------------------- types

export type TypeNode =
  | NamedType
  | LiteralType
  | OptionalType
  | UnionType
  | IntersectionType
  | ArrayType
  | MapType
  | RecordType
  | FunctionType
  | TupleType
  | TypeofType
  | KeyofType
  | AssertsType
  | AnnotatedType
  | ErrorType;

export interface TypeParameter extends Span {
  name: string;
  constraint: TypeNode | null;
  /** `T = Default`. */
  default: TypeNode | null;
}

/** `number`, `Point`, `lib.Point`, `Box<number>`; `path` has one name or more. `nil`, `self` are names too. */
export interface NamedType extends Span {
  kind: 'NamedType';
  path: string[];
  arguments: TypeNode[];
}

/** `"a"`, `1`, `true`; strings are byte strings as in `StringExpression`. */
export interface LiteralType extends Span {
  kind: 'LiteralType';
  value: string | number | bigint | boolean;
}

/** `T?`. */
export interface OptionalType extends Span {
  kind: 'OptionalType';
  type: TypeNode;
}

export interface UnionType extends Span {
  kind: 'UnionType';
  types: TypeNode[];
}

export interface IntersectionType extends Span {
  kind: 'IntersectionType';
  types: TypeNode[];
}

/** `{T}` or `T[]`. */
export interface ArrayType extends Span {
  kind: 'ArrayType';
  element: TypeNode;
  readonly: boolean;
}

/** `{[K]: V}`. */
export interface MapType extends Span {
  kind: 'MapType';
  key: TypeNode;
  value: TypeNode;
  readonly: boolean;
}

export interface RecordField extends Span {
  name: string;
  type: TypeNode;
  optional: boolean;
  readonly: boolean;
  annotations: Annotation[];
}

/** `{x: number, y?: string, readonly z: T}`; `rest` where the record also has `[K]: V`. */
export interface RecordType extends Span {
  kind: 'RecordType';
  fields: RecordField[];
  rest: MapType | null;
}

export interface FunctionTypeParameter extends Span {
  name: string | null;
  type: TypeNode;
  optional: boolean;
}

/** `(a: A, B, ...C) -> R`, also `fun(a: A): R`. */
export interface FunctionType extends Span {
  kind: 'FunctionType';
  typeParameters: TypeParameter[];
  parameters: FunctionTypeParameter[];
  vararg: TypeNode | null;
  /** A TupleType for several results; null where none is written. */
  result: TypeNode | null;
}

/** `(A, B)` as a list of results; `vararg` for a trailing `...T`. */
export interface TupleType extends Span {
  kind: 'TupleType';
  types: TypeNode[];
  vararg: TypeNode | null;
}

/** `typeof(expression)`. */
export interface TypeofType extends Span {
  kind: 'TypeofType';
  expression: Expression;
}

export interface KeyofType extends Span {
  kind: 'KeyofType';
  type: TypeNode;
}

/** A predicate result: `asserts x`, `asserts x is T`, `x is T`. */
export interface AssertsType extends Span {
  kind: 'AssertsType';
  asserts: boolean;
  parameter: string;
  type: TypeNode | null;
}

/** `T @min(0) @max(9)`. */
export interface AnnotatedType extends Span {
  kind: 'AnnotatedType';
  type: TypeNode;
  annotations: Annotation[];
}

export interface ErrorType extends Span {
  kind: 'ErrorType';
}

/** `@name(args)`: a validator. Arguments are literals. */
export interface Annotation extends Span {
  name: string;
  arguments: (string | number | bigint | boolean)[];
}
