/** Which jumps are allowed. Rules: manual, 3.3.4; messages of PUC Lua 5.3. */

import type { Block, GotoStatement, Statement } from '../syntax/ast.ts';

/** The labels of a block and the local variables that it has declared so far, in order. */
export interface LabelScope {
  labels: Map<string, Label>;
  locals: string[];
}

interface Label {
  line: number;
  /** How many locals were declared where it stands; -1 before that is known. */
  locals: number;
  /** Jumps from before it, and how many locals there were. */
  jumps: { node: GotoStatement; locals: number }[];
  /** At the end of its block, where no local is in scope any more. */
  trailing: boolean;
}

type Report = (node: Statement, message: string) => void;

/** Enters the labels of a block. `until` says that an expression after the block still sees its locals. */
export function enterLabels(scope: LabelScope, block: Block, until: boolean, report: Report): void {
  let trailing = !until;
  for (let index = block.statements.length - 1; index >= 0; index--) {
    const statement = block.statements[index] as Statement;
    if (statement.kind !== 'Label') {
      trailing = false;
      continue;
    }
    scope.labels.set(statement.name, { line: statement.line, locals: -1, jumps: [], trailing });
  }
  const seen = new Map<string, number>();
  for (const statement of block.statements) {
    if (statement.kind !== 'Label') continue;
    const earlier = seen.get(statement.name);
    if (earlier !== undefined) report(statement, `label '${statement.name}' already defined on line ${earlier}`);
    seen.set(statement.name, statement.line);
  }
}

/** Passes a label: jumps to it from before must not have skipped a declaration. */
export function passLabel(scope: LabelScope, name: string, report: Report): void {
  const label = scope.labels.get(name) as Label;
  label.locals = scope.locals.length;
  if (label.trailing) return;
  for (const { node, locals } of label.jumps) {
    if (locals === label.locals) continue;
    report(node, `<goto ${name}> at line ${node.line} jumps into the scope of local '${scope.locals[locals]}'`);
  }
}

/** Notes a jump to a label of one of these scopes, innermost first. */
export function jump(scopes: Iterable<LabelScope>, node: GotoStatement, report: Report): void {
  for (const scope of scopes) {
    const label = scope.labels.get(node.label);
    if (label === undefined) continue;
    if (label.locals < 0) label.jumps.push({ node, locals: scope.locals.length });
    return;
  }
  report(node, `no visible label '${node.label}' for <goto> at line ${node.line}`);
}
