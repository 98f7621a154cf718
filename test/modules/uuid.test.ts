import { describe, expect, it } from 'vitest';
import { uuidModule } from '../../src/modules/uuid/index.ts';
import { runLua, typeProblems } from './run-lua.ts';

const run = (body: string): Promise<unknown> => runLua(body, { modules: [uuidModule] });
const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('module uuid', () => {
  it('has types in the syntax of the dialect', () => {
    expect(typeProblems(uuidModule)).toEqual([]);
  });

  it.each([1, 4, 7])('makes UUIDs of version %i, no two alike', async (version) => {
    const ids = (await run(`local t = {}; for i = 1, 1000 do t[i] = uuid.v${version}() end; return t`)) as string[];
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) {
      expect(id).toMatch(new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`));
    }
    if (version === 7) expect([...ids].sort()).toEqual(ids);
  });

  // The values of RFC 9562, appendix A.
  it('derives UUIDs from names', async () => {
    expect(await run(`return {uuid.v3("${DNS}", "www.example.com"), (uuid.v5("${DNS}", "www.example.com"))}`)).toEqual([
      '5df41881-3aed-3515-88a7-2f4a814cf09e',
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    ]);
  });

  it('reads the time and node of a UUID', async () => {
    expect(
      await run(`
        local one = uuid.parse("c232ab00-9414-11ec-b3c8-9f6bdeced846")
        local seven = uuid.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        local four = uuid.parse("919108f7-52d1-4320-9bac-f847db4148a8")
        return {one.version, one.variant, one.timestamp, #one.node, seven.timestamp, tostring(seven.node), tostring(four.timestamp)}`),
    ).toEqual([1, 'RFC4122', 1645557742, 6, 1645557742, 'nil', 'nil']);
  });

  it.each([
    ['00000000-0000-4000-8000-000000000000', 'RFC4122'],
    ['00000000-0000-4000-c000-000000000000', 'Microsoft'],
    ['00000000-0000-4000-e000-000000000000', 'Future'],
    ['00000000-0000-4000-0000-000000000000', 'Reserved'],
  ])('knows the variant of %s', async (id, variant) => {
    expect(await run(`return {uuid.variant("${id}"), (uuid.version("${id}"))}`)).toEqual([variant, 4]);
  });

  it.each([
    [`"${DNS}"`, true],
    [`"${DNS.toUpperCase()}"`, true],
    [`"urn:uuid:${DNS}"`, true],
    [`"{${DNS}}"`, true],
    [`"${DNS.replaceAll('-', '')}"`, true],
    [`"${DNS} "`, false],
    [`"${DNS.slice(1)}"`, false],
    ['42', false],
    ['nil', false],
  ])('uuid.validate(%s) is %s', async (argument, valid) => {
    expect(await run(`return (uuid.validate(${argument}))`)).toBe(valid);
  });

  it('writes UUIDs in three forms', async () => {
    expect(
      await run(`local id = "{${DNS.toUpperCase()}}"
        return {uuid.format(id), uuid.format(id, "simple"), (uuid.format(id, "urn"))}`),
    ).toEqual([DNS, DNS.replaceAll('-', ''), `urn:uuid:${DNS}`]);
  });

  it.each([
    ['uuid.v3("x", "y")', 'invalid namespace UUID'],
    ['uuid.v5(1, "y")', 'namespace and name must be strings'],
    ['uuid.version("x")', 'invalid UUID format'],
    ['uuid.parse(1)', 'input must be a string'],
    [`uuid.format("${DNS}", "odd")`, 'unsupported format'],
  ])('%s fails', async (call, message) => {
    expect(await run(`local v, e = ${call}; return {tostring(v), e:kind(), e:message()}`)).toEqual([
      'nil',
      'Invalid',
      message,
    ]);
  });
});
