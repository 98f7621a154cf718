/**
 * The records of the log that are shown: those of a level that contain a text. Each record is looked at once for each
 * choice, and only rows on screen become text.
 */
import type { LogRing, ShownRecord } from '../dev/control/log-ring.ts';
import { logText } from './log-text.ts';

/** What is shown of a log. */
export interface LogChoice {
  /** What records must contain, in any case; empty for all. */
  readonly filter: string;
  /** The lowest level. */
  readonly level: LogThreshold;
}

export const LOG_LEVELS = ['all', 'info', 'warn', 'error'] as const;
export type LogThreshold = (typeof LOG_LEVELS)[number];

const RANKS: Readonly<Record<string, number>> = { debug: 0, info: 1, warn: 2, error: 3, fatal: 3 };

export class LogView {
  readonly #ring: LogRing;
  #choice: LogChoice = { filter: '', level: 'all' };
  /** Numbers of the records that match, ascending. */
  #matches: number[] = [];
  /** How many matches were dropped from the start of the list, with their records. */
  #dropped = 0;
  /** The number of the next record to look at. */
  #next = 0;

  constructor(ring: LogRing) {
    this.#ring = ring;
  }

  /** The place of the first match that is still there; a match keeps its place when others are dropped. */
  get first(): number {
    return this.#all ? this.#ring.first : this.#dropped;
  }

  /** The place after the last match. */
  get end(): number {
    return this.#all ? this.#ring.total : this.#dropped + this.#matches.length;
  }

  /** Takes in what is new. */
  update(choice: LogChoice): void {
    if (choice.filter !== this.#choice.filter || choice.level !== this.#choice.level) {
      this.#choice = choice;
      this.#matches = [];
      this.#dropped = 0;
      this.#next = 0;
    }
    if (this.#all) return;
    const { first, total } = this.#ring;
    for (let number = Math.max(this.#next, first); number < total; number += 1) {
      if (this.#matching(this.#ring.at(number))) this.#matches.push(number);
    }
    this.#next = total;
    let gone = 0;
    while (gone < this.#matches.length && (this.#matches[gone] as number) < first) gone += 1;
    if (gone > 0) this.#matches.splice(0, gone);
    this.#dropped += gone;
  }

  /** The record at a place. */
  at(place: number): ShownRecord | undefined {
    if (this.#all) return this.#ring.at(place);
    const number = this.#matches[place - this.#dropped];
    return number === undefined ? undefined : this.#ring.at(number);
  }

  /** The place of the nearest record with a text before (-1) or after (1) a place, without that itself. */
  find(text: string, from: number, step: 1 | -1): number | undefined {
    const wanted = text.toLowerCase();
    for (let place = from + step; place >= this.first && place < this.end; place += step) {
      const record = this.at(place);
      if (record !== undefined && logText(record).toLowerCase().includes(wanted)) return place;
    }
    return undefined;
  }

  get #all(): boolean {
    return this.#choice.filter === '' && this.#choice.level === 'all';
  }

  #matching(record: ShownRecord | undefined): boolean {
    if (record === undefined) return false;
    const { filter, level } = this.#choice;
    if (level !== 'all' && (RANKS[record.level] ?? 0) < (RANKS[level] ?? 0)) return false;
    return filter === '' || logText(record).toLowerCase().includes(filter.toLowerCase());
  }
}
