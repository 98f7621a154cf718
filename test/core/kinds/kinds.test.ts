import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  defineKind,
  durationSchema,
  entryFileJsonSchema,
  entryRef,
  entryRefs,
  formatProblem,
  internalKinds,
  type KindHandler,
  KindRegistry,
  kindJsonSchema,
} from '../../../src/core/kinds/index.ts';
import {
  createEntry,
  createOperation,
  deleteOperation,
  type Entry,
  Registry,
  updateOperation,
} from '../../../src/core/registry/index.ts';
import { AppContext } from '../../../src/infrastructure/app-context.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';

const serverSchema = z.object({
  addr: z.string(),
  mode: z.enum(['plain', 'secure']).default('plain'),
  timeout: durationSchema().prefault('5s'),
  host: entryRef({ kinds: ['process.host'] }).optional(),
  middleware: entryRefs({ relative: true, kinds: ['function.**'] }).default([]),
  routes: z.array(z.object({ path: z.string(), func: entryRef({ relative: true }) })).default([]),
  backends: z.record(z.string(), entryRef({ relative: true })).optional(),
  auth: z.union([z.object({ token: z.string() }), z.object({ store: entryRef({ relative: true }) })]).optional(),
});

const server = defineKind({
  kind: 'http.service',
  description: 'An HTTP server.',
  schema: serverSchema,
  meta: z.looseObject({ network: entryRef({ relative: true }).optional() }),
});

function registryOf(): KindRegistry {
  return new KindRegistry().register(server, ...internalKinds());
}

function make(data: unknown, meta: Record<string, unknown> = {}): Entry {
  return createEntry({ id: 'app:web', kind: 'http.service', meta, data });
}

describe('references of an entry', () => {
  it('are found wherever the schema has them, with their paths', () => {
    const entry = make(
      {
        addr: ':80',
        host: 'app:processes',
        middleware: ['auth', 'lib:cors'],
        routes: [{ path: '/', func: 'index' }],
        backends: { main: 'db' },
        auth: { store: 'tokens' },
      },
      { network: 'vpn' },
    );
    const found = registryOf()
      .entryReferences(entry)
      .map(({ path, target, relative }) => [path.join('.'), target, relative]);
    expect(found).toEqual([
      ['meta.network', 'app:vpn', true],
      ['data.host', 'app:processes', false],
      ['data.middleware.0', 'app:auth', true],
      ['data.middleware.1', 'lib:cors', false],
      ['data.routes.0.func', 'app:index', true],
      ['data.backends.main', 'app:db', true],
      ['data.auth.store', 'app:tokens', true],
    ]);
  });

  it('carry the kinds their targets may have', () => {
    const [reference] = registryOf().entryReferences(make({ addr: ':80', host: 'app:p' }));
    expect(reference.kinds).toEqual(['process.host']);
  });

  it('survive wrong data in other fields', () => {
    const entry = make({ addr: 5, middleware: ['a', 7], routes: 'none' });
    expect(
      registryOf()
        .entryReferences(entry)
        .map((reference) => reference.target),
    ).toEqual(['app:a']);
  });

  it('are full ids in the configuration', () => {
    const { config } = registryOf().check(
      make({ addr: ':80', routes: [{ path: '/', func: 'index' }] }, { network: 'vpn' }),
    );
    expect(config).toEqual({
      addr: ':80',
      mode: 'plain',
      timeout: 5000,
      middleware: [],
      routes: [{ path: '/', func: 'app:index' }],
      meta: { network: 'app:vpn' },
    });
  });
});

