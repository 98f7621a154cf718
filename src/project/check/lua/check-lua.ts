/** Checks of Lua entries that need no types. */
import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { CheckContext } from '../context.ts';
import { checkAliases, checkCycles, checkModules } from './check-imports.ts';
import { checkMethod } from './check-method.ts';
import { checkNames } from './check-names.ts';
import { checkStyle } from './check-style.ts';
import { checkUnused } from './check-unused.ts';
import { LuaPrograms, type LuaUnit } from './program.ts';
import { sourcePlaces } from './source-places.ts';

/** Codes of what only matters when the code runs. Such code can be loaded, so nobody refuses it. */
const ADVICE: ReadonlySet<DiagnosticCode> = new Set(['P0803', 'P0804', 'P0805', 'P0807', 'P0808']);

/** Whether a finding keeps a project from running. */
export function keepsFromRunning({ code, severity }: Diagnostic): boolean {
  return severity === 'error' && !ADVICE.has(code);
}

export function checkLua(context: CheckContext): void {
  const programs = new LuaPrograms(context);
  checkUnits(programs.units.values(), programs, context);
  checkCycles(programs, context);
  checkAliases(programs, context);
}

/** Checks that depend on an entry and on the code that runs together with it, but not on others. */
export function checkUnits(units: Iterable<LuaUnit>, programs: LuaPrograms, context: CheckContext): void {
  for (const unit of units) {
    checkModules(unit, context);
    if (reportSyntax(unit, context) || !context.options.advice) continue;
    checkNames(unit, programs, context);
    checkUnused(unit, programs, context);
    checkMethod(unit, context);
    if (context.options.style === true) checkStyle(unit, context);
  }
}

/** Reports syntax errors; true where there are some. */
function reportSyntax(unit: LuaUnit, context: CheckContext): boolean {
  const problems = unit.facts?.problems ?? [];
  if (problems.length === 0) return false;
  const place = sourcePlaces(unit, context);
  for (const { message, at } of problems) context.report('P0801', message, place(at));
  return true;
}
