/** `--set section.path=value` and `-o namespace:entry:path=value` as configuration values. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { describeWrongType } from './check-settings.ts';
import { settingOf } from './settings.ts';
import { typeOverrideValue, typeSetValue } from './typing.ts';

/** Key and typed value of one `--set`. Throws Invalid where the text has another form or a known setting another type. */
export function parseSet(text: string): [string, unknown] {
  const equals = text.indexOf('=');
  if (equals === -1)
    throw invalid(
      `invalid --set "${text}": expected section.path=value`,
      'Example: --set lua.type_system.enabled=true',
    );
  const key = text.slice(0, equals).trim();
  const dot = key.indexOf('.');
  if (dot <= 0 || dot === key.length - 1) {
    throw invalid(
      `invalid --set "${text}": key must be section.path (e.g. cluster.enabled)`,
      'Example: --set shutdown.timeout=5s',
    );
  }
  const written = text.slice(equals + 1);
  const setting = settingOf(key);
  if (setting === undefined) return [key, typeSetValue(written)];
  const value = setting.isText ? written : typeSetValue(written);
  if (setting.read(value) === undefined) {
    throw invalid(
      `invalid --set "${text}": ${describeWrongType(setting, value)}`,
      setting.written === '' ? `See "${key}" in the documentation.` : `Example: --set ${key}=${setting.written}`,
    );
  }
  return [key, value];
}

/** Key (`override.namespace:entry:path`) and typed value of one `-o`. Throws Invalid where the text has another form. */
export function parseOverride(text: string): [string, unknown] {
  const form = 'namespace:entry:field=value';
  const fail = (reason: string) =>
    invalid(`invalid override: ${text}: ${reason}`, 'Example: -o app:gateway:addr=:9090');
  const equals = text.indexOf('=');
  if (equals === -1) throw fail(`missing separator '=', expected format: ${form}`);
  const parts = splitTwice(text.slice(0, equals));
  if (parts.length < 3) throw fail(`missing separator ':', expected format: ${form}`);
  const [namespace, entry, field] = parts.map((part) => part.trim());
  if (namespace === '') throw fail('empty namespace');
  if (entry === '') throw fail('empty entry name');
  if (field === '') throw fail('empty field');
  return [`override.${namespace}:${entry}:${field}`, typeOverrideValue(text.slice(equals + 1))];
}

function splitTwice(text: string): string[] {
  const first = text.indexOf(':');
  if (first === -1) return [text];
  const second = text.indexOf(':', first + 1);
  if (second === -1) return [text.slice(0, first), text.slice(first + 1)];
  return [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

function invalid(message: string, hint: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, hint });
}
