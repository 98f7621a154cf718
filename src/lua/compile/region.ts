/**
 * A region is a list of emitted statements. Suspension points inside it have numbers (pc). For the function that resumes,
 * a region with any is rendered as `switch (pc) { case 0: ... }`, so that it jumps to the place where it was suspended,
 * through all the structures around that place; for the function that is called, as plain statements.
 */

type Item =
  | { kind: 'line'; text: string; line: number; call: number | null }
  | { kind: 'label'; pc: number }
  | { kind: 'if'; condition: string; yes: Region; no: Region | null; line: number }
  | { kind: 'nested'; head: string; body: Region; tail: string; line: number };

export class Region {
  readonly items: Item[] = [];
  /** Range of the suspension points inside, nested regions included; they are numbered in order of emission. */
  first = Number.POSITIVE_INFINITY;
  last = -1;

  /** `call` is the site of the call that the line makes (its complement for a call in tail position), or null. */
  line(text: string, line: number, call: number | null = null): void {
    this.items.push({ kind: 'line', text, line, call });
  }

  /** Execution goes on here when the function is resumed at `pc`. */
  label(pc: number): void {
    this.items.push({ kind: 'label', pc });
    this.include(pc, pc);
  }

  if(condition: string, yes: Region, no: Region | null, line: number): void {
    this.items.push({ kind: 'if', condition, yes, no, line });
    this.include(yes.first, yes.last);
    if (no !== null) this.include(no.first, no.last);
  }

  /** A loop or a labelled block: `head {` body `tail`. */
  nested(head: string, body: Region, line: number, tail = '}'): void {
    this.items.push({ kind: 'nested', head, body, tail, line });
    this.include(body.first, body.last);
  }

  append(other: Region): void {
    this.items.push(...other.items);
    this.include(other.first, other.last);
  }

  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  get suspends(): boolean {
    return this.last >= 0;
  }

  private include(first: number, last: number): void {
    if (first < this.first) this.first = first;
    if (last > this.last) this.last = last;
  }
}

/** Emitted text with the Lua line of every line of it. */
export class Output {
  readonly text: string[] = [];
  readonly lines: number[] = [];
  /** For the lines that make a call: its site, see `Region.line`. */
  readonly calls: Record<number, number> = {};

  line(text: string, line: number, call: number | null = null): void {
    if (call !== null) this.calls[this.text.length] = call;
    this.text.push(text);
    this.lines.push(line);
  }
}

/** Writes a region's statements; with `resumable`, so that `pc` may say where to begin (0 is the start). */
export function render(region: Region, output: Output, resumable: boolean): void {
  if (!resumable || !region.suspends) {
    for (const item of region.items) renderItem(item, output, false);
    return;
  }
  output.line('switch (pc) { case 0:', 0);
  for (const item of region.items) {
    const [first, last] = range(item);
    if (last >= 0) output.line(cases(first, last), 0);
    renderItem(item, output, true);
  }
  output.line('}', 0);
}

function range(item: Item): [number, number] {
  if (item.kind === 'if') {
    const { yes, no } = item;
    return [Math.min(yes.first, no?.first ?? Number.POSITIVE_INFINITY), Math.max(yes.last, no?.last ?? -1)];
  }
  return item.kind === 'nested' ? [item.body.first, item.body.last] : [0, -1];
}

function cases(first: number, last: number): string {
  let text = '';
  for (let pc = first; pc <= last; pc++) text += `case ${pc}: `;
  return text;
}

function renderItem(item: Item, output: Output, resumable: boolean): void {
  switch (item.kind) {
    case 'line':
      output.line(item.text, item.line, item.call);
      break;
    case 'label':
      if (resumable) output.line(`case ${item.pc}: pc = 0;`, 0);
      break;
    case 'if': {
      const condition = resumable ? entryCondition(item.condition, item.yes, item.no) : item.condition;
      output.line(`if (${condition}) {`, item.line);
      render(item.yes, output, resumable);
      if (item.no !== null && !item.no.isEmpty) {
        output.line('} else {', 0);
        render(item.no, output, resumable);
      }
      output.line('}', 0);
      break;
    }
    case 'nested':
      output.line(item.head, item.line);
      render(item.body, output, resumable);
      output.line(item.tail, 0);
      break;
  }
}

/** The condition of an `if`, or, when the function is being resumed inside it, the branch that holds the place. */
function entryCondition(condition: string, yes: Region, no: Region | null): string {
  const inYes = yes.suspends;
  const inNo = no?.suspends ?? false;
  if (inYes && inNo) return `pc === 0 ? ${condition} : pc <= ${yes.last}`;
  if (inYes) return `pc !== 0 || (${condition})`;
  if (inNo) return `pc === 0 && (${condition})`;
  return condition;
}
