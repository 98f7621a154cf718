/**
 * The dictionary through which components find each other: written during boot, then sealed.
 * Rule: internals/architecture of the Wippy documentation, section AppContext.
 */
import { ErrorKind, WippyError } from './errors.ts';

/** A typed key; two keys are the same key only if they are the same object, whatever their names. */
export interface ContextKey<T> {
  readonly name: string;
  /** Never set; it only carries the type of the value. */
  readonly valueType?: (value: T) => T;
}

/** A new key. The name appears in error messages. */
export function contextKey<T>(name: string): ContextKey<T> {
  return Object.freeze({ name }) as ContextKey<T>;
}

/** The part of the context that components may use after boot. */
export interface ReadonlyAppContext {
  readonly sealed: boolean;
  get<T>(key: ContextKey<T>): T | undefined;
  require<T>(key: ContextKey<T>): T;
  has(key: ContextKey<unknown>): boolean;
}

/** Component references by typed key; writes end with `seal()`. */
export class AppContext implements ReadonlyAppContext {
  readonly #values = new Map<ContextKey<unknown>, unknown>();
  #sealed = false;

  get sealed(): boolean {
    return this.#sealed;
  }

  /**
   * Attaches a value.
   * @throws InvalidState after `seal()`, AlreadyExists if the key has a value.
   */
  set<T>(key: ContextKey<T>, value: T): this {
    if (this.#sealed) {
      throw new WippyError(`cannot set "${key.name}": the application context is sealed`, {
        kind: ErrorKind.InvalidState,
        retryable: false,
        details: { key: key.name },
        hint: 'Attach the value while the component loads, before the components start.',
      });
    }
    const anyKey = key as ContextKey<unknown>;
    if (this.#values.has(anyKey)) {
      throw new WippyError(`cannot set "${key.name}": the application context already holds a value for it`, {
        kind: ErrorKind.AlreadyExists,
        retryable: false,
        details: { key: key.name },
        hint: 'Only one component may attach a value for a key.',
      });
    }
    this.#values.set(anyKey, value);
    return this;
  }

  /** The value, or undefined if nothing was attached. */
  get<T>(key: ContextKey<T>): T | undefined {
    return this.#values.get(key as ContextKey<unknown>) as T | undefined;
  }

  /**
   * The value of a key that must have one.
   * @throws NotFound if nothing was attached.
   */
  require<T>(key: ContextKey<T>): T {
    if (!this.has(key as ContextKey<unknown>)) {
      throw new WippyError(`the application context has no "${key.name}"`, {
        kind: ErrorKind.NotFound,
        retryable: false,
        details: { key: key.name },
        hint: 'The component that attaches it is not loaded, or the asking component does not declare that it depends on it.',
      });
    }
    return this.get(key) as T;
  }

  has(key: ContextKey<unknown>): boolean {
    return this.#values.has(key);
  }

  /** Ends the writes. Sealing twice is harmless. */
  seal(): void {
    this.#sealed = true;
  }
}
