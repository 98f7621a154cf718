/** Several storages as one: reads take the first value found, writes go to the first storage. */

import type { EnvStorage } from '../storage.ts';

export class RouterStorage implements EnvStorage {
  private readonly storages: () => readonly EnvStorage[];

  /** `storages` gives the members in order, at least one, at the time of use. */
  constructor(storages: () => readonly EnvStorage[]) {
    this.storages = storages;
  }

  get(name: string): string | undefined {
    for (const storage of this.storages()) {
      const value = storage.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: string, value: string): void {
    this.storages()[0]?.set(name, value);
  }

  list(): ReadonlyMap<string, string> {
    const all = new Map<string, string>();
    for (const storage of this.storages()) {
      for (const [name, value] of storage.list()) if (!all.has(name)) all.set(name, value);
    }
    return all;
  }
}
