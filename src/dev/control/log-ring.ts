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

export class LogRing {
  readonly #size: number;
  readonly #records: ShownRecord[] = [];
  readonly #followers = new Set<(record: ShownRecord) => void>();
  /** Where the oldest record is, once the ring is full. */
  #start = 0;

  constructor(size = SIZE) {
    this.#size = size;
  }

  add(record: ShownRecord): void {
    if (this.#records.length < this.#size) this.#records.push(record);
    else {
      this.#records[this.#start] = record;
      this.#start = (this.#start + 1) % this.#size;
    }
    for (const follower of this.#followers) follower(record);
  }

  /** The newest records, oldest first. */
  last(count: number): ShownRecord[] {
    const all = [...this.#records.slice(this.#start), ...this.#records.slice(0, this.#start)];
    return count >= all.length ? all : all.slice(all.length - Math.max(0, Math.floor(count)));
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
