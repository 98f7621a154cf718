/** The rules of `wippy lint --rules`. */
import { inspectStyle } from '../../../lua/index.ts';
import type { CheckContext } from '../context.ts';
import type { LuaUnit } from './program.ts';
import { sourcePlaces } from './source-places.ts';

export function checkStyle(unit: LuaUnit, context: CheckContext): void {
  if (unit.source === undefined || unit.facts === undefined) return;
  const place = sourcePlaces(unit, context);
  for (const { rule, message, at, global } of inspectStyle(unit.source)) {
    // What everybody has is replaced on purpose.
    if (global !== undefined && context.options.globals.includes(global)) continue;
    context.report(rule, message, place(at));
  }
}
