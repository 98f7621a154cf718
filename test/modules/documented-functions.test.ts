import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entry, luaEntry, processHost, RunningApplication } from '../support/application.ts';
import { type Documented, documented } from './documented-names.ts';

const MODULES = [
  ...['base64', 'crypto', 'ctx', 'env', 'events', 'fs', 'funcs', 'hash', 'io', 'json', 'logger', 'metrics'],
  ...['registry', 'store', 'system', 'text', 'time', 'uuid', 'yaml'],
];

/** What a program finds at the names of a value: `function`, another type, or the constant itself. */
const found = ({ value, functions, constants }: Documented): string => `
  local object, problem = ${value}
  if object == nil then error("no value: " .. tostring(problem)) end
  local found = {}
  for _, name in ipairs({${quoted(functions?.split(' ') ?? [])}}) do found[name] = type(object[name]) end
  for _, name in ipairs({${quoted(Object.keys(constants ?? {}))}}) do
    local constant = object[name]
    local plain = type(constant) == "string" or type(constant) == "number"
    found[name] = plain and constant or constant ~= nil
  end
  return found`;

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** What the documentation says of the names. */
function said({ functions, constants = {} }: Documented): Record<string, unknown> {
  const names = functions?.split(' ') ?? [];
  return { ...Object.fromEntries(names.map((name) => [name, 'function'])), ...constants };
}

/** A runner for each value: a function that is called, or for what needs a process one that is spawned by it. */
function runners(): ReturnType<typeof luaEntry>[] {
  return documented.map((item, index) =>
    luaEntry(`app:value_${index}`, 'process.lua', `return { main = function()\n${found(item)}\nend }`, {
      modules: MODULES,
    }),
  );
}

describe('what the documentation names', () => {
  let application: RunningApplication;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wippy-documented-'));
    const call = 'return { main = function(id) return process.exec(id, "app:processes") end }';
    application = await RunningApplication.start([
      processHost(),
      entry('app:files', 'fs.directory', { directory }),
      entry('app:cache', 'store.memory', { lifecycle: { auto_start: true } }),
      luaEntry('app:exec', 'function.lua', call),
      ...runners(),
    ]);
  });

  afterAll(async () => {
    await application.close();
    await rm(directory, { recursive: true });
  });

  it.each(documented.map((item, index) => [item.title, index] as const))('is all there: %s', async (_title, index) => {
    const item = documented[index] as Documented;
    const result = (await application.call('app:exec', `app:value_${index}`)) as Record<string, unknown>;
    const expected = said(item);
    // A constant of which nothing is said but that it is there.
    for (const [name, value] of Object.entries(expected))
      if (value === true && result[name] !== false) result[name] = true;
    expect(result).toEqual(expected);
  });

  it('names a value once', () => {
    const titles = documented.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
