/** An application with an entry of every kind that this runtime can run, and edits of all their fields. */
import { type KindRegistry, toJsonSchema } from '../../../src/core/kinds/index.ts';
import { createEntry, type Entry } from '../../../src/core/registry/index.ts';
import { isPlainObject } from '../../../src/infrastructure/plain-data.ts';

interface Sample {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>>;
}

const WAIT = 'return { main = function() process.events():receive() return 0 end }';
const started = { lifecycle: { auto_start: true, stop_timeout: '2s' } };

/** A sample of each kind, with the id `app:<kind>`; where a field needs another value, `app:<kind>.2` has it. */
export const samples: Readonly<Record<string, readonly Sample[]>> = {
  'db.sql.sqlite': [{ data: { file: ':memory:', ...started } }],
  'env.storage.file': [{ data: { file_path: '/dev/null' } }],
  'env.storage.memory': [{}],
  'env.storage.os': [{}],
  'env.storage.router': [{ data: { storages: ['app:env.storage.memory', 'app:env.storage.os'] } }],
  'env.storage.static': [{ data: { values: { A: 'a' } } }],
  'env.variable': [{ data: { variable: 'SAMPLE', storage: 'app:env.storage.memory', default: 'x' } }],
  'fs.directory': [{ data: { directory: 'files', auto_init: true } }],
  'function.lua': [
    {
      data: {
        source: 'return { main = function() return lib.a end }',
        method: 'main',
        imports: { lib: 'app:library.lua' },
        pool: { type: 'lazy', max_size: 2 },
      },
    },
    { data: { source: 'return { main = function() end }', method: 'main' } },
  ],
  'http.endpoint': [
    { data: { method: 'GET', path: '/sample', func: 'app:function.lua' }, meta: { router: 'app:http.router' } },
  ],
  'http.router': [
    { data: { prefix: '/' }, meta: { server: 'app:http.service' } },
    { data: { prefix: '/2' }, meta: { server: 'app:http.service' } },
  ],
  'http.service': [{ data: { addr: '127.0.0.1:0', ...started } }, { data: { addr: 'localhost:0', ...started } }],
  'http.static': [{ data: { path: '/files', fs: 'app:fs.directory' }, meta: { server: 'app:http.service' } }],
  'library.lua': [{ data: { source: 'return { a = 1 }' } }, { data: { source: 'return { a = 2 }' } }],
  'ns.definition': [{ data: { module: 'm' } }],
  'ns.dependency': [{ data: { component: 'a/b' } }],
  'ns.requirement': [{ data: { default: 'x' } }],
  'process.host': [{ data: started }, { data: started }],
  'process.lua': [{ data: { source: WAIT, imports: { lib: 'app:library.lua' } } }, { data: { source: WAIT } }],
  'process.service': [
    {
      data: {
        process: 'app:process.lua',
        host: 'app:process.host',
        lifecycle: { ...started.lifecycle, security: { actor: { id: 'a' }, policies: ['app:security.policy'] } },
      },
    },
  ],
  'queue.consumer': [{ data: { queue: 'app:queue.queue', func: 'app:function.lua', ...started } }],
  'queue.driver.memory': [{ data: started }, { data: started }],
  'queue.queue': [{ data: { driver: 'app:queue.driver.memory' } }, { data: { driver: 'app:queue.driver.memory' } }],
  'registry.entry': [{ data: { a: 1 } }],
  'security.policy': [{ data: { policy: { actions: '*', resources: '*', effect: 'allow' } } }],
  'security.policy.expr': [{ data: { policy: { actions: '*', resources: '*', effect: 'allow', expression: 'true' } } }],
  'security.token_store': [{ data: { store: 'app:store.memory' } }],
  'store.memory': [{ data: started }, { data: started }],
  'terminal.host': [{ data: started }],
};

/** Kinds that cannot be added to a project of sources, with the reason. */
export const withoutSample: Readonly<Record<string, string>> = {
  'db.sql.mysql': 'refused',
  'db.sql.postgres': 'refused',
  'queue.driver.amqp': 'refused',
  'queue.driver.sqs': 'refused',
  'fs.embed': 'from packs',
  'function.lua.bc': 'from packs',
  'library.lua.bc': 'from packs',
  'process.lua.bc': 'from packs',
};

/** Something beside the samples: a server, a process, a function, a store; nothing of it may be touched. */
export function bystanders(): Entry[] {
  return [
    entry('other:host', 'process.host', started),
    entry('other:process', 'process.lua', { source: WAIT }),
    entry('other:worker', 'process.service', { process: 'other:process', host: 'other:host', ...started }),
    entry('other:store', 'store.memory', started),
    entry('other:gateway', 'http.service', { addr: '127.0.0.1:0', ...started }),
    entry('other:api', 'http.router', { prefix: '/' }, { server: 'other:gateway' }),
    entry('other:count', 'function.lua', {
      source: 'local calls = 0 return { main = function() calls = calls + 1 return calls end }',
      method: 'main',
    }),
    entry(
      'other:count.endpoint',
      'http.endpoint',
      { method: 'GET', path: '/', func: 'other:count' },
      { router: 'other:api' },
    ),
  ];
}

