import { describe, expect, it } from 'vitest';
import { parse } from '../../src/lua/syntax/index.ts';
import { osModule } from '../../src/modules/os.ts';
import { runLua } from '../support/lua-harness.ts';

const run = async (body: string) => (await runLua(`return function() ${body} end`, { modules: [osModule] })).value;

describe('the global os', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(osModule.types).problems).toEqual([]);
  });

  it('has what the documentation names and nothing that reaches the host', async () => {
    const names = await run('local names = {} for name in pairs(os) do names[#names + 1] = name end return names');
    expect((names as string[]).sort()).toEqual(['clock', 'date', 'difftime', 'platform', 'time']);
    expect(await run('return os.platform')).toBe('wippy');
  });

  it('fills in what a date leaves out', async () => {
    expect(await run('return os.date("%Y-%m-%d %H:%M:%S", os.time({year = 2024, month = 6, day = 15}))')).toBe(
      '2024-06-15 00:00:00',
    );
    expect(await run('return os.date("%d", os.time({day = 1}))')).toBe('01');
  });

  it('measures differences in seconds', async () => {
    expect(
      await run(
        'return os.difftime(os.time({year=2024, month=12, day=31}), os.time({year=2024, month=1, day=1})) // 86400',
      ),
    ).toBe(365);
    expect(await run('return os.clock() >= 0 and os.time() > 1.7e9')).toBe(true);
  });
});
