/** What a panel shows, whatever it is about: rows by their place in a list, and what can be done with each. */

export type RowColour = 'red' | 'yellow' | 'green' | 'cyan' | undefined;

export interface Row {
  readonly text: string;
  readonly colour?: RowColour;
  readonly dim?: boolean;
}

/** A place in a file, for an editor. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

export interface PanelView {
  /** The line above the rows. */
  readonly head: string;
  /** The place of the first row, and the one after the last. */
  readonly first: number;
  readonly end: number;
  row(place: number): Row;
  /** Everything about a row, as lines; empty where the row says it all. */
  details(place: number): readonly string[];
  /** What is copied. */
  copy(place: number): string;
  /** Where it is written. */
  source(place: number): FilePlace | undefined;
}
