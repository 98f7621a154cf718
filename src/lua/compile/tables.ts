/** Table constructors: fields make a shape that all tables with these fields share, elements the array part. */

import type { Expression, TableItem } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { isFieldName, stringLiteral } from './literals.ts';
import { isMultiple, mayRunCode } from './names.ts';

/** Fields of one shape; a constructor with more gets the rest by assignment. */
const MAX_SHAPE = 40;
/** Elements that are evaluated before they are stored; longer constructors are stored in pieces. */
const BATCH = 30;

export function tableConstructor(e: FunctionContext, node: Expression & { kind: 'Table' }): Atom {
  const target = e.temporary();
  const simple = node.items.every(
    (item) => item.kind !== 'Keyed' && !(item.kind === 'Named' && !isFieldName(item.name)),
  );
  if (node.items.length === 0) e.emit(`${target} = new $T();`);
  else if (simple && node.items.length <= BATCH) small(e, node.items, target);
  else large(e, node.items, target);
  return { text: target, type: 'table' };
}

function element(e: FunctionContext, items: readonly TableItem[], index: number): Atom {
  const item = items[index] as TableItem;
  const atom = e.visit.value(e, item.value);
  if (atom.volatile !== true || !items.slice(index + 1).some((later) => mayRunCode(later.value))) return atom;
  return e.copy(atom);
}

/** All items are evaluated first, then the table is made at once. */
function small(e: FunctionContext, items: readonly TableItem[], target: string): void {
  const fields = new Map<string, string>();
  const elements: string[] = [];
  items.forEach((item, index) => {
    const last = index === items.length - 1;
    if (item.kind === 'Positional' && last && isMultiple(item.value)) {
      elements.push(`...${e.visit.multiple(e, item.value)}`);
      return;
    }
    const { text } = element(e, items, index);
    if (item.kind === 'Named') fields.set(item.name, text);
    else elements.push(text);
  });
  e.emit(`${target} = ${creation(e, fields)};`);
  if (elements.length > 0) e.emit(`${target}.$a = [${elements.join(', ')}];`);
}

function creation(e: FunctionContext, fields: Map<string, string>): string {
  if (fields.size === 0) return 'new $T()';
  const names = [...fields.keys()].map(stringLiteral).join(', ');
  const shape = e.constant(`$shape([${names}])`, '$C');
  return `new ${shape}(${[...fields.values()].join(', ')})`;
}

/** Items are stored as they come, elements in pieces; no list of temporaries grows with the constructor. */
function large(e: FunctionContext, items: readonly TableItem[], target: string): void {
  const elements = e.temporary();
  e.emit(`${target} = new $T();`);
  e.emit(`${elements} = [];`);
  let pending: string[] = [];
  const flush = (): void => {
    if (pending.length > 0) e.emit(`${elements}.push(${pending.join(', ')});`);
    pending = [];
  };
  let named = 0;
  items.forEach((item, index) => {
    if (item.kind === 'Positional') {
      if (index === items.length - 1 && isMultiple(item.value)) {
        flush();
        e.scratch(() => e.emit(`$append(${elements}, ${e.visit.multiple(e, item.value)});`));
        return;
      }
      const constant = item.value.kind === 'Number' || item.value.kind === 'String' || item.value.kind === 'Boolean';
      if (constant) {
        pending.push(e.visit.value(e, item.value).text);
        if (pending.length >= BATCH * 8) flush();
        return;
      }
      flush();
      e.scratch(() => e.emit(`${elements}.push(${e.visit.value(e, item.value).text});`));
      return;
    }
    e.scratch(() => {
      const key = item.kind === 'Keyed' ? e.visit.value(e, item.key) : null;
      const held = key === null ? null : holdKey(e, key, item.value);
      const { text } = e.visit.value(e, item.value);
      e.line = item.line;
      if (item.kind === 'Named' && isFieldName(item.name) && ++named <= MAX_SHAPE) {
        e.emit(`${target}.${item.name} = ${text};`);
      } else {
        const keyText = item.kind === 'Named' ? stringLiteral(item.name) : (held as Atom).text;
        e.emit(`$set(${target}, ${keyText}, ${text}, ${e.site()});`);
      }
    });
  });
  flush();
  e.emit(`$elements(${target}, ${elements});`);
}

function holdKey(e: FunctionContext, key: Atom, next: Expression): Atom {
  if (key.volatile !== true || !mayRunCode(next)) return key;
  return e.copy(key);
}
