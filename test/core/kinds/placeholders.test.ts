import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineKind, KindRegistry } from '../../../src/core/kinds/index.ts';
import { createEntry, createOperation, Registry, updateOperation } from '../../../src/core/registry/index.ts';
import { AppContext } from '../../../src/infrastructure/app-context.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';

const schema = z.object({
  host: z.string().optional(),
  port: z.int().optional(),
  secure: z.boolean().default(false),
  list: z.array(z.string()).default([]),
  source: z.string().optional(),
  mode: z.enum(['fast', 'slow']).default('fast'),
});

/** What handlers get for the data of an entry, with these variables. */
function application(variables: Record<string, string>) {
  const given: unknown[] = [];
  const removed: unknown[] = [];
  const kinds = new KindRegistry().register(
    defineKind({
      kind: 'a.service',
      description: 'A service.',
      schema,
      handler: () => ({
        add: (_entry, config) => void given.push(config),
        remove: (_entry, config) => void removed.push(config),
      }),
    }),
  );
  kinds.useVariables((name, namespace) => variables[name] ?? variables[`${namespace}:${name}`]);
  kinds.activate(new AppContext());
  const registry = new Registry({ bus: new EventBus(), router: kinds });
  return { given, removed, kinds, registry, variables };
}

const service = (data: object) => createEntry({ id: 'app:service', kind: 'a.service', data });

async function configOf(data: object, variables: Record<string, string> = { HOST: 'example.com', PORT: '80' }) {
  const { registry, given } = application(variables);
  await registry.apply([createOperation(service(data))]);
  return given[0];
}

describe('placeholders', () => {
  it.each([
    ['${env:HOST}', 'example.com'],
    ['https://${env:HOST}:${env:PORT}/', 'https://example.com:80/'],
    ['${env:NONE|localhost}', 'localhost'],
    ['${env:HOST|localhost}', 'example.com'],
    ['${HOST|localhost}', 'example.com'],
    ['${NONE|}', ''],
    ['$${env:HOST}', '${env:HOST}'],
    ['${HOST} ${host|x} $HOST', '${HOST} ${host|x} $HOST'],
    ['${env:local}', 'own'],
    ['${env:other.ns:name}', 'by id'],
  ])('%s becomes %s', async (host, expected) => {
    const variables = { HOST: 'example.com', PORT: '80', 'app:local': 'own', 'other.ns:name': 'by id' };
    expect(await configOf({ host, list: [host] }, variables)).toMatchObject({ host: expected, list: [expected] });
  });

  it('become numbers and booleans where the kind wants them', async () => {
    const data = { port: '${env:PORT}', secure: '${env:SECURE|true}', host: '${env:PORT}' };
    expect(await configOf(data)).toMatchObject({ port: 80, secure: true, host: '80' });
  });

  it('are left alone in code', async () => {
    expect(await configOf({ source: 'print("${env:HOST}")' })).toMatchObject({ source: 'print("${env:HOST}")' });
  });

  it('are neither in the registry nor problems of the project', async () => {
    const { registry, kinds } = application({ PORT: '80' });
    const entry = service({ port: '${env:PORT}' });
    expect(kinds.problems(entry)).toEqual([]);
    expect(kinds.problems(service({ port: 'x${PORT}' }))).toHaveLength(1);
    await registry.apply([createOperation(entry)]);
    expect(registry.get('app:service')?.data).toEqual({ port: '${env:PORT}' });
  });

  it.each([
    [{ host: '${env:NONE}' }, 'data.host: environment variable not found: NONE'],
    [{ list: ['a', '${env:NONE}'] }, 'data.list.1: environment variable not found: NONE'],
    [{ port: '${env:HOST}' }, /data\.port: expected a number$/],
    [{ mode: '${env:HOST}' }, 'data.mode'],
  ])('that cannot be resolved refuse their entry: %j', async (data, message) => {
    await expect(configOf(data)).rejects.toThrow(message);
  });

  it('give a handler that removes what it was given before, though the variable has changed', async () => {
    const { registry, removed, variables } = application({ HOST: 'before' });
    await registry.apply([createOperation(service({ host: '${env:HOST}' }))]);
    delete variables['HOST'];
    await registry.apply([updateOperation(service({ host: 'fixed' }))]);
    expect(removed).toMatchObject([{ host: 'before' }]);
  });

  it('are named as the cause where others fail because of their entry', async () => {
    const { registry } = application({});
    const dependent = createEntry({ id: 'app:other', kind: 'a.service', data: { host: '${env:app:service}' } });
    const operations = [createOperation(dependent), createOperation(service({ host: '${env:NONE}' }))];
    await expect(registry.apply(operations)).rejects.toThrow(
      /app:other.*: data\.host: environment variable not found: NONE$/,
    );
  });
});
