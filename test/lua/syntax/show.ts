import { type Expression, parse, type Statement, type TypeNode } from '../../../src/lua/syntax/index.ts';

/** The problems of a source as `line:column message`. */
export function problemsOf(source: string): string[] {
  return parse(source).problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`);
}

/** The statements of a source that must have no problem. */
export function statementsOf(source: string): Statement[] {
  const chunk = parse(source);
  if (chunk.problems.length > 0) throw new Error(`${source}: ${chunk.problems[0].message}`);
  return chunk.body.statements;
}

/** The kinds of a source's statements. */
export function kindsOf(source: string): string[] {
  return statementsOf(source).map((statement) => statement.kind);
}

/** The expression of `return <source>`. */
export function expressionOf(source: string): Expression {
  const [statement] = statementsOf(`return ${source}`);
  if (statement?.kind !== 'Return' || statement.values.length !== 1) throw new Error(`not one expression: ${source}`);
  return statement.values[0];
}

/** The type of `type X = <source>`. */
export function typeOf(source: string): TypeNode {
  const [statement] = statementsOf(`type X = ${source}`);
  if (statement?.kind !== 'Type') throw new Error(`not a type: ${source}`);
  return statement.type;
}

/** An expression with every grouping made visible. */
export function show(node: Expression): string {
  switch (node.kind) {
    case 'Nil':
      return 'nil';
    case 'Boolean':
      return String(node.value);
    case 'Number':
      return node.integer ? `${node.value}` : `${node.value}f`;
    case 'String':
      return JSON.stringify(node.value);
    case 'Vararg':
      return '...';
    case 'FunctionExpression':
      return 'function';
    case 'Name':
      return node.name;
    case 'Index':
      return `${show(node.object)}[${show(node.index)}]`;
    case 'Call':
      return `${show(node.callee)}${generic(node.typeArguments)}(${node.arguments.map(show).join(', ')})`;
    case 'MethodCall':
      return `${show(node.object)}:${node.method}${generic(node.typeArguments)}(${node.arguments.map(show).join(', ')})`;
    case 'Binary':
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
    case 'Unary':
      return `(${node.operator} ${show(node.operand)})`;
    case 'Table':
      return `{${node.items.map((item) => (item.kind === 'Named' ? `${item.name}=` : item.kind === 'Keyed' ? `[${show(item.key)}]=` : '') + show(item.value)).join(', ')}}`;
    case 'Paren':
      return `paren(${show(node.expression)})`;
    case 'Cast':
      return `<${showType(node.type)}>${show(node.expression)}`;
    case 'NonNil':
      return `${show(node.expression)}!`;
    case 'ErrorExpression':
      return '?';
  }
}

function generic(types: TypeNode[]): string {
  return types.length === 0 ? '' : `<${types.map(showType).join(', ')}>`;
}

/** A type with every grouping made visible. */
export function showType(node: TypeNode): string {
  switch (node.kind) {
    case 'NamedType':
      return node.path.join('.') + generic(node.arguments);
    case 'LiteralType':
      return typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value);
    case 'OptionalType':
      return `${showType(node.type)}?`;
    case 'UnionType':
      return `(${node.types.map(showType).join(' | ')})`;
    case 'IntersectionType':
      return `(${node.types.map(showType).join(' & ')})`;
    case 'ArrayType':
      return `${node.readonly ? 'readonly ' : ''}{${showType(node.element)}}`;
    case 'MapType':
      return `${node.readonly ? 'readonly ' : ''}{[${showType(node.key)}]: ${showType(node.value)}}`;
    case 'RecordType': {
      const fields = node.fields.map((field) => {
        const notes = field.annotations.map((note) => `@${note.name} `).join('');
        return `${notes}${field.readonly ? 'readonly ' : ''}${field.name}${field.optional ? '?' : ''}: ${showType(field.type)}`;
      });
      if (node.rest) fields.push(`...${showType(node.rest)}`);
      return `{${fields.join(', ')}}`;
    }
    case 'FunctionType': {
      const list = node.parameters.map(
        (parameter) => `${parameter.name ?? '_'}${parameter.optional ? '?' : ''}: ${showType(parameter.type)}`,
      );
      if (node.vararg) list.push(`...${showType(node.vararg)}`);
      const names = node.typeParameters.map((parameter) => parameter.name).join(', ');
      return `${names ? `<${names}>` : ''}(${list.join(', ')}) -> ${node.result ? showType(node.result) : '()'}`;
    }
    case 'TupleType':
      return `tuple(${[...node.types.map(showType), ...(node.vararg ? [`...${showType(node.vararg)}`] : [])].join(', ')})`;
    case 'TypeofType':
      return `typeof(${show(node.expression)})`;
    case 'KeyofType':
      return `keyof ${showType(node.type)}`;
    case 'AssertsType':
      return `${node.asserts ? 'asserts ' : ''}${node.parameter}${node.type ? ` is ${showType(node.type)}` : ''}`;
    case 'AnnotatedType':
      return `${showType(node.type)}${node.annotations.map((note) => ` @${note.name}(${note.arguments.map(String).join(', ')})`).join('')}`;
    case 'ErrorType':
      return '?';
  }
}
