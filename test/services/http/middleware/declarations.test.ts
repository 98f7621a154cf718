import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../../src/infrastructure/logger/index.ts';
import { MIDDLEWARE_OPTIONS } from '../../../../src/services/http/middleware/declarations.ts';
import { createMiddlewareRegistry } from '../../../../src/services/http/middleware/standard.ts';

/** Values that lead a factory to its last option. */
const VALUES: Readonly<Record<string, string>> = {
  'token_auth.store': 'app:tokens',
  'resource_firewall.target': 'app:x',
};

describe('the declarations of middleware', () => {
  const services = { fileSystems: {}, relays: {}, tokenStores: { require: () => ({}) }, logger: silentLogger } as never;
  const registry = createMiddlewareRegistry(services);

  it('name every middleware, and no other', () => {
    expect(Object.keys(MIDDLEWARE_OPTIONS).sort()).toEqual(registry.names());
  });

  it.each(Object.entries(MIDDLEWARE_OPTIONS))('have the options that %s reads', (name, options) => {
    const read = new Set<string>();
    const reading = (values: Readonly<Record<string, string>>) =>
      new Proxy(values, {
        get(target, key) {
          read.add(String(key));
          return Reflect.get(target, key) as unknown;
        },
      });
    registry.create(name, reading(VALUES));
    // With what is needed under its former name.
    registry.create(name, reading({ token_store: 'app:tokens', resource_target: 'app:x' }));
    expect([...read].sort()).toEqual([...options].sort());
  });
});
