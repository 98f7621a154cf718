/**
 * `goto`. A label cuts its block in two: what comes before it becomes a labelled block that a jump forward leaves, what
 * comes after it a loop that a jump back repeats.
 */

import type { Block, LabelStatement, Statement } from '../syntax/ast.ts';
import type { FunctionContext } from './context.ts';

export function labelled(
  e: FunctionContext,
  statements: readonly Statement[],
  emit: (statements: readonly Statement[]) => void,
): void {
  const used = statements.filter(
    (statement) => statement.kind === 'Label' && statements.some((other) => jumpsTo(other, statement.name)),
  );
  if (used.length > 1) {
    segments(e, statements, used as LabelStatement[], emit);
    return;
  }
  const at = statements.indexOf(used[0]);
  if (at < 0) {
    emit(statements);
    return;
  }
  const label = statements[at] as Statement & { kind: 'Label' };
  const before = statements.slice(0, at);
  const after = statements.slice(at + 1);
  if (before.some((statement) => jumpsTo(statement, label.name))) {
    const text = e.unique('forward');
    e.labels.push({ name: label.name, text: `break ${text};` });
    const region = e.within(() => emit(before));
    e.labels.pop();
    e.region.nested(`${text}: {`, region, label.line);
  } else {
    emit(before);
  }
  if (after.some((statement) => jumpsTo(statement, label.name))) {
    const text = e.unique('back');
    e.labels.push({ name: label.name, text: `continue ${text};` });
    const region = e.within(() => {
      e.poll();
      labelled(e, after, emit);
      e.emit(`break ${text};`);
    });
    e.labels.pop();
    e.region.nested(`${text}: for (;;) {`, region, label.line);
  } else {
    labelled(e, after, emit);
  }
}

/**
 * Several labels: the block becomes a loop over its pieces, which begins at the piece that a variable says. Pieces
 * before that one are skipped; a jump sets the variable and repeats the loop.
 */
function segments(
  e: FunctionContext,
  statements: readonly Statement[],
  used: readonly LabelStatement[],
  emit: (statements: readonly Statement[]) => void,
): void {
  const text = e.unique('jump');
  const piece = e.slot(e.unique('g'));
  e.emit(`${piece} = 0;`);
  const ends = [...used.map((label) => statements.indexOf(label)), statements.length];
  used.forEach((label, index) => {
    e.labels.push({ name: label.name, text: `{ ${piece} = ${index + 1}; continue ${text}; }` });
  });
  const line = (statements[0] as Statement).line;
  const region = e.within(() => {
    e.poll();
    let start = 0;
    ends.forEach((end, index) => {
      const inner = e.within(() => emit(statements.slice(start, end)));
      e.region.if(`${piece} <= ${index}`, inner, null, line);
      start = end + 1;
    });
    e.emit(`break ${text};`);
  });
  e.labels.length -= used.length;
  e.region.nested(`${text}: for (;;) {`, region, line);
}

export function emitGoto(e: FunctionContext, name: string): void {
  for (let index = e.labels.length - 1; index >= 0; index--) {
    const label = e.labels[index] as { name: string; text: string };
    if (label.name === name) {
      e.emit(label.text);
      return;
    }
  }
  throw new Error(`no label ${name}`);
}

/** Whether a statement has a jump to a label of the block it stands in; a label of the same name further in hides it. */
function jumpsTo(statement: Statement, name: string): boolean {
  switch (statement.kind) {
    case 'Goto':
      return statement.label === name;
    case 'Do':
    case 'While':
    case 'Repeat':
    case 'NumericFor':
    case 'GenericFor':
      return blockJumps(statement.body, name);
    case 'If':
      return (
        statement.clauses.some(({ body }) => blockJumps(body, name)) ||
        (statement.otherwise !== null && blockJumps(statement.otherwise, name))
      );
    default:
      return false;
  }
}

function blockJumps(block: Block, name: string): boolean {
  if (block.statements.some((statement) => statement.kind === 'Label' && statement.name === name)) return false;
  return block.statements.some((statement) => jumpsTo(statement, name));
}
