/** Which entries read a variable of the environment of the program. Pure: names and entries in, ids out. */
import { type KindRegistry, placeholderVariables } from '../../core/kinds/index.ts';
import type { Entry } from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { variablesRead } from './lua-variables.ts';

export interface EnvironmentReaders {
  /** Entries with the way from them to the variable: `[entry of the variable, name]`. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
  /** Those of them that get the value with their configuration; the others ask for it when they start or run. */
  readonly configured: ReadonlySet<string>;
  /** Entries with code that reads variables whose names only show when it runs. */
  readonly unknown: readonly string[];
}

const NONE: EnvironmentReaders = { readers: new Map(), configured: new Set(), unknown: [] };

/** @param names variables of the program that have changed. */
export function environmentReaders(
  names: readonly string[],
  entries: readonly Entry[],
  kinds: Pick<KindRegistry, 'entryReferences'>,
): EnvironmentReaders {
  const variables = new Variables(names, entries, kinds);
  if (!variables.changed) return NONE;
  const readers = new Map<string, readonly string[]>();
  const configured = new Set<string>();
  const unknown: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'env.variable') continue;
    const placeholder = variables.first(placeholderVariables(entry), entry);
    const code = readByCode(entry);
    const way = placeholder ?? variables.first([...namedInFields(entry.data), ...code.names], entry);
    if (way !== undefined) readers.set(entry.id, way);
    else if (code.others) unknown.push(entry.id);
    if (placeholder !== undefined) configured.add(entry.id);
  }
  return { readers, configured, unknown };
}

/** The variables of the application by the names that its entries use for them. */
class Variables {
  readonly #byName = new Map<string, string>();
  readonly #ids = new Set<string>();
  /** Names in the environment of those that have changed, by id. */
  readonly #changed = new Map<string, string>();

  constructor(names: readonly string[], entries: readonly Entry[], kinds: Pick<KindRegistry, 'entryReferences'>) {
    const wanted = new Set(names);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const readsProgram = (entry: Entry | undefined, seen: ReadonlySet<string>): boolean => {
      if (entry === undefined || seen.has(entry.id)) return false;
      if (entry.kind === 'env.storage.os') return true;
      if (entry.kind !== 'env.storage.router' && entry.kind !== 'env.variable') return false;
      const next = new Set([...seen, entry.id]);
      return kinds.entryReferences(entry).some(({ target }) => readsProgram(byId.get(target), next));
    };
    for (const entry of entries) {
      if (entry.kind !== 'env.variable') continue;
      const written = (entry.data as { readonly variable?: unknown } | null)?.variable;
      const name = typeof written === 'string' && written !== '' ? written : entry.id;
      this.#ids.add(entry.id);
      this.#byName.set(name, entry.id);
      if (wanted.has(name) && readsProgram(entry, new Set())) this.#changed.set(entry.id, name);
    }
  }

  get changed(): boolean {
    return this.#changed.size > 0;
  }

  /** The way to the first of the names that means a changed variable for this entry, found as EnvService finds it. */
  first(names: Iterable<string>, { id }: Entry): readonly string[] | undefined {
    const namespace = id.slice(0, id.indexOf(':'));
    for (const name of names) {
      const own = `${namespace}:${name}`;
      const found = this.#byName.get(name) ?? (!name.includes(':') && this.#ids.has(own) ? own : name);
      const variable = this.#changed.get(found);
      if (variable !== undefined) return found === variable ? [variable] : [found, variable];
    }
    return undefined;
  }
}

/** Values of fields that name variables by convention: `token_key_env`. */
function* namedInFields(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* namedInFields(item);
  if (!isPlainObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string' && key.endsWith('_env')) yield item;
    else yield* namedInFields(item);
  }
}

const NOTHING = { names: new Set<string>(), others: false };

/** Only code that asks for the module can read variables; the code of a pack cannot be looked at. */
function readByCode({ data }: Entry): { readonly names: Iterable<string>; readonly others: boolean } {
  if (!isPlainObject(data)) return NOTHING;
  const { modules, source } = data;
  if (!Array.isArray(modules) || !modules.includes('env')) return NOTHING;
  return typeof source === 'string' ? variablesRead(source) : { names: [], others: true };
}
