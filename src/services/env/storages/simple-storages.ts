/** Storages without configuration files: memory, fixed values, the operating system. */

import { ProgramEnvironment } from '../../../infrastructure/program-environment.ts';
import type { EnvStorage } from '../storage.ts';
import { storageReadOnly } from '../storage.ts';

/** Values that last as long as the program. */
export class MemoryStorage implements EnvStorage {
  private readonly values = new Map<string, string>();

  get(name: string): string | undefined {
    return this.values.get(name);
  }

  set(name: string, value: string): void {
    this.values.set(name, value);
  }

  list(): ReadonlyMap<string, string> {
    return new Map(this.values);
  }
}

/** Values of the configuration, read-only. */
export class StaticStorage implements EnvStorage {
  private readonly values: ReadonlyMap<string, string>;

  constructor(values: Readonly<Record<string, string>>) {
    this.values = new Map(Object.entries(values));
  }

  get(name: string): string | undefined {
    return this.values.get(name);
  }

  set(): void {
    throw storageReadOnly();
  }

  list(): ReadonlyMap<string, string> {
    return this.values;
  }
}

/** The environment of the program, read-only. */
export class SystemStorage implements EnvStorage {
  private readonly environment: ProgramEnvironment;

  constructor(environment: ProgramEnvironment = new ProgramEnvironment(process.env)) {
    this.environment = environment;
  }

  get(name: string): string | undefined {
    return this.environment.get(name);
  }

  set(): void {
    throw storageReadOnly();
  }

  /** Nothing: applications see those variables of the program that an entry names, not all that happen to be set. */
  list(): ReadonlyMap<string, string> {
    return new Map();
  }
}
