/** Declarations of settings: the key, what it may hold, the default and what it is for, in one place. */
import { formatDuration, tryParseDuration } from './duration.ts';

export interface Setting<T> {
  /** Dotted, with the section first. */
  readonly key: string;
  readonly fallback: T;
  /** The default as a file would hold it; empty where there is none. */
  readonly written: string;
  /** What the value must be, for messages: "an integer". */
  readonly expected: string;
  readonly description: string;
  /** The values it may hold, as JSON Schema. */
  readonly form: Readonly<Record<string, unknown>>;
  /** True for texts: a number on the command line is meant as text. */
  readonly isText: boolean;
  /** The value of what a file or flag holds; undefined where it has the wrong type. */
  read(value: unknown): T | undefined;
}

type Reader<T> = (value: unknown) => T | undefined;

function setting<T>(
  key: string,
  fallback: T,
  written: string,
  expected: string,
  description: string,
  read: Reader<T>,
  form: Readonly<Record<string, unknown>>,
  isText = false,
): Setting<T> {
  return { key, fallback, written, expected, description, form, isText, read };
}

export function textSetting(key: string, fallback: string, description: string): Setting<string> {
  const read: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);
  return setting(key, fallback, fallback, 'a text', description, read, { type: 'string' }, true);
}

/** A text out of a fixed set. */
export function choiceSetting<T extends string>(
  key: string,
  choices: readonly T[],
  fallback: T,
  description: string,
): Setting<T> {
  const read: Reader<T> = (value) => choices.find((choice) => choice === value);
  return setting(key, fallback, fallback, `one of ${choices.join(', ')}`, description, read, { enum: choices }, true);
}

export function integerSetting(key: string, fallback: number, description: string, least = 0): Setting<number> {
  const read: Reader<number> = (value) =>
    Number.isSafeInteger(value) && (value as number) >= least ? (value as number) : undefined;
  const form = { type: 'integer', minimum: least };
  return setting(key, fallback, String(fallback), `an integer of at least ${least}`, description, read, form);
}

export function booleanSetting(key: string, fallback: boolean, description: string): Setting<boolean> {
  const read: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
  return setting(key, fallback, String(fallback), 'true or false', description, read, { type: 'boolean' });
}

/** Milliseconds; written as a duration text. */
export function durationSetting(key: string, fallback: string, description: string): Setting<number> {
  const read: Reader<number> = (value) => {
    const milliseconds = typeof value === 'string' ? tryParseDuration(value) : undefined;
    return milliseconds === undefined || milliseconds < 0 ? undefined : milliseconds;
  };
  const milliseconds = read(fallback) as number;
  const expected = 'a duration such as 500ms, 5s or 1m30s';
  return setting(key, milliseconds, formatDuration(milliseconds), expected, description, read, {
    type: 'string',
    pattern: '^[0-9.]+[a-zµ]',
  });
}
