import type { PID } from '../../core/pid/pid.ts';
import { nameAlreadyRegistered, unknownNameScope } from './errors.ts';

/** How far a name reaches and how strictly it is kept; the values are those of `process.registry`. */
export const NameScope = { Local: 0, Eventual: 1, Consistent: 2, Strong: 3 } as const;

export type NameScope = (typeof NameScope)[keyof typeof NameScope];

/** The names of one scope. A directory of a cluster may answer later, one in memory answers at once. */
export interface NameDirectory {
  /** Registering again for the same PID is fine. @throws WippyError AlreadyExists `name already registered`. */
  register(name: string, pid: PID): void | Promise<void>;
  lookup(name: string): PID | null;
  /** False when the name is not registered, or belongs to another than `owner`. */
  unregister(name: string, owner: PID | null): boolean | Promise<boolean>;
  /** Drops every name of a process that has ended. */
  remove(pid: PID): void;
  namesOf(pid: PID): string[];
}

/** Names in memory: those of one node, and the stand-in for every scope where there is no cluster. */
export class MemoryNames implements NameDirectory {
  private readonly holders = new Map<string, PID>();
  private readonly names = new Map<string, Set<string>>();

  register(name: string, pid: PID): void {
    const holder = this.holders.get(name);
    if (holder !== undefined) {
      if (holder.equals(pid)) return;
      throw nameAlreadyRegistered(name, holder);
    }
    this.holders.set(name, pid);
    const names = this.names.get(pid.text);
    if (names === undefined) this.names.set(pid.text, new Set([name]));
    else names.add(name);
  }

  lookup(name: string): PID | null {
    return this.holders.get(name) ?? null;
  }

  unregister(name: string, owner: PID | null): boolean {
    const holder = this.holders.get(name);
    if (holder === undefined || (owner !== null && !holder.equals(owner))) return false;
    this.holders.delete(name);
    const names = this.names.get(holder.text);
    names?.delete(name);
    if (names?.size === 0) this.names.delete(holder.text);
    return true;
  }

  remove(pid: PID): void {
    const names = this.names.get(pid.text);
    if (names === undefined) return;
    this.names.delete(pid.text);
    for (const name of names) this.holders.delete(name);
  }

  namesOf(pid: PID): string[] {
    return [...(this.names.get(pid.text) ?? [])];
  }
}

/** Where each scope keeps its names. */
export interface NameDirectories {
  local: NameDirectory;
  eventual: NameDirectory;
  consistent: NameDirectory;
  strong: NameDirectory;
}

/** The names of all scopes. A lookup asks the strictest scope first, so that a local name cannot hide a strict one. */
export class Names {
  private readonly byScope: readonly NameDirectory[];
  private readonly strictestFirst: readonly NameDirectory[];

  constructor(directories: Partial<NameDirectories> = {}) {
    const local = directories.local ?? new MemoryNames();
    const eventual = directories.eventual ?? new MemoryNames();
    const consistent = directories.consistent ?? new MemoryNames();
    const strong = directories.strong ?? new MemoryNames();
    this.byScope = [local, eventual, consistent, strong];
    this.strictestFirst = [strong, consistent, eventual, local];
  }

  /**
   * Registers the name in the scope; a name taken in another scope is taken.
   * @throws WippyError AlreadyExists `name already registered` with `existing_pid` in the details, Invalid for a scope
   *   that does not exist.
   */
  register(name: string, pid: PID, scope: number = NameScope.Local): void | Promise<void> {
    const directory = this.directory(scope);
    const holder = this.lookup(name);
    if (holder !== null && !holder.equals(pid)) throw nameAlreadyRegistered(name, holder);
    return directory.register(name, pid);
  }

  lookup(name: string): PID | null {
    for (const directory of this.strictestFirst) {
      const holder = directory.lookup(name);
      if (holder !== null) return holder;
    }
    return null;
  }

  /** Only the owner may give up a CONSISTENT or STRONG name; pass its PID. */
  unregister(name: string, scope: number = NameScope.Local, owner: PID | null = null): boolean | Promise<boolean> {
    return this.directory(scope).unregister(name, scope >= NameScope.Consistent ? owner : null);
  }

  remove(pid: PID): void {
    for (const directory of this.byScope) directory.remove(pid);
  }

  namesOf(pid: PID): string[] {
    return this.byScope.flatMap((directory) => directory.namesOf(pid));
  }

  private directory(scope: number): NameDirectory {
    const directory = this.byScope[scope];
    if (directory === undefined) throw unknownNameScope(scope);
    return directory;
  }
}
