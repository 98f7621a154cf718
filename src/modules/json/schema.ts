/**
 * JSON Schema: draft 2020-12, and draft 7 for schemas that say so. Patterns are those of RE2, so that no pattern takes
 * more than linear time.
 */

import { createHash } from 'node:crypto';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { LruCache } from '../../infrastructure/lru-cache.ts';

const DRAFT_7 = /draft-0?[67]\/schema/;

/** Schemas that are kept compiled. */
const MAX_SCHEMAS = 100;
/** Bytes of one schema. */
const MAX_SCHEMA_LENGTH = 1024 * 1024;

const linearPattern = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    return { test: (text: string) => compiled.matcher(text).find() };
  },
  { code: 'linearPattern' },
);

/** Schemas come from programs: they load nothing, and of many errors only the first is looked for. */
const OPTIONS: Options = {
  strict: false,
  logger: false,
  allErrors: false,
  validateFormats: true,
  code: { regExp: linearPattern },
};

function invalid(message: string, cause?: unknown): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, cause });
}

type Draft = 7 | 2020;

function createAjv(draft: Draft, options: Options): Ajv {
  const ajv = draft === 7 ? new Ajv({ ...OPTIONS, ...options }) : new Ajv2020({ ...OPTIONS, ...options });
  addFormats.default(ajv, { mode: 'fast' });
  return ajv;
}

/** Check schemas themselves; they are costly to make and the same for all schemas. */
const checkers = new Map<Draft, Ajv>();

function check(schema: unknown, draft: Draft): void {
  let checker = checkers.get(draft);
  if (checker === undefined) {
    checker = createAjv(draft, {});
    checkers.set(draft, checker);
  }
  if (checker.validateSchema(schema as object) !== true) throw invalid(`compile schema: ${checker.errorsText()}`);
}

function compileSchema(text: string): ValidateFunction {
  if (text.length > MAX_SCHEMA_LENGTH) {
    throw invalid(`compile schema: the schema has ${text.length} bytes, at most ${MAX_SCHEMA_LENGTH} are allowed`);
  }
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    throw invalid(`compile schema: ${(error as Error).message}`, error);
  }
  const isObject = typeof schema === 'object' && schema !== null && !Array.isArray(schema);
  if (!isObject && typeof schema !== 'boolean') throw invalid('compile schema: a schema is an object or a boolean');
  const name: unknown = isObject ? (schema as Record<string, unknown>)['$schema'] : undefined;
  const draft: Draft = typeof name === 'string' && DRAFT_7.test(name) ? 7 : 2020;
  try {
    check(schema, draft);
    // One compiler per schema: the ids of one program's schemas are not those of another's.
    const validate = createAjv(draft, { validateSchema: false }).compile(schema as object);
    if ('$async' in validate) throw invalid('compile schema: $async schemas are not supported');
    return validate;
  } catch (error) {
    if (error instanceof WippyError) throw error;
    throw invalid(`compile schema: ${(error as Error).message}`, error);
  }
}

const compiled = new LruCache<string, ValidateFunction>(MAX_SCHEMAS);

/**
 * Validates host data against a schema given as JSON text.
 * @throws WippyError Invalid for a bad schema (`compile schema: ...`) and for data that does not conform
 * (`validation failed: ...`), with the place in the data in `details`.
 */
export function validateJson(schema: string, data: unknown): void {
  const key = createHash('sha256').update(schema).digest('base64');
  let validate = compiled.get(key);
  if (validate === undefined) {
    validate = compileSchema(schema);
    compiled.set(key, validate);
  }
  if (validate(data)) return;
  const [error] = validate.errors ?? [];
  const place = error === undefined || error.instancePath === '' ? '' : `${error.instancePath} `;
  throw new WippyError(`validation failed: ${place}${error?.message ?? 'the data does not conform'}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: error === undefined ? null : { path: error.instancePath, keyword: error.keyword },
  });
}
