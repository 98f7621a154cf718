import { describe, expect, test } from 'vitest';
import { evaluate, failure } from './run-lua.ts';

describe('the library table', () => {
  test('insert and remove keep the list that a plain model keeps', () => {
    let seed = 12345;
    const random = (limit: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed % limit;
    };
    const model: number[] = [];
    const steps: string[] = [];
    for (let step = 0; step < 400; step++) {
      if (model.length === 0 || random(3) > 0) {
        const at = random(model.length + 1);
        model.splice(at, 0, step);
        steps.push(at === model.length - 1 ? `table.insert(t, ${step})` : `table.insert(t, ${at + 1}, ${step})`);
      } else {
        const at = random(model.length);
        const [removed] = model.splice(at, 1);
        steps.push(`assert(table.remove(t, ${at + 1}) == ${removed})`);
      }
    }
    expect(evaluate(`local t = {}\n${steps.join('\n')}\nreturn table.concat(t, ',')`)).toEqual([model.join(',')]);
  });

  test('sort orders numbers of both subtypes, strings, and anything by a comparator', () => {
    expect(evaluate(`local t = {3, 1.0, 2.5, -1, 1e300, -1e300} table.sort(t) return table.concat(t, ' ')`)).toEqual([
      '-1e+300 -1 1.0 2.5 3 1e+300',
    ]);
    expect(evaluate(`local t = {'b', 'a', 'B', '10', '9'} table.sort(t) return table.concat(t, ' ')`)).toEqual([
      '10 9 B a b',
    ]);
    expect(
      evaluate(`local t = {} for i = 1, 500 do t[i] = (i * 7919) % 503 end
        table.sort(t, function(a, b) return a > b end)
        for i = 2, #t do assert(t[i - 1] >= t[i]) end return #t`),
    ).toEqual([500]);
  });

  test('a comparator may be suspended at every call', () => {
    expect(
      evaluate(`local t = {5, 3, 8, 1, 9, 2, 7}
        local co = coroutine.wrap(function()
          table.sort(t, function(a, b) coroutine.yield() return a < b end)
          return 'sorted'
        end)
        local n = 0
        while co() ~= 'sorted' do n = n + 1 end
        return table.concat(t, ' '), n > 6`),
    ).toEqual(['1 2 3 5 7 8 9', true]);
  });

  test('a comparator that contradicts itself is told', () => {
    expect(failure(`local t = {} for i = 1, 100 do t[i] = i end table.sort(t, function() return true end)`)).toBe(
      'test:1: invalid order function for sorting',
    );
  });

  test('proxies are reached through their metamethods, which may be suspended', () => {
    expect(
      evaluate(`local data = {3, 1, 2}
        local proxy = setmetatable({}, {
          __index = function(_, i) coroutine.yield() return data[i] end,
          __newindex = function(_, i, v) coroutine.yield() data[i] = v end,
          __len = function() coroutine.yield() return #data end,
        })
        local co = coroutine.wrap(function()
          table.insert(proxy, 1, 9) table.sort(proxy) local last = table.remove(proxy)
          table.move(proxy, 1, 2, 2)
          return last, table.concat(proxy, ','), table.unpack(proxy)
        end)
        local r repeat r = table.pack(co()) until r.n > 0 return table.unpack(r, 1, r.n)`),
    ).toEqual([9, '1,1,2', 1, 1, 2]);
  });

  test('frozen tables refuse every change', () => {
    const frozen = 'local t = table.freeze({3, 1, 2})';
    expect(failure(`${frozen} table.insert(t, 1)`)).toBe('test:1: attempt to insert into Immutable table');
    expect(failure(`${frozen} table.remove(t)`)).toBe('test:1: attempt to remove from Immutable table');
    expect(failure(`${frozen} table.sort(t)`)).toBe('test:1: attempt to sort Immutable table');
    expect(failure(`${frozen} table.move({1}, 1, 1, 1, t)`)).toBe('test:1: attempt to modify a frozen table');
    expect(evaluate(`${frozen} return table.isfrozen(t), table.isfrozen({}), table.concat(t, ',')`)).toEqual([
      true,
      false,
      '3,1,2',
    ]);
  });

  test('positions at the end of the integers are exact', () => {
    expect(
      evaluate(`local t = {[math.maxinteger] = 'a', [math.maxinteger - 1] = 'b', [math.mininteger] = 'c'}
        return select('#', table.unpack(t, math.maxinteger - 1, math.maxinteger)),
          (table.unpack(t, math.maxinteger, math.maxinteger)), (table.unpack(t, math.mininteger, math.mininteger))`),
    ).toEqual([2, 'a', 'c']);
  });

  test('getn, maxn, create and pack', () => {
    expect(
      evaluate(
        `return table.getn({1, 2}), table.maxn({[5] = 1, [2.5] = 1, x = 1}), #table.create(10, 5), table.pack(nil, nil).n`,
      ),
    ).toEqual([2, 5, 0, 2]);
  });

  test.each([
    [`table.insert(nil, 1)`, `bad argument #1 to 'insert' (table expected, got nil)`],
    [`table.insert({}, 5, 1)`, `bad argument #2 to 'insert' (position out of bounds)`],
    [`table.insert({})`, `wrong number of arguments to 'insert'`],
    [`table.insert({}, 1, 2, 3)`, `wrong number of arguments to 'insert'`],
    [`table.remove({1, 2}, 7)`, `bad argument #1 to 'remove' (position out of bounds)`],
    [`table.concat({1, {}, 3})`, `invalid value (table) at index 2 in table for 'concat'`],
    [`table.unpack({}, 1, 1e8)`, 'too many results to unpack'],
    [`table.move({}, 1, math.maxinteger, 2)`, `bad argument #4 to 'move' (destination wrap around)`],
    [`table.move({}, -1, math.maxinteger, 2)`, `bad argument #3 to 'move' (too many elements to move)`],
    [`table.sort({1, 2}, 5)`, `bad argument #2 to 'sort' (function expected, got number)`],
    [
      `table.sort(setmetatable({}, {__len = function() return math.maxinteger end}))`,
      `bad argument #1 to 'sort' (array too big)`,
    ],
  ])('%s fails with a message', (source, message) => {
    expect(failure(source)).toBe(`test:1: ${message}`);
  });
});
