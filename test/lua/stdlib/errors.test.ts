import { describe, expect, test } from 'vitest';
import { type LuaTable, Userdata } from '../../../src/lua/index.ts';
import { rawGet } from '../../../src/lua/runtime/table.ts';
import { createErrorValue, errorData } from '../../../src/lua/stdlib/errors/value.ts';
import { evaluate, failure } from './run-lua.ts';

describe('the library errors', () => {
  test('new takes a text or a table', () => {
    expect(
      evaluate(`local e = errors.new('simple') return e:message(), e:kind(), e:retryable(), e:details(), type(e)`),
    ).toEqual(['simple', '', undefined, undefined, 'userdata']);
    expect(
      evaluate(`local e = errors.new({message = 'm', kind = errors.NOT_FOUND, retryable = false, details = {id = 123, list = {1, 2}}})
        return e:message(), e:kind(), e:retryable(), e:details().id, #e:details().list`),
    ).toEqual(['m', 'NotFound', false, 123, 2]);
  });

  test('details are copies that nobody shares', () => {
    expect(
      evaluate(`local d = {n = {1}} d.self = d
        local e = errors.new({message = 'm', details = d})
        d.n[1] = 2 e:details().n[1] = 3
        local copy = e:details() return copy.n[1], copy.self == copy, errors.new({message = 'm', details = {}}):details()`),
    ).toEqual([1, true, undefined]);
  });

  test('wrap keeps message, kind, retryability and details, and shows its context in the stack', () => {
    expect(
      evaluate(`local inner = errors.new({message = 'inner', kind = errors.INVALID, retryable = true, details = {code = 42}})
        local outer = errors.wrap(inner, 'outer context')
        return outer:message(), outer:kind(), outer:retryable(), outer:details().code, outer:stack():find('outer context', 1, true) ~= nil,
          errors.wrap('text', 'c'):message()`),
    ).toEqual(['inner', 'Invalid', true, 42, true, 'text']);
  });

  test('errors are taken for their message where the library wants a string', () => {
    expect(
      evaluate(`local e = errors.new('not found') return string.find(e, 'found'), string.upper(e), ('x'):rep(2, e)`),
    ).toEqual([5, 'NOT FOUND', 'xnot foundx']);
    expect(failure(`string.upper(io)`)).toContain('string expected');
  });

  test('errors read as their message in tostring and ..', () => {
    expect(
      evaluate(`local a, b = errors.new('a'), errors.new('b') return tostring(a), 'x' .. a, a .. 'x', a .. b, a .. 1`),
    ).toEqual(['a', 'xa', 'ax', 'ab', 'a1']);
  });

  test('is compares kinds and takes any value', () => {
    expect(
      evaluate(`local e = errors.new({message = 't', kind = errors.TIMEOUT})
        return errors.is(e, errors.TIMEOUT), errors.is(e, errors.NOT_FOUND), errors.is('x', errors.TIMEOUT), errors.is(nil, '')`),
    ).toEqual([true, false, false, false]);
  });

  test('the call stack names chunk, line and function', () => {
    expect(
      evaluate(`local function make() return (errors.new('s')) end
        local e = make()
        local frame = errors.call_stack(e).frames[1]
        return frame.source, frame.line, frame.name, frame.level, #e:stack() > 0, errors.call_stack('x')`),
    ).toEqual(['test', 1, 'make', 0, true, undefined]);
  });

  test('an error survives error and pcall as itself', () => {
    expect(evaluate(`local e = errors.new('e') return select(2, pcall(error, e)) == e`)).toEqual([true]);
  });

  test('the metatable is shared by all errors and cannot be changed', () => {
    expect(failure(`getmetatable(errors.new('x')).__index.kind = nil`)).toContain('frozen');
    expect(failure(`getmetatable(errors.new('x')).__tostring = nil`)).toContain('frozen');
  });

  test.each([
    [`errors.new()`, `bad argument #1 to 'new' (value expected)`],
    [`errors.new(5)`, `bad argument #1 to 'new' (expected string or table)`],
    [`errors.new({})`, `bad argument #1 to 'new' (message field is required)`],
    [`errors.new({message = 5})`, `bad argument #1 to 'new' (message must be a string)`],
    [`errors.wrap({}, 'x')`, `bad argument #1 to 'wrap' (expected string or error object)`],
    [`errors.new('x').kind(5)`, `bad argument #1 to 'kind' (error expected, got number)`],
  ])('%s fails with a message', (source, message) => {
    expect(failure(source)).toBe(`test:1: ${message}`);
  });

  test('hosts make errors and read those of Lua code', () => {
    const made = createErrorValue({ message: 'host', kind: 'Internal', retryable: true, cause: new Error('below') });
    expect(evaluate('return e:message(), e:kind(), e:retryable()', { e: made })).toEqual(['host', 'Internal', true]);
    const [value] = evaluate(`return errors.new({message = 'lua', kind = 'Invalid', details = {n = 1}})`);
    expect(value).toBeInstanceOf(Userdata);
    const data = errorData(value as Userdata);
    expect(data?.kind).toBe('Invalid');
    expect(rawGet(data?.details as LuaTable, 'n')).toBe(1);
    expect(errorData('text')).toBeUndefined();
  });
});
