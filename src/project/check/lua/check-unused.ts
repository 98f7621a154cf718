/** Modules and imports that an entry declares and nobody uses. */
import { closestName } from '../../../infrastructure/suggest.ts';
import type { CheckContext } from '../context.ts';
import type { LuaPrograms, LuaUnit } from './program.ts';

export function checkUnused(unit: LuaUnit, programs: LuaPrograms, context: CheckContext): void {
  const { entry, modules, imports, facts } = unit;
  if (facts === undefined) return;
  const companions = programs.companionsOf(unit);
  // Where a name may be made up at run time, or code cannot be read, nothing is known to be unused.
  if (companions.some((other) => other.facts === undefined || other.facts.dynamic)) return;
  const isMissing = (target: string): boolean => target.includes(':') && !programs.units.has(target);
  if (companions.some((other) => Object.values(other.imports).some(isMissing))) return;
  const used = new Set(companions.flatMap(namesUsed));
  const undeclared = [...namesUsed(unit)].filter((name) => !modules.includes(name) && !(name in imports));
  // A name that is misspelt in the code has been reported there.
  const isMisspelt = (name: string): boolean => undeclared.some((other) => closestName(other, [name]) !== undefined);
  const { modules: known, globals } = context.options;
  modules.forEach((name, index) => {
    if (used.has(name) || !known.includes(name) || isMisspelt(name)) return;
    const always = globals.includes(name) ? ' and would be there without being declared' : '';
    const message = `module "${name}" is declared but not used${always}`;
    const path = ['data', 'modules', index];
    const fix = context.fixes.removed(entry, path, `module "${name}"`);
    context.reportAt('P0804', message, entry, path, { hint: 'Remove it from "modules".', ...(fix && { fix }) });
  });
  for (const [alias, target] of Object.entries(imports)) {
    if (used.has(alias) || isMisspelt(alias) || hasEffects(programs.units.get(target))) continue;
    if (target.includes(':') ? !context.byId.has(target) : !known.includes(target)) continue;
    const path = ['data', 'imports', alias];
    const fix = context.fixes.removed(entry, path, `import "${alias}"`);
    const place = context.places.at(entry, path, 'key');
    const hint = 'Remove it from "imports".';
    context.report('P0807', `import "${alias}" is not used`, place, { hint, ...(fix && { fix }) });
  }
}

function namesUsed({ facts }: LuaUnit): string[] {
  if (facts === undefined) return [];
  return [...facts.reads, ...facts.requires].map((item) => item.name).concat(facts.mentions);
}

/** A library that defines globals is of use without being named. */
function hasEffects(library: LuaUnit | undefined): boolean {
  return library?.facts === undefined || library.facts.writes.length > 0;
}
