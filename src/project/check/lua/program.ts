/** Lua entries with what is known of their sources, and who imports whom. All code of one program shares its globals. */
import type { Entry } from '../../../core/registry/index.ts';
import { isPlainObject } from '../../../infrastructure/plain-data.ts';
import type { SourceFacts } from '../../../lua/index.ts';
import { isInclude } from '../../entries/include.ts';
import type { CheckContext } from '../context.ts';

export interface LuaUnit {
  readonly entry: Entry;
  /** Undefined where there is no text to look at. */
  readonly source: string | undefined;
  /** Undefined where there is no source or the source has errors. */
  readonly facts: SourceFacts | undefined;
  readonly modules: readonly string[];
  /** Alias to entry id, or to the name of a module. */
  readonly imports: Readonly<Record<string, string>>;
}

const LUA_KIND = /^(?:function|library|process|workflow)\.lua$/;

export function isLuaEntry({ kind }: Entry): boolean {
  return kind.endsWith('.lua') && LUA_KIND.test(kind);
}

export class LuaPrograms {
  readonly units: ReadonlyMap<string, LuaUnit>;
  readonly #importers = new Map<string, string[]>();
  readonly #libraries = new Map<string, readonly LuaUnit[]>();

  constructor({ entries, options }: CheckContext) {
    const units = entries.filter(isLuaEntry).map((entry) => unitOf(entry, options.inspect));
    this.units = new Map(units.map((unit) => [unit.entry.id, unit]));
    for (const unit of units) {
      for (const target of Object.values(unit.imports)) {
        this.#importers.set(target, [...(this.#importers.get(target) ?? []), unit.entry.id]);
      }
    }
  }

  /** What a unit imports, near or far, without itself. */
  librariesOf(unit: LuaUnit): readonly LuaUnit[] {
    const known = this.#libraries.get(unit.entry.id);
    if (known !== undefined) return known;
    const found = this.#reach(unit, (next) => Object.values(next.imports));
    this.#libraries.set(unit.entry.id, found);
    return found;
  }

  /** What imports a unit, near or far, without itself. */
  importersOf(unit: LuaUnit): readonly LuaUnit[] {
    return this.#reach(unit, ({ entry }) => this.#importers.get(entry.id) ?? []);
  }

  /** All code that runs together with a unit in some program. */
  companionsOf(unit: LuaUnit): readonly LuaUnit[] {
    const importers = this.importersOf(unit);
    return [
      ...new Set([unit, ...this.librariesOf(unit), ...importers.flatMap((item) => [item, ...this.librariesOf(item)])]),
    ];
  }

  #reach(start: LuaUnit, next: (unit: LuaUnit) => readonly string[]): LuaUnit[] {
    const found = new Set<LuaUnit>();
    const waiting = [start];
    for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
      for (const id of next(unit)) {
        const other = this.units.get(id);
        if (other === undefined || found.has(other) || other === start) continue;
        found.add(other);
        waiting.push(other);
      }
    }
    return [...found];
  }
}

function unitOf(entry: Entry, inspect: (source: string) => SourceFacts): LuaUnit {
  const data = isPlainObject(entry.data) ? entry.data : {};
  const { source: written, modules, imports } = data;
  const source = typeof written === 'string' && !isInclude(written) ? written : undefined;
  return {
    entry,
    source,
    facts: source === undefined ? undefined : inspect(source),
    modules: Array.isArray(modules) ? modules.filter((name): name is string => typeof name === 'string') : [],
    imports: isPlainObject(imports)
      ? Object.fromEntries(
          Object.entries(imports).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
        )
      : {},
  };
}
