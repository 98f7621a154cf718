/** Finds entries by queries; results are kept per state of the registry. */
import { RE2JS } from 're2js';
import { type Logger, silentLogger } from '../../infrastructure/logger/index.ts';
import { LruCache } from '../../infrastructure/lru-cache.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { Entry, EntryState } from '../registry/index.ts';
import { compileQuery, type Query } from './query.ts';

export interface FinderOptions {
  /** Results kept; default 1000 (`finder.query_cache_size`). */
  queryCacheSize?: number;
  /** Compiled regular expressions kept; default 100 (`finder.regex_cache_size`). */
  regexCacheSize?: number;
  logger?: Logger;
}

/** A text that is equal for equal queries, whatever the order of keys. */
function queryKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(queryKey).join(',')}]`;
  if (isPlainObject(value)) {
    const parts = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${queryKey(value[key])}`);
    return `{${parts.join(',')}}`;
  }
  return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
}

/** Queries with caches. Regular expressions are those of RE2: linear time, because queries come from applications. */
export class Finder {
  readonly #current: () => EntryState;
  readonly #results: LruCache<string, readonly Entry[]>;
  readonly #regexes: LruCache<string, RE2JS>;
  readonly #logger: Logger;
  #cachedState: EntryState | undefined;

  /** @param current gives the state that `find` searches if it is given none. */
  constructor(current: () => EntryState, options: FinderOptions = {}) {
    this.#current = current;
    this.#results = new LruCache(options.queryCacheSize ?? 1000);
    this.#regexes = new LruCache(options.regexCacheSize ?? 100);
    this.#logger = options.logger ?? silentLogger;
  }

  /** The matching entries, by id. The list is frozen and may be shared. Queries: see query.ts. */
  find(query: Query, state?: EntryState): readonly Entry[] {
    const current = this.#current();
    if (state !== undefined && state !== current) return this.#search(query, state);
    if (this.#cachedState !== current) {
      this.#results.clear();
      this.#cachedState = current;
    }
    const key = queryKey(query);
    let result = this.#results.get(key);
    if (result === undefined) {
      result = this.#search(query, current);
      this.#results.set(key, result);
    }
    return result;
  }

  #search(query: Query, state: EntryState): readonly Entry[] {
    const matches = compileQuery(query, {
      compileRegex: (pattern) => this.#regex(pattern),
      warn: (message) => this.#logger.warn(message),
    });
    return Object.freeze(state.entries().filter(matches));
  }

  #regex(pattern: string): RE2JS {
    let regex = this.#regexes.get(pattern);
    if (regex === undefined) {
      regex = RE2JS.compile(pattern);
      this.#regexes.set(pattern, regex);
    }
    return regex;
  }
}
