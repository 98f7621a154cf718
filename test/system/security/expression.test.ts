import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WippyError } from '../../../src/infrastructure/errors.ts';
import { createActor } from '../../../src/system/security/actor.ts';
import { compileExpression } from '../../../src/system/security/expression/compile.ts';
import { ExpressionPolicy } from '../../../src/system/security/expression-policy.ts';

const names = {
  actor: { id: 'user:1', meta: { role: 'admin', level: 3, big: 9007199254740993n, teams: ['core', 'web'] } },
  action: 'document.read',
  resource: 'document:7',
  meta: { owner: 'user:1', public: true, tags: ['a', 'b'], sizes: [1, 5, 9], files: [{ name: 'x', size: 2 }] },
};
const value = (expression: string): unknown => compileExpression(expression)({ names });

describe('an expression', () => {
  it.each([
    ['actor.meta.role == "admin"', true],
    ['actor.meta.role == "editor" || (action == "document.read" && meta.public == true)', true],
    ['meta.owner == actor.id', true],
    ['resource matches "^document:[0-9]+$" and not (action matches `write$`)', true],
    ['action in ["document.read", "document.list"] && all(meta.tags, {# != "private"})', true],
    ['"owner" in meta and "editor" not in meta', true],
    ['actor.meta.level >= 3 && actor.meta.level < 4', true],
    ['actor.meta["role"] contains "min"', true],
    ['actor.meta.role not contains "x" && actor.meta.role startsWith "ad" && actor.meta.role endsWith "min"', true],
    ['1 + 2 * 3 ** 2 ** 0 - -4 % 3', 8],
    ['(1 + 2) * 3 / 2', 4.5],
    ['"a" + "b" == \'ab\'', true],
    ['meta.missing ?? "none"', 'none'],
    ['meta.missing?.deep.deeper', undefined],
    ['meta?.owner', 'user:1'],
    ['meta.tags[-1]', 'b'],
    ['meta.sizes[1:]', [5, 9]],
    ['len(meta.tags) == 2 ? "two" : "other"', 'two'],
    ['any(meta.files, .size > 1)', true],
    ['meta.files | map(.name) | first()', 'x'],
    ['count(meta.sizes, # > 4)', 2],
    ['let limit = 4; filter(meta.sizes, # > limit)', [5, 9]],
    ['one(1..3, # == 2) && none(1..3, # == 5)', true],
    ['upper(trim("  ab ")) + string(int("4"))', 'AB4'],
    ['{"a": 1, b: 2}.b', 2],
    ['0x1F + 0b11 + 1_000 + 1.5e1', 1049],
    ['nil == meta.missing && null == nil', true],
    ['/* a comment */ true // and another', true],
    ['!true or not false', true],
    ['max(1, [4, 2]) - min(3, 2)', 2],
    ['type(meta.tags) + type(nil)', 'arraynil'],
    ['actor.meta.big > 9007199254740990', true],
    ['unknown == nil', true],
  ])('%s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  it.each([
    ['invalid syntax here', 'unexpected "syntax" at position 9'],
    ['', 'unexpected the end'],
    ['"open', 'the string has no end'],
    ['a ==', 'unexpected the end'],
    ['a == = b', 'unexpected "="'],
    ['# > 1', 'unexpected "#"'],
    ['lne(a)', 'unknown function lne (did you mean len?)'],
    ['len(a, b)', 'len takes 1 arguments, not 2'],
    ['a matches "["', 'invalid pattern "["'],
    ['@', 'unexpected "@"'],
    ['('.repeat(200), 'nesting is too deep'],
    ['-'.repeat(200), 'nesting is too deep'],
  ])('cannot be %s', (expression, message) => {
    expect(() => compileExpression(expression)).toThrow(message);
  });

  it('reaches nothing of the host', () => {
    for (const path of ['constructor', '__proto__', 'toString', 'meta.constructor', 'actor["__proto__"]']) {
      expect(value(path)).toBeUndefined();
    }
    expect(() => value('meta.tags.length')).toThrow('does not take');
    expect(() => compileExpression('constructor("x")')).toThrow('unknown function constructor');
  });

  it('is compiled or refused, whatever its text', () => {
    const word = fc.constantFrom(
      ...'a 1 "s" . ?. [ ] ( ) { } , : ? # | not in && || == - * ?? .. let ; = len( all('.split(' '),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (expression) => {
        try {
          compileExpression(expression);
        } catch (error) {
          expect((error as WippyError).kind).toBe('Invalid');
        }
      }),
    );
  });
});

describe('ExpressionPolicy', () => {
  const policy = (expression: string, effect: 'allow' | 'deny' = 'allow') =>
    new ExpressionPolicy('a:p', { actions: 'document.*', resources: ['document:*', 'file:*'], effect, expression });
  const actor = createActor('user:1', { role: 'admin' });

  it('has its effect where actions, resources and expression apply', () => {
    const evaluate = (action: string, resource: string, expression = 'true', effect?: 'deny') =>
      policy(expression, effect).evaluate(actor, action, resource, {});
    expect(evaluate('document.read', 'file:1')).toBe('allow');
    expect(evaluate('document.read', 'file:1', 'true', 'deny')).toBe('deny');
    expect(evaluate('other', 'file:1')).toBe('undefined');
    expect(evaluate('document.read', 'image:1')).toBe('undefined');
    expect(evaluate('document.read', 'file:1', 'actor.meta.role == "guest"')).toBe('undefined');
  });

  it('does not apply where its expression fails or is no boolean', () => {
    for (const expression of ['meta.a.b == 1', '1 && true', '1', '"a" < 1']) {
      expect(policy(expression, 'deny').evaluate(actor, 'document.read', 'file:1', {})).toBe('undefined');
    }
  });
});
