/** A correction as data: what a check that finds a mistake declares beside it where only one correction is possible. */

/** A stretch of a text (UTF-16 offsets, half-open) and what replaces it. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  /** What stands there now: the edit means nothing else. */
  readonly old: string;
  readonly text: string;
}

/** Edits of one file that belong together: all of them or none. */
export interface Fix {
  /** Absolute path. */
  readonly file: string;
  /** What it does, in the past: `renamed "adr" to "addr"`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export function textEdit(source: string, start: number, end: number, text: string): TextEdit {
  return { start, end, old: source.slice(start, end), text };
}

/**
 * The text with the edits of as many fixes as possible, in their order. A fix is left out that overlaps an earlier one, or
 * that was made for another text.
 */
export function applyFixes<Item extends { readonly fix: Fix }>(
  text: string,
  items: readonly Item[],
): { readonly text: string; readonly applied: readonly Item[] } {
  const taken: TextEdit[] = [];
  const applied: Item[] = [];
  for (const item of items) {
    const { edits } = item.fix;
    if (
      edits.some((edit) => text.slice(edit.start, edit.end) !== edit.old || taken.some((other) => touch(edit, other)))
    )
      continue;
    taken.push(...edits);
    applied.push(item);
  }
  taken.sort((a, b) => b.start - a.start);
  let result = text;
  for (const { start, end, text: replacement } of taken)
    result = result.slice(0, start) + replacement + result.slice(end);
  return { text: result, applied };
}

/** Edits that touch may mean different things together, such as two additions at one place. */
function touch(a: TextEdit, b: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
