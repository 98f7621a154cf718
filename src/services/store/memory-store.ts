/** A store in memory. Full stores refuse new keys; expired values make room. */

import type { Clock, TimerHandle } from '../../infrastructure/clock.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { copyPayload } from '../lua/convert/payloads.ts';
import {
  keyExists,
  keyNotFound,
  type ListOptions,
  type PutOptions,
  type Store,
  StoreBackend,
  StoreConsistency,
  type StoreEntry,
  type StoreInfo,
  type StorePage,
  storeClosed,
  storeFull,
  versionMismatch,
} from './store.ts';

export interface MemoryStoreOptions {
  readonly clock: Clock;
  /** Most keys; 0 for no limit. */
  readonly maxSize: number;
  /** Milliseconds between two searches for expired values; 0 for none. */
  readonly cleanupInterval: number;
}

interface Slot {
  readonly value: Payload;
  readonly version: number;
  /** Milliseconds since 1970 at which the value is still there; infinite for ever. */
  readonly expires: number;
}

const INFO: StoreInfo = Object.freeze({
  backend: StoreBackend.Memory,
  consistency: StoreConsistency.Local,
  durable: false,
  list: true,
  versioned: true,
  conditionalPut: true,
  ttl: true,
});

export class MemoryStore implements Store {
  readonly info = INFO;
  private options: MemoryStoreOptions;
  private readonly slots = new Map<string, Slot>();
  private version = 0;
  /** Nothing expires before this time. */
  private firstExpiry = Number.POSITIVE_INFINITY;
  private closed = false;
  private started = false;
  private timer: TimerHandle = null;

  constructor(options: MemoryStoreOptions) {
    this.options = options;
  }

  /** Keys in memory, expired ones included that no cleanup has found yet. */
  get size(): number {
    return this.slots.size;
  }

  /** Begins to look for expired values; opens a store that was stopped. */
  start(): void {
    this.closed = false;
    this.started = true;
    this.arm();
  }

  /** Other limits. Values stay, also where there are more of them than new ones would be taken. */
  limit(limits: Pick<MemoryStoreOptions, 'maxSize' | 'cleanupInterval'>): void {
    this.options = { ...this.options, ...limits };
    this.options.clock.clearTimer(this.timer);
    this.timer = null;
    if (this.started) this.arm();
  }

  /** Refuses everything until it is started again, and forgets all values. */
  stop(): void {
    this.closed = true;
    this.started = false;
    this.options.clock.clearTimer(this.timer);
    this.timer = null;
    this.slots.clear();
  }

  get(key: string): Payload {
    return copyPayload(this.find(key).value);
  }

  entry(key: string): StoreEntry {
    const { value, version } = this.find(key);
    return { key, value: copyPayload(value), version: String(version) };
  }

  set(key: string, value: Payload, ttl: number): void {
    this.write(key, value, ttl, this.live(key) !== undefined);
  }

  put(key: string, value: Payload, { ttl, onlyIfAbsent = false, ifVersion }: PutOptions): StoreEntry {
    const slot = this.live(key);
    if (onlyIfAbsent && slot !== undefined) throw keyExists(key);
    if (ifVersion !== undefined) {
      if (slot === undefined) throw keyNotFound(key);
      if (String(slot.version) !== ifVersion) throw versionMismatch(key);
    }
    this.write(key, value, ttl, slot !== undefined);
    return { key, value: copyPayload(value), version: String(this.version) };
  }

  list({ prefix, after, limit }: ListOptions): StorePage {
    this.assertOpen();
    this.cleanup();
    const keys = [...this.slots.keys()].filter((key) => key > after && key.startsWith(prefix)).sort();
    const items = keys.slice(0, limit).map((key) => this.entry(key));
    return { items, cursor: items.at(-1)?.key ?? '', hasMore: keys.length > limit };
  }

  has(key: string): boolean {
    return this.live(key) !== undefined;
  }

  delete(key: string): boolean {
    return this.live(key) !== undefined && this.slots.delete(key);
  }

  private find(key: string): Slot {
    const slot = this.live(key);
    if (slot === undefined) throw keyNotFound(key);
    return slot;
  }

  private live(key: string): Slot | undefined {
    this.assertOpen();
    const slot = this.slots.get(key);
    if (slot === undefined || slot.expires >= this.options.clock.now()) return slot;
    this.slots.delete(key);
    return undefined;
  }

  private write(key: string, value: Payload, ttl: number, replaces: boolean): void {
    const { clock, maxSize } = this.options;
    if (!replaces && maxSize > 0 && this.slots.size >= maxSize) {
      this.cleanup();
      if (this.slots.size >= maxSize) throw storeFull();
    }
    const expires = ttl > 0 ? clock.now() + ttl : Number.POSITIVE_INFINITY;
    this.firstExpiry = Math.min(this.firstExpiry, expires);
    this.slots.set(key, { value, expires, version: ++this.version });
  }

  private cleanup(): void {
    const now = this.options.clock.now();
    if (this.firstExpiry >= now) return;
    this.firstExpiry = Number.POSITIVE_INFINITY;
    for (const [key, { expires }] of this.slots) {
      if (expires < now) this.slots.delete(key);
      else this.firstExpiry = Math.min(this.firstExpiry, expires);
    }
  }

  private arm(): void {
    const { clock, cleanupInterval } = this.options;
    if (cleanupInterval <= 0) return;
    clock.clearTimer(this.timer);
    this.timer = clock.setTimer(() => {
      this.cleanup();
      this.arm();
    }, cleanupInterval);
  }

  private assertOpen(): void {
    if (this.closed) throw storeClosed();
  }
}
