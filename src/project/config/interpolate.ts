/** References in values of the configuration: `${name}` to variables, `${env:NAME}` to the environment. */
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { PathSegment } from '../yaml/locate.ts';
import { type ConfigValue, placeOfOrigin } from './layer.ts';
import { settingOf } from './settings.ts';
import { typeSetValue } from './typing.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `$${name}` is the text `${name}`. */
const REFERENCE = /\$(\$?)\{([^{}]*)\}/g;
const ENVIRONMENT = 'env:';
const SECTION = 'vars.';
const VARIABLE = /^[A-Za-z_][\w.-]*$/;

type Report = (problem: Diagnostic) => void;

/** References to the environment whose variable is not set, and those that are not allowed. Nothing is replaced. */
export function checkEnvironmentReferences(value: ConfigValue, environment: Environment | 'forbidden', report: Report) {
  visitTexts(value.value, [], (text, path) => {
    for (const [, escaped, inner] of text.matchAll(REFERENCE)) {
      if (escaped !== '' || !inner.startsWith(ENVIRONMENT)) continue;
      if (environment === 'forbidden') {
        const hint = 'Use it in a section "vars" outside of profiles, and refer to that variable here.';
        const message = `variables of a profile cannot refer to the environment: \${${inner}}`;
        report(diagnostic('P0410', message, { ...placeOfOrigin(value.origin, path), hint }));
        continue;
      }
      const { name, fallback } = parseEnvironment(inner);
      if (fallback !== undefined || (name !== '' && environment[name] !== undefined)) continue;
      const message =
        name === ''
          ? `\${${inner}} names no variable`
          : `the environment has no variable ${name}, which \${${inner}} needs`;
      const hint =
        name === '' ? `Write \${${ENVIRONMENT}NAME}.` : `Set ${name}, or give a default: \${env:${name}|default}.`;
      report(diagnostic('P0410', message, { ...placeOfOrigin(value.origin, path), hint }));
    }
  });
}

/**
 * Replaces the references of all values. A text that is one reference to a variable takes its value with its type;
 * elsewhere the value becomes part of the text. What is put in is not looked at again.
 */
export function interpolateValues(
  values: readonly ConfigValue[],
  environment: Environment,
  report: Report,
): ConfigValue[] {
  const variables = new Variables(values, environment, report);
  return values.map((value) => {
    const replaced = variables.replace(value);
    return replaced === value.value ? value : { ...value, value: typed(value.key, value.value, replaced) };
  });
}

/** A setting that is no text takes the number or boolean that a text from the environment stands for. */
function typed(key: string, written: unknown, replaced: unknown): unknown {
  const setting = settingOf(key);
  const isText = setting === undefined || setting.isText;
  return isText || typeof written !== 'string' || typeof replaced !== 'string' ? replaced : typeSetValue(replaced);
}

class Variables {
  readonly #declared: ReadonlyMap<string, ConfigValue>;
  readonly #resolved = new Map<string, unknown>();
  readonly #open = new Set<string>();
  readonly #environment: Environment;
  readonly #report: Report;

  constructor(values: readonly ConfigValue[], environment: Environment, report: Report) {
    const variables = values.filter(({ key, value }) => key.startsWith(SECTION) && value !== null);
    this.#declared = new Map(variables.map((value) => [value.key.slice(SECTION.length), value]));
    this.#environment = environment;
    this.#report = report;
  }

  replace(value: ConfigValue): unknown {
    if (value.origin.literal) return value.value;
    const name = value.key.startsWith(SECTION) ? value.key.slice(SECTION.length) : '';
    return this.#declared.has(name) ? this.#variable(name, value, []) : this.#replaceIn(value.value, value, []);
  }

  #replaceIn(part: unknown, value: ConfigValue, path: readonly PathSegment[]): unknown {
    if (typeof part === 'string') return this.#replaceText(part, value, path);
    if (Array.isArray(part)) return part.map((item, index) => this.#replaceIn(item, value, [...path, index]));
    if (!isPlainObject(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [key, this.#replaceIn(item, value, [...path, key])]),
    );
  }

  #replaceText(text: string, value: ConfigValue, path: readonly PathSegment[]): unknown {
    if (!text.includes('${')) return text;
    const whole = /^\$\{([^{}]*)\}$/.exec(text);
    if (whole !== null) return this.#lookup(whole[1], value, path) ?? text;
    return text.replace(REFERENCE, (reference, escaped: string, inner: string) => {
      if (escaped !== '') return reference.slice(1);
      const found = this.#lookup(inner, value, path);
      if (typeof found !== 'object' || found === null) return String(found ?? reference);
      const message = `\${${inner}} is a list, which cannot be a part of a text`;
      this.#fail(message, 'Use the reference as the whole value.', value, path);
      return reference;
    });
  }

  /** Undefined where there is no value; that has been reported then. */
  #lookup(inner: string, value: ConfigValue, path: readonly PathSegment[]): unknown {
    if (inner.startsWith(ENVIRONMENT)) {
      const { name, fallback } = parseEnvironment(inner);
      // What is missing has been reported by checkEnvironmentReferences.
      return this.#environment[name] ?? fallback;
    }
    if (this.#declared.has(inner)) return this.#variable(inner, value, path);
    const hint = VARIABLE.test(inner)
      ? (didYouMean(inner, this.#declared.keys()) ??
        `Define it: vars: {${inner}: ...}, or write $\${${inner}} for the text.`)
      : `Write $\${${inner}} for the text itself.`;
    this.#fail(`no variable "${inner}" in the section "vars"`, hint, value, path);
    return undefined;
  }

  /** The value of a declared variable; undefined where it needs itself, which is reported at the place that asks. */
  #variable(name: string, value: ConfigValue, path: readonly PathSegment[]): unknown {
    if (this.#resolved.has(name)) return this.#resolved.get(name);
    if (this.#open.has(name)) {
      this.#fail(`variable "${name}" refers to itself`, 'Give one of the variables a value of its own.', value, path);
      return undefined;
    }
    this.#open.add(name);
    const declared = this.#declared.get(name) as ConfigValue;
    const result = declared.origin.literal ? declared.value : this.#replaceIn(declared.value, declared, []);
    this.#open.delete(name);
    this.#resolved.set(name, result);
    return result;
  }

  #fail(message: string, hint: string, value: ConfigValue, path: readonly PathSegment[]): void {
    this.#report(diagnostic('P0410', `${message} (in ${value.key})`, { ...placeOfOrigin(value.origin, path), hint }));
  }
}

function parseEnvironment(inner: string): { readonly name: string; readonly fallback: string | undefined } {
  const text = inner.slice(ENVIRONMENT.length);
  const bar = text.indexOf('|');
  return bar === -1 ? { name: text, fallback: undefined } : { name: text.slice(0, bar), fallback: text.slice(bar + 1) };
}

function visitTexts(
  value: unknown,
  path: readonly PathSegment[],
  visit: (text: string, path: readonly PathSegment[]) => void,
): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) value.forEach((item, index) => visitTexts(item, [...path, index], visit));
  else if (isPlainObject(value))
    for (const [key, item] of Object.entries(value)) visitTexts(item, [...path, key], visit);
}
