/** Environment variables by name or id, over the storages that hold their values. */

import { contextKey } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { ProgramEnvironment } from '../../infrastructure/program-environment.ts';
import { type EnvStorage, storageNotFound } from './storage.ts';

export interface EnvVariable {
  /** Entry id. */
  readonly id: string;
  /** Public name; without one the variable is reached by its id, which is also its name in the storage. */
  readonly name?: string;
  /** Entry id of the storage. */
  readonly storage: string;
  /** Used where the storage has no value or an empty one. */
  readonly default?: string;
  readonly readonly: boolean;
}

export class EnvService {
  private readonly storages = new Map<string, EnvStorage>();
  private readonly variables = new Map<string, EnvVariable>();
  private readonly names = new Map<string, EnvVariable>();

  setStorage(id: string, storage: EnvStorage): void {
    this.storages.set(id, storage);
  }

  deleteStorage(id: string): void {
    this.storages.delete(id);
  }

  /** @throws WippyError NotFound `environment storage backend not found`. */
  storage(id: string): EnvStorage {
    const storage = this.storages.get(id);
    if (storage === undefined) throw storageNotFound(id);
    return storage;
  }

  /**
   * Adds a variable or replaces the one with its id.
   * @throws WippyError NotFound for a storage that is not there (yet), AlreadyExists for a name that is taken.
   */
  setVariable(variable: EnvVariable): void {
    this.storage(variable.storage);
    const holder = this.names.get(keyOf(variable));
    if (holder !== undefined && holder.id !== variable.id) throw nameTaken(keyOf(variable), holder.id);
    this.deleteVariable(variable.id);
    this.variables.set(variable.id, variable);
    this.names.set(keyOf(variable), variable);
  }

  deleteVariable(id: string): void {
    const variable = this.variables.get(id);
    if (variable === undefined) return;
    this.variables.delete(id);
    this.names.delete(keyOf(variable));
  }

  /** Whether there is such a variable, with or without a value. Names are found as by `get`. */
  has(name: string, fromNamespace = ''): boolean {
    return this.find(name, fromNamespace) !== undefined;
  }

  /**
   * The value of a variable, or its default. The text is a public name, else an id, else the name of an entry in the
   * namespace that asks. An empty value counts as none.
   * @throws WippyError NotFound `environment variable not found`, and what the storage throws.
   */
  get(name: string, fromNamespace = ''): string {
    const value = this.lookup(name, fromNamespace);
    if (value === undefined) throw notFound(name);
    return value;
  }

  /** As `get`, with undefined for a variable that is not there or has no value. */
  lookup(name: string, fromNamespace = ''): string | undefined {
    const variable = this.find(name, fromNamespace);
    return variable === undefined ? undefined : this.valueOf(variable);
  }

  /**
   * Puts a value into the storage of a variable; names as for `get`.
   * @throws WippyError NotFound, PermissionDenied `environment variable is read-only` or `storage is read-only`.
   */
  set(name: string, value: string, fromNamespace = ''): void {
    const variable = this.find(name, fromNamespace);
    if (variable === undefined) throw notFound(name);
    if (variable.readonly) throw readOnly(name);
    this.storage(variable.storage).set(keyOf(variable), value);
  }

  /** The values that storages enumerate and those of all variables, by public name or else id. */
  all(): Map<string, string> {
    const all = new Map<string, string>();
    for (const storage of this.storages.values()) {
      for (const [name, value] of storage.list()) all.set(name, value);
    }
    for (const variable of this.variables.values()) {
      const value = this.valueOf(variable);
      if (value !== undefined) all.set(keyOf(variable), value);
    }
    return all;
  }

  private find(name: string, fromNamespace: string): EnvVariable | undefined {
    const named = this.names.get(name);
    if (named !== undefined) return named;
    if (fromNamespace !== '' && !name.includes(':')) {
      const own = this.variables.get(`${fromNamespace}:${name}`);
      if (own !== undefined) return own;
    }
    return this.variables.get(name);
  }

  private valueOf(variable: EnvVariable): string | undefined {
    const value = this.storage(variable.storage).get(keyOf(variable)) || variable.default;
    return value === '' ? undefined : value;
  }
}

/** What the variable is called in its storage and in `all`. */
function keyOf({ name, id }: EnvVariable): string {
  return name === undefined || name === '' ? id : name;
}

function notFound(name: string): WippyError {
  return new WippyError('environment variable not found', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { variable: name },
  });
}

function readOnly(name: string): WippyError {
  return new WippyError('environment variable is read-only', {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
    details: { variable: name },
  });
}

function nameTaken(name: string, holder: string): WippyError {
  return new WippyError(`environment variable name already exists: ${name}`, {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    details: { variable: name, holder },
    hint: `${holder} has this name; public names of variables are unique in the whole application.`,
  });
}

export const envKey = contextKey<EnvService>('environment');

/** Optional; without it the environment of the process. */
export const programEnvironmentKey = contextKey<ProgramEnvironment>('program environment');
