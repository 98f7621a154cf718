/** What Lua entries declare: modules that exist, imports without cycles, aliases that mean one thing. */
import { didYouMean, onlyCandidate } from '../../../infrastructure/suggest.ts';
import type { CheckContext } from '../context.ts';
import type { LuaPrograms, LuaUnit } from './program.ts';

/** Reports declared modules that do not exist. */
export function checkModules({ entry, modules, imports, facts }: LuaUnit, context: CheckContext): void {
  const known = context.options.modules;
  const check = (name: string, path: readonly (string | number)[]): void => {
    if (known.includes(name) || name === '' || name.includes(':')) return;
    const hint = didYouMean(name, known) ?? `Modules that exist: ${[...known].sort().join(', ')}.`;
    // Where the code has the same mistake, this is but half of the correction.
    const isUsed = [...(facts?.requires ?? []), ...(facts?.reads ?? [])].some((item) => item.name === name);
    const correction = isUsed ? undefined : onlyCandidate(name, known);
    const fix = correction === undefined ? undefined : context.fixes.replaced(entry, path, correction);
    context.reportAt('P0802', `unknown module "${name}"`, entry, path, { hint, ...(fix && { fix }) });
  };
  modules.forEach((name, index) => {
    check(name, ['data', 'modules', index]);
  });
  for (const [alias, target] of Object.entries(imports)) check(target, ['data', 'imports', alias]);
}

/** Reports each cycle of imports once, where its first entry imports the next. */
export function checkCycles({ units }: LuaPrograms, context: CheckContext): void {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (unit: LuaUnit): void => {
    const { id } = unit.entry;
    path.push(id);
    for (const [alias, target] of Object.entries(unit.imports)) {
      const next = units.get(target);
      const start = path.indexOf(target);
      if (start !== -1) reportCycle(path.slice(start), unit, alias, units, context);
      else if (next !== undefined && !done.has(target)) visit(next);
    }
    path.pop();
    done.add(id);
  };
  for (const unit of units.values()) if (!done.has(unit.entry.id)) visit(unit);
}

function reportCycle(
  ids: readonly string[],
  last: LuaUnit,
  alias: string,
  units: LuaPrograms['units'],
  context: CheckContext,
): void {
  const [first] = ids;
  const related = ids.slice(0, -1).flatMap((id, index) => {
    const unit = units.get(id);
    const name = Object.entries(unit?.imports ?? {}).find(([, target]) => target === ids[index + 1])?.[0];
    if (unit === undefined || name === undefined) return [];
    const { file, range } = context.places.at(unit.entry, ['data', 'imports', name]);
    return [{ message: `${id} imports ${ids[index + 1]}`, file, range }];
  });
  context.reportAt('P0806', `import cycle: ${[...ids, first].join(' → ')}`, last.entry, ['data', 'imports', alias], {
    hint: 'Move what both need into a third library.',
    related,
  });
}

/** Reports an alias that means two entries in one program. */
export function checkAliases(programs: LuaPrograms, context: CheckContext): void {
  const reported = new Set<string>();
  for (const unit of programs.units.values()) {
    const owners = new Map<string, { target: string; unit: LuaUnit }>();
    for (const part of [unit, ...programs.librariesOf(unit)]) {
      for (const [alias, target] of Object.entries(part.imports)) {
        if (!target.includes(':')) continue;
        const owner = owners.get(alias);
        if (owner === undefined) owners.set(alias, { target, unit: part });
        else if (owner.target !== target) {
          const key = [alias, owner.target, target].sort().join(' ');
          if (reported.has(key)) continue;
          reported.add(key);
          const path = ['data', 'imports', alias];
          const { file, range } = context.places.at(owner.unit.entry, path);
          const message = `import alias "${alias}" means both ${owner.target} and ${target} in the program of ${unit.entry.id}`;
          context.reportAt('P0809', message, part.entry, path, {
            hint: 'All code of one program shares its globals: give one of the two imports another alias.',
            related: [{ message: `here it means ${owner.target}`, file, range }],
          });
        }
      }
    }
  }
}
