/** Entry ids: `namespace:name`, split at the first colon; the namespace may be empty. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject, quoteValue } from '../../infrastructure/plain-data.ts';

/** The text form of an entry id, as `formatEntryId` writes it. */
export type EntryId = string;

export interface EntryIdParts {
  readonly namespace: string;
  readonly name: string;
}

/** Both parts of an id; without a colon the namespace is empty. */
export function parseEntryId(text: string): EntryIdParts {
  const colon = text.indexOf(':');
  if (colon < 0) return { namespace: '', name: text };
  return { namespace: text.slice(0, colon), name: text.slice(colon + 1) };
}

/** `namespace:name`, or the bare name if the namespace is empty. */
export function formatEntryId(parts: EntryIdParts): EntryId {
  return parts.namespace === '' ? parts.name : `${parts.namespace}:${parts.name}`;
}

/** The namespace of an id. */
export function namespaceOf(id: EntryId): string {
  return parseEntryId(id).namespace;
}

/**
 * An id given as text or as a map `{ns, name}`.
 * @throws Invalid if it is neither or the name is empty.
 */
export function toEntryId(value: unknown): EntryId {
  let parts: EntryIdParts | undefined;
  if (typeof value === 'string') {
    parts = parseEntryId(value);
  } else if (isPlainObject(value)) {
    const { ns = '', name } = value;
    if (typeof ns === 'string' && typeof name === 'string') parts = { namespace: ns, name };
  }
  if (parts === undefined || parts.name === '') {
    throw new WippyError(`invalid entry id ${quoteValue(value)}`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      hint: 'Write namespace:name.',
    });
  }
  return formatEntryId(parts);
}

/** An id written relative to a namespace: without a colon it gets the namespace. */
export function completeEntryId(text: string, namespace: string): EntryId {
  return text.includes(':') ? text : formatEntryId({ namespace, name: text });
}

/** Order of ids: by namespace, then by name. */
export function compareEntryIds(a: EntryId, b: EntryId): number {
  const left = parseEntryId(a);
  const right = parseEntryId(b);
  if (left.namespace !== right.namespace) return left.namespace < right.namespace ? -1 : 1;
  if (left.name === right.name) return 0;
  return left.name < right.name ? -1 : 1;
}

/** The form of an id in messages of change sets: `{ns: X, name: Y}`. */
export function describeEntryId(id: EntryId): string {
  const { namespace, name } = parseEntryId(id);
  return `{ns: ${namespace}, name: ${name}}`;
}
