/** Key-value stores, whatever keeps them. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';

export const StoreBackend = {
  Memory: 'memory',
  Sql: 'sql',
  KvRaft: 'kv.raft',
  KvCrdt: 'kv.crdt',
  Unknown: 'unknown',
} as const;
export type StoreBackend = (typeof StoreBackend)[keyof typeof StoreBackend];

export const StoreConsistency = {
  Linearizable: 'linearizable',
  Eventual: 'eventual',
  Local: 'local',
  Unknown: 'unknown',
} as const;
export type StoreConsistency = (typeof StoreConsistency)[keyof typeof StoreConsistency];

/** What a store is and can do. */
export interface StoreInfo {
  readonly backend: StoreBackend;
  readonly consistency: StoreConsistency;
  /** Whether values outlast the program. */
  readonly durable: boolean;
  readonly list: boolean;
  readonly versioned: boolean;
  readonly conditionalPut: boolean;
  readonly ttl: boolean;
}

export interface StoreEntry {
  readonly key: string;
  readonly value: Payload;
  /** A positive integer in decimal, for conditional writes; `0` in stores without versions. */
  readonly version: string;
}

export interface ListOptions {
  /** Empty for all keys. */
  readonly prefix: string;
  /** Cursor of the page before; empty for the first page. */
  readonly after: string;
  /** Most entries of the page. */
  readonly limit: number;
}

export interface StorePage {
  readonly items: readonly StoreEntry[];
  /** The last key of the page, empty where there is none. */
  readonly cursor: string;
  readonly hasMore: boolean;
}

export interface PutOptions {
  /** Milliseconds; 0 for a value that does not expire. */
  readonly ttl: number;
  /** Not together with `ifVersion`. */
  readonly onlyIfAbsent?: boolean;
  readonly ifVersion?: string;
}

/** An answer now or later. */
export type Awaitable<T> = T | Promise<T>;

/**
 * Values by text keys. A value that has expired is as good as deleted. Payloads that are given belong to the store, those
 * it gives out belong to the receiver. Every method may fail with Unavailable `store is closed`.
 */
export interface Store {
  readonly info: StoreInfo;
  /** @throws WippyError NotFound `key not found`. */
  get(key: string): Awaitable<Payload>;
  /** @throws WippyError NotFound `key not found`. */
  entry(key: string): Awaitable<StoreEntry>;
  /** Sets a value; `ttl` as in PutOptions. Throws WippyError Unavailable `store is full`. */
  set(key: string, value: Payload, ttl: number): Awaitable<void>;
  /**
   * @throws WippyError AlreadyExists `key already exists`, Conflict `version mismatch`, NotFound for `ifVersion` without a
   *   value, Invalid `operation not supported by this store` for a condition, and those of `set`.
   */
  put(key: string, value: Payload, options: PutOptions): Awaitable<StoreEntry>;
  /** Entries in the order of their keys. */
  list(options: ListOptions): Awaitable<StorePage>;
  has(key: string): Awaitable<boolean>;
  /** False where there was no value. */
  delete(key: string): Awaitable<boolean>;
}

const error = (message: string, kind: ErrorKind, retryable: boolean, key?: string): WippyError =>
  new WippyError(message, { kind, retryable, ...(key === undefined ? {} : { details: { key } }) });

export const keyNotFound = (key: string) => error('key not found', ErrorKind.NotFound, false, key);
export const keyExists = (key: string) => error('key already exists', ErrorKind.AlreadyExists, false, key);
export const versionMismatch = (key: string) => error('version mismatch', ErrorKind.Conflict, true, key);
export const unsupportedOperation = () => error('operation not supported by this store', ErrorKind.Invalid, false);
export const storeFull = () => error('store is full', ErrorKind.Unavailable, true);
export const storeClosed = () => error('store is closed', ErrorKind.Unavailable, false);
