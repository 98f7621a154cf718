/**
 * Columns of offsets, for a caller whose offsets mostly grow: each search stops at the previous one, so that many problems
 * on one long line stay linear.
 */
export class ColumnFinder {
  private readonly source: string;
  private lastOffset = 0;
  private lastLineStart = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** 1-based column of an offset in UTF-16 units. */
  column(offset: number): number {
    const floor = offset >= this.lastOffset ? this.lastOffset : 0;
    let lineStart = offset;
    while (lineStart > floor && !isLineEnd(this.source.charCodeAt(lineStart - 1))) lineStart--;
    if (lineStart === floor && floor > 0 && !isLineEnd(this.source.charCodeAt(floor - 1)))
      lineStart = this.lastLineStart;
    this.lastOffset = offset;
    this.lastLineStart = lineStart;
    return offset - lineStart + 1;
  }
}

function isLineEnd(unit: number): boolean {
  return unit === 10 || unit === 13;
}
