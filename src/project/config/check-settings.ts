/** What is wrong with values of the configuration: unknown keys, wrong types, settings without effect. */
import { deepEqual, quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import type { Setting } from '../../infrastructure/setting.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import {
  configSections,
  type InertSettings,
  inertSettings,
  keysOfSection,
  openSections,
  settingOf,
} from './settings.ts';

/** Where a setting was written: fields of its diagnostic. */
export type SettingPlace = (key: string) => Pick<Diagnostic, 'file' | 'range'>;

type Values = readonly (readonly [string, unknown])[];

/** Problems of flat values, in their order; those that have no effect for one reason are one problem. */
export function checkSettings(values: Values, place: SettingPlace): Diagnostic[] {
  const found: Diagnostic[] = [];
  const inert = new Map<InertSettings, string[]>();
  for (const [key, value] of values) {
    const section = sectionOf(key);
    // An unknown section is one problem of the file, not one for each of its keys.
    const setting = settingOf(key);
    if ((openSections.includes(section) && setting === undefined) || !configSections.includes(section)) continue;
    const group = setting === undefined ? inertGroup(key) : undefined;
    if (setting !== undefined) {
      if (setting.read(value) === undefined) found.push(wrongType(setting, value, place(key)));
    } else if (group === undefined) {
      found.push(unknown(key, place(key)));
    } else if (!isHarmless(group, key, value, values)) {
      inert.set(group, [...(inert.get(group) ?? []), key]);
    }
  }
  for (const [group, keys] of inert) found.push(withoutEffect(group, keys, place(keys[0])));
  return found;
}

/** What a value must be and is not: `must be true or false, got string "maybe"`. */
export function describeWrongType(setting: Setting<unknown>, value: unknown): string {
  return `must be ${setting.expected}, got ${typeName(value)} ${quoteValue(value)}`;
}

function sectionOf(key: string): string {
  return key.slice(0, key.indexOf('.'));
}

function inertGroup(key: string): InertSettings | undefined {
  const section = sectionOf(key);
  const name = key.slice(section.length + 1);
  return inertSettings.find(
    (group) => group.section === section && (group.keys === undefined || group.keys.includes(name)),
  );
}

/** Whether a setting without effect asks for nothing: a part that is switched off, or what happens anyway. */
function isHarmless({ section, switch: toggle, harmless }: InertSettings, key: string, value: unknown, values: Values) {
  if (toggle !== undefined) return !values.some(([name, on]) => name === `${section}.${toggle}` && on === true);
  const name = key.slice(section.length + 1);
  return harmless !== undefined && Object.hasOwn(harmless, name) && deepEqual(harmless[name], value);
}

function wrongType(setting: Setting<unknown>, value: unknown, place: ReturnType<SettingPlace>): Diagnostic {
  return warning('P0406', `setting "${setting.key}" ${describeWrongType(setting, value)}`, place, usedInstead(setting));
}

function usedInstead({ written }: Setting<unknown>): string {
  return written === '' ? 'The value is not used.' : `The default ${written} is used instead.`;
}

function unknown(key: string, place: ReturnType<SettingPlace>): Diagnostic {
  const known = keysOfSection(sectionOf(key));
  const hint = didYouMean(key, known) ?? (known.length > 0 ? `Known settings: ${known.join(', ')}.` : undefined);
  return warning('P0407', `unknown setting "${key}"`, place, hint);
}

function withoutEffect(
  { reason }: InertSettings,
  keys: readonly string[],
  place: ReturnType<SettingPlace>,
): Diagnostic {
  const names = keys.map((key) => `"${key}"`).join(', ');
  const message = keys.length === 1 ? `setting ${names} has no effect` : `settings ${names} have no effect`;
  return warning('P0408', `${message}: ${reason}`, place, undefined);
}

function warning(
  code: DiagnosticCode,
  message: string,
  place: ReturnType<SettingPlace>,
  hint: string | undefined,
): Diagnostic {
  return diagnostic(code, message, { ...place, hint });
}
