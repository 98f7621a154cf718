/** Whether the script of an entry has the function that the entry names. */
import { isPlainObject } from '../../../infrastructure/plain-data.ts';
import { closestName } from '../../../infrastructure/suggest.ts';
import type { CheckContext } from '../context.ts';
import type { LuaUnit } from './program.ts';

/** The method of a process that names none. */
const DEFAULT_METHOD = 'main';

export function checkMethod({ entry, facts }: LuaUnit, context: CheckContext): void {
  if (facts === undefined || entry.kind === 'library.lua') return;
  const { result } = facts;
  if (result.kind === 'unknown' || result.kind === 'function') return;
  const data = isPlainObject(entry.data) ? entry.data : {};
  const written = typeof data['method'] === 'string';
  // A function without a method has been reported.
  if (!written && entry.kind !== 'process.lua') return;
  const method = written ? (data['method'] as string) : DEFAULT_METHOD;
  if (result.kind === 'table' && result.fields.includes(method)) return;
  const place = written ? context.places.at(entry, 'data.method') : context.places.ofName(entry);
  if (result.kind === 'value') {
    const message = `the script returns ${result.text}; "${method}" must be a function that it returns`;
    const hint = `End the script with: return { ${method} = ${method} }`;
    context.report('P0808', message, place, { hint });
    return;
  }
  const close = closestName(method, result.fields);
  const hint =
    close !== undefined
      ? `Did you mean "${close}"?`
      : result.fields.length === 0
        ? `Add the function to the table that the script returns.`
        : `The script has: ${result.fields.join(', ')}.`;
  context.report('P0808', `the script returns no function "${method}"`, place, { hint });
}
