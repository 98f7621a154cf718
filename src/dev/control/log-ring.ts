/** The last records of a log, for those who ask later. */
import type { LogRecord } from '../../infrastructure/logger/index.ts';

/** A record as it is sent; plain data. */
export interface ShownRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: string;
  readonly logger: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const SIZE = 10_000;

/** Records are numbered from 0 in the order of their arrival; the oldest are dropped. */
export class LogRing {
  readonly #size: number;
  readonly #records: ShownRecord[] = [];
  readonly #followers = new Set<(record: ShownRecord) => void>();
  #total = 0;

  constructor(size = SIZE) {
    this.#size = size;
  }

  /** How many records ever came: the number of the next one. */
  get total(): number {
    return this.#total;
  }

  /** The number of the oldest record that is still there. */
  get first(): number {
    return Math.max(0, this.#total - this.#size);
  }

  add(record: ShownRecord): void {
    this.#records[this.#total % this.#size] = record;
    this.#total += 1;
    for (const follower of this.#followers) follower(record);
  }

  /** A record by its number; undefined once it was dropped. */
  at(number: number): ShownRecord | undefined {
    return number >= this.first && number < this.#total ? this.#records[number % this.#size] : undefined;
  }

  /** The newest records, oldest first. */
  last(count: number): ShownRecord[] {
    const start = Math.max(this.first, this.#total - Math.max(0, Math.floor(count)));
    return Array.from({ length: this.#total - start }, (_, index) => this.at(start + index) as ShownRecord);
  }

  /** Calls back with each new record; gives what ends that. */
  follow(follower: (record: ShownRecord) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

/** The record without what cannot be sent: errors become their messages. */
export function shownRecord({ time, level, logger, message, fields }: LogRecord): ShownRecord {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    shown[name] = value instanceof Error ? value.message : plain(value);
  }
  return { time, level, logger, message, fields: shown };
}

function plain(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
  } catch {
    return String(value);
  }
}