describe('problems of an entry', () => {
  it.each([
    [{}, 'data.addr: is required'],
    [{ adr: ':80' }, 'data.adr: unknown field "adr": the required field "addr" is missing (Did you mean "addr"?)'],
    [{ addr: 80 }, 'data.addr: expected a text, got number 80'],
    [
      { addr: ':80', mode: 'secur' },
      'data.mode: expected one of "plain", "secure", got "secur" (Did you mean "secure"?)',
    ],
    [{ addr: ':80', timeout: 5 }, 'data.timeout: expected a duration text such as "5s", got 5'],
    [
      { addr: ':80', timeout: 'soon' },
      'data.timeout: invalid duration "soon", expected a number with a unit such as 500ms, 5s or 1m30s',
    ],
    [{ addr: ':80', host: '' }, 'data.host: must not be empty'],
    [{ addr: ':80', routes: [{ path: '/' }] }, 'data.routes[0].func: is required'],
    [{ addr: ':80', middleware: 'auth' }, 'data.middleware: expected a list, got string "auth"'],
  ])('%j: %s', (data, expected) => {
    const errors = registryOf()
      .problems(make(data))
      .filter((problem) => problem.severity === 'error');
    expect(errors.map(formatProblem)).toEqual([expected]);
  });

  it('warn of unknown fields with a suggestion, and ignore them', () => {
    const { problems, config } = registryOf().check(
      make({ addr: ':80', tiemout: '5s', routes: [{ path: '/', func: 'f', methd: 'GET' }] }),
    );
    expect(problems.map((problem) => [problem.severity, formatProblem(problem)])).toEqual([
      ['warning', 'data.tiemout: unknown field "tiemout" is ignored (Did you mean "timeout"?)'],
      ['warning', 'data.routes[0].methd: unknown field "methd" is ignored'],
    ]);
    expect(config).toMatchObject({ addr: ':80' });
  });

  it('say what to do about fields that belong elsewhere', () => {
    const kinds = new KindRegistry().register(
      defineKind({
        kind: 'code',
        description: 'Code.',
        schema: z.object({ source: z.string(), pool: z.object({ size: z.number() }).optional() }),
        strayFields: { lifecycle: 'Write it in a service.' },
        dataOnly: true,
      }),
    );
    const data = { source: 'x', lifecycle: {}, pool: { size: 1, lifecycle: {} } };
    const problems = kinds.problems(createEntry({ id: 'a:x', kind: 'code', data }));
    expect(problems.map(formatProblem)).toEqual([
      'data.lifecycle: unknown field "lifecycle" is ignored (Write it in a service.)',
      'data.pool.lifecycle: unknown field "lifecycle" is ignored',
    ]);
  });

  it('say nothing about unknown fields of meta', () => {
    expect(registryOf().problems(make({ addr: ':80' }, { comment: 'x' }))).toEqual([]);
  });

  it('name an unknown kind with the closest one', () => {
    const entry = createEntry({ id: 'a:x', kind: 'http.servce' });
    expect(registryOf().problems(entry)[0]).toMatchObject({
      message: 'unknown kind "http.servce"',
      hint: 'Did you mean "http.service"?',
    });
  });

  it.each([
    [{ component: 'wippy' }, 'data.component: expected org/module'],
    [{ component: 'wippy/test' }, undefined],
  ])('of a dependency %j: %s', (data, message) => {
    const entry = createEntry({ id: 'a:x', kind: 'ns.dependency', data });
    expect(registryOf().problems(entry).map(formatProblem)[0]).toEqual(
      message === undefined ? undefined : expect.stringContaining(message),
    );
  });
});

describe('KindRegistry', () => {
  it('refuses a kind twice', () => {
    expect(() => registryOf().register(server)).toThrow('kind "http.service" is already registered');
  });

  it('finds kinds by name first, then by pattern', () => {
    const pattern = defineKind({ kind: 'http.*', description: 'Any.', schema: z.unknown() });
    const kinds = registryOf().register(pattern);
    expect(kinds.definition('http.service')).toBe(server);
    expect(kinds.definition('http.other')).toBe(pattern);
    expect(kinds.definition('queue.other')).toBeUndefined();
    expect(() => registryOf().require('http.servic')).toThrow(
      expect.objectContaining({ message: 'unknown kind "http.servic"', hint: 'Did you mean "http.service"?' }),
    );
  });

  it('makes one handler for the kinds that share a factory', () => {
    let made = 0;
    const factory = (): KindHandler<unknown> => {
      made++;
      return { add: () => undefined, remove: () => undefined, begin: () => undefined };
    };
    const kinds = new KindRegistry().register(
      defineKind({ kind: 'a.one', description: '', schema: z.unknown(), handler: factory }),
      defineKind({ kind: 'a.two', description: '', schema: z.unknown(), handler: factory }),
    );
    kinds.activate(new AppContext());
    expect(made).toBe(1);
    expect([...kinds.participants()]).toHaveLength(1);
  });

  it('says which component is missing for a kind without a handler', () => {
    expect(() => registryOf().route('http.service')).toThrow('nothing handles entries of kind "http.service"');
  });
});

