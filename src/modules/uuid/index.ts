/** Module `uuid`. Reference: lua/security/uuid of the Wippy documentation. */

import { randomUUID } from 'node:crypto';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes, toBytes } from '../../services/lua/convert/text.ts';
import { defineModule, fields, type LuaModule } from '../../services/lua/module.ts';
import { fromName, version1, version7 } from './generate.ts';
import { parseUuid, uuidSeconds, uuidText, uuidVariant, uuidVersion } from './uuid.ts';

function named(version: 3 | 5): LuaFunction {
  return (namespace, name) => {
    if (typeof namespace !== 'string' || typeof name !== 'string') return invalid('namespace and name must be strings');
    const parsed = parseUuid(namespace);
    return parsed === null ? invalid('invalid namespace UUID') : uuidText(fromName(parsed, toBytes(name), version));
  };
}

function inspected(inspect: (uuid: Buffer, args: LuaValue[]) => LuaResult): LuaFunction {
  return (...args) => {
    const [text] = args;
    if (typeof text !== 'string') return invalid('input must be a string');
    const uuid = parseUuid(text);
    return uuid === null ? invalid('invalid UUID format') : inspect(uuid, args);
  };
}

function describe(uuid: Buffer): LuaResult {
  const version = uuidVersion(uuid);
  return fields({
    version,
    variant: uuidVariant(uuid),
    timestamp: uuidSeconds(uuid) ?? undefined,
    node: version === 1 ? fromBytes(uuid.subarray(10)) : undefined,
  });
}

function format(uuid: Buffer, [, name]: LuaValue[]): LuaResult {
  const text = uuidText(uuid);
  switch (typeof name === 'string' ? name : 'standard') {
    case 'standard':
      return text;
    case 'simple':
      return text.replaceAll('-', '');
    case 'urn':
      return `urn:uuid:${text}`;
    default:
      return invalid('unsupported format');
  }
}

export const uuidModule: LuaModule = defineModule({
  name: 'uuid',
  description: 'Universally unique identifiers.',
  classes: ['nondeterministic', 'workflow'],
  types: `
    type Info = {version: integer, variant: string, timestamp: integer?, node: string?}
    type uuid = {
      v1: () -> (string?, error?),
      v3: (namespace: string, name: string) -> (string?, error?),
      v4: () -> (string?, error?),
      v5: (namespace: string, name: string) -> (string?, error?),
      v7: () -> (string?, error?),
      validate: (input: any) -> (boolean, error?),
      version: (uuid: string) -> (integer?, error?),
      variant: (uuid: string) -> (string?, error?),
      parse: (uuid: string) -> (Info?, error?),
      format: (uuid: string, format: string?) -> (string?, error?),
    }`,
  members: () => ({
    v1: () => uuidText(version1()),
    v3: named(3),
    v4: () => randomUUID(),
    v5: named(5),
    v7: () => uuidText(version7()),
    validate: (text) => typeof text === 'string' && parseUuid(text) !== null,
    version: inspected(uuidVersion),
    variant: inspected(uuidVariant),
    parse: inspected(describe),
    format: inspected(format),
  }),
});