/** The samples, each service among them with a process that needs it. */
export function sampleEntries(): Entry[] {
  const entries = Object.entries(samples).flatMap(([kind, all]) =>
    all.map(({ data = {}, meta = {} }, index) => entry(idOf(kind, index), kind, data, meta)),
  );
  const services = entries.filter(({ data }) => isPlainObject(data) && data['lifecycle'] !== undefined);
  const followers = services.map(({ id }) =>
    entry(`app:needs.${id.slice(4)}`, 'process.service', {
      process: 'other:process',
      host: 'other:host',
      lifecycle: { ...started.lifecycle, requires: [id] },
    }),
  );
  return [...entries, ...followers];
}

export interface Edit {
  readonly field: string;
  readonly entry: Entry;
}

/** Values of fields that the schema alone does not tell apart; null for a field that has no other value here. */
const VALUES: Readonly<Record<string, unknown>> = {
  'env.storage.file file_path': '/dev/zero',
  'fs.directory directory': 'other-files',
  'function.lua source': 'return { main = function() return 7 end }',
  'http.service addr': 'localhost:0',
  'http.service network': null,
  'library.lua source': 'return { a = 7 }',
  'process.lua source': `local other = 1 ${WAIT}`,
  'process.service process': 'app:process.lua.2',
  'security.policy.expr policy.expression': 'false',
  'security.token_store token_key_env': null,
};

/** Values to try, until one is valid and makes another configuration. */
const CANDIDATES: readonly unknown[] = [
  ...[
    true,
    false,
    1,
    2,
    3,
    7,
    'other',
    'other',
    '3s',
    '4s',
    '127.0.0.1:0',
    'POST',
    'deny',
    'manual',
    'project',
    'optional',
  ],
  ...['app:group', '0700', 'return { main = function() return 7 end, a = 7 }', 'static', 'inline', 'false', 0o600],
  ...[['cors'], ['app:group'], ['x'], [{ name: 'x', value: 'y' }], [{ entry: 'app:registry.entry', path: 'a' }]],
  ...[{ a: 'b' }, { a: { b: 1 } }, ['app:library.lua'], ['app:env.storage.os'], { lib2: 'app:library.lua.2' }],
];

/** One edit for each field that the schema of the kind names and that can have another value, and one of `meta`. */
export function editsOf(entry: Entry, kinds: KindRegistry): Edit[] {
  const definition = kinds.require(entry.kind);
  const references = Object.keys(samples).flatMap((kind) => [`app:${kind}.2`, `app:${kind}`]);
  const before = JSON.stringify(kinds.check(entry).config);
  const edits: Edit[] = [{ field: 'meta.comment', entry: changed(entry, ['meta', 'comment'], 'edited') }];
  if (entry.kind === 'registry.entry') edits.push({ field: 'a', entry: changed(entry, ['data', 'a'], 2) });
  const schema = {
    properties: { data: toJsonSchema(definition.schema), meta: definition.meta && toJsonSchema(definition.meta) },
  };
  for (const full of fieldsOf(schema)) {
    const known = VALUES[`${entry.kind} ${full.slice(1).join('.')}`];
    if (known === null) continue;
    const values = [...CANDIDATES, ...references, ...references.map((id) => [id])];
    for (const value of known === undefined ? values : [known]) {
      const next = changed(entry, full, value);
      if (kinds.check(next).problems.length > 0 || !referencesExist(next, kinds)) continue;
      if (JSON.stringify(kinds.check(next).config) === before) continue;
      edits.push({ field: full.join('.'), entry: next });
      break;
    }
  }
  return edits;
}

export function idOf(kind: string, index = 0): string {
  return `app:${kind}${index === 0 ? '' : `.${index + 1}`}`;
}

function entry(id: string, kind: string, data: object, meta: Readonly<Record<string, unknown>> = {}): Entry {
  return createEntry({ id, kind, data, meta });
}

/** Paths of the fields of a schema. */
function fieldsOf(schema: unknown, path: readonly string[] = []): string[][] {
  if (!isPlainObject(schema)) return [];
  const { properties } = schema;
  if (isPlainObject(properties)) {
    return Object.entries(properties).flatMap(([name, field]) => fieldsOf(field, [...path, name]));
  }
  return path.length < 2 ? [] : [[...path]];
}

function changed(entry: Entry, path: readonly string[], value: unknown): Entry {
  const { id, kind, meta, data } = entry;
  const copy = structuredClone({ meta, data: data ?? {} }) as Record<string, unknown>;
  let parent = copy;
  for (const name of path.slice(0, -1)) {
    if (!isPlainObject(parent[name])) parent[name] = {};
    parent = parent[name] as Record<string, unknown>;
  }
  parent[path.at(-1) as string] = value;
  return createEntry({ id, kind, meta: copy['meta'] as Record<string, unknown>, data: copy['data'] });
}

/** Whether all ids lead to samples of a fitting kind. */
function referencesExist(entry: Entry, kinds: KindRegistry): boolean {
  return kinds.entryReferences(entry).every(({ target, kinds: wanted }) => {
    const kind = target.slice(4).replace(/\.2$/, '');
    if (target === entry.id || !target.startsWith('app:') || samples[kind] === undefined) return false;
    if (target.endsWith('.2') && samples[kind].length < 2) return false;
    return (
      wanted === undefined ||
      wanted.some((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(kind))
    );
  });
}