describe('a handler behind the registry', () => {
  function setUp(handler: Partial<KindHandler<unknown>> = {}): {
    registry: Registry;
    kinds: KindRegistry;
    log: unknown[];
  } {
    const log: unknown[] = [];
    const kinds = registryOf().attach('http.service', {
      add: (entry, config) => void log.push(['add', entry.id, (config as { addr: string }).addr]),
      remove: (entry, config) => void log.push(['remove', entry.id, (config as { addr: string }).addr]),
      ...handler,
    });
    return { registry: new Registry({ bus: new EventBus(), router: kinds }), kinds, log };
  }

  it('gets parsed configurations', async () => {
    const { registry, log } = setUp();
    await registry.apply([createOperation(make({ addr: ':80' }))]);
    await registry.apply([deleteOperation('app:web')]);
    expect(log).toEqual([
      ['add', 'app:web', ':80'],
      ['remove', 'app:web', ':80'],
    ]);
  });

  it('is not asked about invalid entries', async () => {
    const { registry, log } = setUp();
    await expect(registry.apply([createOperation(make({ addr: 5, mode: 'x' }))])).rejects.toMatchObject({
      kind: 'Invalid',
      message: expect.stringContaining(
        'operation failed for entry app:web: invalid configuration: data.addr: expected a text, got number 5; data.mode: ',
      ),
    });
    expect(log).toEqual([]);
  });

  it('is removed and added by an update it cannot make in place', async () => {
    const { registry, log, kinds } = setUp({
      update: (next) => void log.push(['update', (next.config as { addr: string }).addr]),
      canUpdateInPlace: (next, previous) =>
        (next.config as { addr: string }).addr === (previous.config as { addr: string }).addr,
    });
    const [first, same, other] = [make({ addr: ':80' }), make({ addr: ':80', mode: 'secure' }), make({ addr: ':81' })];
    await registry.apply([createOperation(first)]);
    await registry.apply([updateOperation(same)]);
    await registry.apply([updateOperation(other)]);
    expect(log.slice(1)).toEqual([
      ['update', ':80'],
      ['remove', 'app:web', ':80'],
      ['add', 'app:web', ':81'],
    ]);
    expect([kinds.updatesInPlace(same, first), kinds.updatesInPlace(other, first)]).toEqual([true, false]);
  });

  it('gets the old entry back when the new one is refused after the removal', async () => {
    const log: string[] = [];
    const { registry } = setUp({
      add: (entry, _config, transaction) => {
        const { addr } = entry.data as { addr: string };
        log.push(`add ${addr} ${transaction.phase} ${transaction.signal.aborted}`);
        if (addr === ':bad') throw new Error('address in use');
      },
    });
    await registry.apply([createOperation(make({ addr: ':80' }))]);
    await expect(registry.apply([updateOperation(make({ addr: ':bad' }))])).rejects.toThrow('address in use');
    expect(log).toEqual(['add :80 apply false', 'add :bad apply false', 'add :80 rollback false']);
  });

  it('gives the references of its schema to the order of operations', async () => {
    const { registry } = setUp();
    const names = registry.extract(make({ addr: ':80', routes: [{ path: '/', func: 'index' }] }));
    expect(names).toEqual(['app:index']);
  });
});

describe('JSON Schema of kinds', () => {
  it('describes what an author writes', () => {
    const schema = kindJsonSchema(server) as {
      anyOf: [{ required: string[]; properties: Record<string, Record<string, unknown>> }];
    };
    const [inline] = schema.anyOf;
    expect(inline.required).toEqual(['addr']);
    expect(inline.properties['timeout']['type']).toBe('string');
    expect(inline.properties['host']).toMatchObject({
      type: 'string',
      'x-entry-ref': { kinds: ['process.host'], relative: false },
    });
    expect(inline.properties['kind']).toMatchObject({ const: 'http.service' });
  });

  it('covers a whole file and can be written as JSON', () => {
    const schema = JSON.parse(JSON.stringify(entryFileJsonSchema(registryOf())));
    expect(schema.properties.entries.items.properties.kind.enum).toEqual([
      'http.service',
      'ns.definition',
      'ns.dependency',
      'ns.requirement',
      'registry.entry',
    ]);
  });
});
