/** What is wrong with values of the sections whose keys the application chooses: `disable`, `vars`, `workspace`. */
import { isPlainObject, quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { type ConfigValue, placeOfOrigin } from './layer.ts';
import { isListOperation, textsOf } from './profiles.ts';

const DISABLE_KEYS = ['disable.namespaces', 'disable.entries', 'disable.meta'];
const META = 'disable.meta.';

/** Problems of one value; the value may be that of a profile. */
export function checkOpenSection(value: ConfigValue, inProfile: boolean): Diagnostic[] {
  const { key } = value;
  if (key.startsWith('disable.')) return checkDisable(value, inProfile);
  if (key.startsWith('vars.')) return isPlainItem(value.value) ? [] : [notPlain(value)];
  if (key.startsWith('workspace.') && !key.startsWith('workspace.replacements.') && key !== 'workspace.replacements') {
    return [unknownKey(value, ['workspace.replacements'])];
  }
  return [];
}

function checkDisable(value: ConfigValue, inProfile: boolean): Diagnostic[] {
  const { key } = value;
  if (isListOperation(key)) {
    if (inProfile)
      return value.value === null || textsOf(value.value) !== undefined ? [] : [notPatterns(value, 'P0411')];
    const hint = `Write the whole list as "${key.slice(0, key.lastIndexOf('.'))}", or move the operation into a profile.`;
    const place = placeOfOrigin(value.origin, [], 'key');
    return [diagnostic('P0411', `"${key}" changes a list, which only profiles can do`, { ...place, hint })];
  }
  if (!DISABLE_KEYS.includes(key) && !key.startsWith(META)) return [unknownKey(value, DISABLE_KEYS)];
  if (value.value === null || (key !== 'disable.meta' && textsOf(value.value) !== undefined)) return [];
  return [notPatterns(value, 'P0413')];
}

function notPatterns({ key, value, origin }: ConfigValue, code: DiagnosticCode): Diagnostic {
  const form = key.startsWith('disable.meta') ? 'a list of texts for each field' : 'a list of patterns';
  const bad = Array.isArray(value) ? value.findIndex((item) => typeof item !== 'string') : -1;
  const found: unknown = Array.isArray(value) && bad !== -1 ? value[bad] : value;
  const message = `"${key}" must be ${form}, got ${typeName(found)} ${quoteValue(found)}`;
  const hint = 'Write the patterns as texts; put numbers and booleans in quotes.';
  return diagnostic(code, message, { ...placeOfOrigin(origin, bad === -1 ? [] : [bad]), hint });
}

function unknownKey(value: ConfigValue, known: readonly string[]): Diagnostic {
  const hint = didYouMean(value.key, known) ?? `Known settings: ${known.join(', ')}.`;
  const place = placeOfOrigin(value.origin, [], 'key');
  return diagnostic('P0407', `unknown setting "${value.key}"`, { ...place, hint });
}

function isPlainItem(value: unknown): boolean {
  return Array.isArray(value)
    ? !value.some((item) => isPlainObject(item) || Array.isArray(item))
    : !isPlainObject(value);
}

function notPlain(value: ConfigValue): Diagnostic {
  const message = `"${value.key}" must be a text, a number, a boolean or a list of these`;
  return diagnostic('P0413', message, { ...placeOfOrigin(value.origin), hint: 'Define one variable for each part.' });
}
