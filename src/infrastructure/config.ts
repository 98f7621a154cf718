/**
 * Settings under dot keys with strict getters: a missing value gives the default, a value of another type also gives
 * the default but is reported, because a setting that is silently ignored costs its author hours.
 */
import { tryParseDuration } from './duration.ts';
import { ErrorKind, WippyError } from './errors.ts';
import { frozenCopy, isPlainObject, quoteValue, typeName } from './plain-data.ts';
import type { Setting } from './setting.ts';

/** A setting whose value was not used. */
export interface ConfigWarning {
  readonly key: string;
  readonly message: string;
}

export type ConfigWarningHandler = (warning: ConfigWarning) => void;

/** Maps become dot keys; lists and scalars stay whole. Empty maps vanish, as they hold no setting. */
function flatten(prefix: string, value: unknown, into: Map<string, unknown>): void {
  if (!isPlainObject(value)) {
    into.set(prefix, frozenCopy(value));
    return;
  }
  for (const [key, item] of Object.entries(value)) flatten(prefix === '' ? key : `${prefix}.${key}`, item, into);
}

/** Immutable settings. */
export class Config {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #prefix: string;
  readonly #warn: ConfigWarningHandler;

  constructor(values: ReadonlyMap<string, unknown>, warn: ConfigWarningHandler = () => undefined, prefix = '') {
    this.#values = values;
    this.#warn = warn;
    this.#prefix = prefix;
  }

  /**
   * Settings of nested sections; `version` is not one.
   * @throws Invalid if a top-level value is not a map.
   */
  static fromSections(sections: Readonly<Record<string, unknown>>, warn?: ConfigWarningHandler): Config {
    const values = new Map<string, unknown>();
    for (const [name, section] of Object.entries(sections)) {
      if (name === 'version' || section === null || section === undefined) continue;
      if (!isPlainObject(section)) {
        throw new WippyError(`section "${name}" must be a map, got ${typeName(section)} ${quoteValue(section)}`, {
          kind: ErrorKind.Invalid,
          retryable: false,
          details: { section: name },
          hint: `Indent the settings below "${name}:".`,
        });
      }
      flatten(name, section, values);
    }
    return new Config(values, warn);
  }

  /** A copy with other values for some dot keys. */
  override(values: Readonly<Record<string, unknown>>): Config {
    const merged = new Map(this.#values);
    for (const [key, value] of Object.entries(values)) flatten(`${this.#prefix}${key}`, value, merged);
    return new Config(merged, this.#warn, this.#prefix);
  }

  /** The settings below a key, under keys without it. */
  section(key: string): Config {
    return new Config(this.#values, this.#warn, `${this.#prefix}${key}.`);
  }

  /** Full dot keys below this section, sorted, without the section's own prefix. */
  keys(): string[] {
    const keys: string[] = [];
    for (const key of this.#values.keys()) {
      if (key.startsWith(this.#prefix)) keys.push(key.slice(this.#prefix.length));
    }
    return keys.sort();
  }

  has(key: string): boolean {
    return this.#values.has(this.#prefix + key);
  }

  /** The value as it was written, or undefined. */
  raw(key: string): unknown {
    return this.#values.get(this.#prefix + key);
  }

  /** The value of a declared setting. */
  get<T>({ key, fallback, expected, read }: Setting<T>): T {
    return this.#typed(key, fallback, expected, read);
  }

  string(key: string, fallback: string): string {
    return this.#typed(key, fallback, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  /** A text out of a fixed set. */
  choice<T extends string>(key: string, choices: readonly T[], fallback: T): T {
    return this.#typed(key, fallback, `one of ${choices.join(', ')}`, (value) =>
      choices.find((item) => item === value),
    );
  }

  integer(key: string, fallback: number): number {
    return this.#typed(key, fallback, 'an integer', (value) =>
      Number.isSafeInteger(value) ? (value as number) : undefined,
    );
  }

  number(key: string, fallback: number): number {
    return this.#typed(key, fallback, 'a number', (value) => (typeof value === 'number' ? value : undefined));
  }

  boolean(key: string, fallback: boolean): boolean {
    return this.#typed(key, fallback, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  /** Milliseconds; written as a duration text, the fallback too is in milliseconds. */
  duration(key: string, fallback: number): number {
    return this.#typed(key, fallback, 'a duration such as 500ms, 5s or 1m30s', (value) =>
      typeof value === 'string' ? tryParseDuration(value) : undefined,
    );
  }

  strings(key: string, fallback: readonly string[]): readonly string[] {
    return this.#typed(key, fallback, 'a list of texts', (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? (value as string[]) : undefined,
    );
  }

  #typed<T>(key: string, fallback: T, expected: string, read: (value: unknown) => T | undefined): T {
    const value = this.raw(key);
    if (value === undefined || value === null) return fallback;
    const result = read(value);
    if (result !== undefined) return result;
    const fullKey = this.#prefix + key;
    const message = `setting "${fullKey}" must be ${expected}, got ${typeName(value)} ${quoteValue(value)}; using the default ${quoteValue(fallback)}`;
    this.#warn({ key: fullKey, message });
    return fallback;
  }
}
