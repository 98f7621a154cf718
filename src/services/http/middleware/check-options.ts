/** Options that no middleware of an entry reads. */
import type { EntryProblem } from '../../../core/kinds/index.ts';
import { isPlainObject, type PlainObject } from '../../../infrastructure/plain-data.ts';
import { didYouMean, onlyCandidate } from '../../../infrastructure/suggest.ts';
import { MIDDLEWARE_OPTIONS, optionsOf } from './declarations.ts';

/** A list of middleware and the mapping that holds its options; `others` are keys of the mapping that mean something else. */
export interface MiddlewareFields {
  readonly names: string;
  readonly options: string;
  readonly others?: readonly string[];
}

/** Makes the check of a kind. Names that are no good are left to the schema. */
export function checkMiddlewareOptions(...fields: readonly MiddlewareFields[]): (data: PlainObject) => EntryProblem[] {
  return (data) => fields.flatMap((field) => unread(data, field, fields));
}

function unread(data: PlainObject, field: MiddlewareFields, fields: readonly MiddlewareFields[]): EntryProblem[] {
  const { names, options, others = [] } = field;
  const given = data[options];
  if (!isPlainObject(given)) return [];
  const used = namesIn(data, names);
  // What a middleware reads that is unknown here, nobody can tell.
  if (used.some((name) => optionsOf(name) === undefined)) return [];
  const read = [...others, ...used.flatMap((name) => optionsOf(name) ?? [])];
  return Object.keys(given)
    .filter((key) => !read.includes(key))
    .map((key) => {
      const owner = ownerHint(data, key, field, fields);
      const hint = owner ?? didYouMean(key, read);
      const correction = owner === undefined ? onlyCandidate(key, read) : undefined;
      return {
        severity: 'warning',
        isKey: true,
        path: ['data', options, key],
        message: `no middleware of "${names}" reads the option "${key}"`,
        ...(hint === undefined ? {} : { hint }),
        ...(correction === undefined ? {} : { correction }),
      };
    });
}

/** Where an option belongs that a middleware has which is not in the list. */
function ownerHint(
  data: PlainObject,
  key: string,
  { names }: MiddlewareFields,
  fields: readonly MiddlewareFields[],
): string | undefined {
  const owners = Object.keys(MIDDLEWARE_OPTIONS).filter((name) => optionsOf(name)?.includes(key));
  const place = fields.find((field) => namesIn(data, field.names).some((name) => owners.includes(name)));
  if (place !== undefined) return `It belongs into "${place.options}".`;
  return owners.length === 0 ? undefined : `It belongs to "${owners[0]}", which "${names}" does not name.`;
}

function namesIn(data: PlainObject, names: string): string[] {
  const list = data[names];
  return Array.isArray(list) ? list.map(String) : [];
}
