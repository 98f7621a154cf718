import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import type { Policy, PolicyResult } from '../../../src/core/context/identity.ts';
import { AccessControl } from '../../../src/system/security/access-control.ts';
import { createActor } from '../../../src/system/security/actor.ts';
import { DeclarativePolicy } from '../../../src/system/security/declarative-policy.ts';
import { matchesPolicyPattern } from '../../../src/system/security/patterns.ts';
import { PolicyRegistry } from '../../../src/system/security/policy-registry.ts';
import { PolicyScope } from '../../../src/system/security/policy-scope.ts';

const actor = createActor('user:1', { role: 'admin', clearance: 3, nested: { team: 'core' } });
const fixed = (id: string, result: PolicyResult): Policy => ({ id, evaluate: () => result });

describe('AccessControl', () => {
  const scope = new PolicyScope([fixed('a:allow', 'allow')]);

  it('decides by the policies when there are both an actor and a scope', () => {
    for (const access of [new AccessControl(false), new AccessControl(true)]) {
      expect(access.isAllowed(FrameContext.root({ actor, scope }), 'env.get', 'x')).toBe(true);
      expect(access.isAllowed(FrameContext.root({ actor, scope: new PolicyScope() }), 'env.get', 'x')).toBe(false);
    }
  });

  it('allows an incomplete frame everything, and nothing in strict mode', () => {
    for (const context of [FrameContext.root(), FrameContext.root({ actor }), FrameContext.root({ scope })]) {
      expect(new AccessControl(false).isAllowed(context, 'env.get', 'x')).toBe(true);
      expect(new AccessControl(true).isAllowed(context, 'env.get', 'x')).toBe(false);
    }
  });
});

describe('PolicyScope', () => {
  it('denies if one policy denies, wherever it stands', () => {
    const [allow, deny, none] = [fixed('a:1', 'allow'), fixed('a:2', 'deny'), fixed('a:3', 'undefined')];
    const evaluate = (...policies: Policy[]) => new PolicyScope(policies).evaluate(actor, 'read', 'x', {});
    expect([evaluate(allow, deny), evaluate(deny, allow), evaluate(none, allow), evaluate(allow, none)]).toEqual([
      'deny',
      'deny',
      'allow',
      'allow',
    ]);
    expect([evaluate(), evaluate(none)]).toEqual(['undefined', 'undefined']);
  });

  it('does not change when policies are added and removed', () => {
    const empty = new PolicyScope();
    const one = empty.with(fixed('a:1', 'allow'));
    expect([empty.contains('a:1'), one.contains('a:1'), one.without('a:1').contains('a:1')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(one.without('a:2')).toBe(one);
    expect(one.policies().map(({ id }) => id)).toEqual(['a:1']);
  });
});

describe('PolicyRegistry', () => {
  it('finds policies and groups and forgets those deleted', () => {
    const registry = new PolicyRegistry();
    registry.register(fixed('a:1', 'allow'), ['a:group', 'a:other']);
    registry.register(fixed('a:2', 'deny'), ['a:group']);
    expect(registry.group('a:group').policies()).toHaveLength(2);
    registry.register(fixed('a:1', 'allow'), ['a:other']);
    expect(
      registry
        .group('a:group')
        .policies()
        .map(({ id }) => id),
    ).toEqual(['a:2']);
    expect(registry.groupNamed('other').policies()).toHaveLength(1);
    registry.register(fixed('b:1', 'allow'), ['b:other']);
    expect(() => registry.groupNamed('other')).toThrow('policy group other is ambiguous: a:other, b:other');
    expect(() => registry.groupNamed('none')).toThrow('policy group not found');
    registry.delete('b:1');
    registry.delete('a:2');
    expect(() => registry.group('a:group')).toThrow('policy group not found');
    expect(() => registry.policy('a:2')).toThrow('policy not found');
    expect([registry.listPolicies(), registry.listGroups()]).toEqual([['a:1'], ['a:other']]);
  });
});

describe('policy patterns', () => {
  it.each([
    ['*', 'anything', true],
    ['read', 'read', true],
    ['read', 'reader', false],
    ['document:*', 'document:1', true],
    ['document:*', 'documents', false],
    ['*.read', 'db.read', true],
    ['*.read', 'db.write', false],
    ['app.*', 'app', true],
    ['app.*', 'app.api:get', true],
    ['app.*', 'app:db', true],
    ['app.*', 'apple:db', false],
  ])('%s on %s: %s', (pattern, value, expected) => {
    expect(matchesPolicyPattern(pattern, value)).toBe(expected);
  });
});

describe('DeclarativePolicy', () => {
  const decide = (field: string, operator: string, value: unknown, meta: Record<string, unknown> = {}) =>
    new DeclarativePolicy('a:p', {
      actions: '*',
      resources: ['doc:*'],
      effect: 'allow',
      conditions: [{ field, operator, value }],
    }).evaluate(actor, 'read', 'doc:1', meta) === 'allow';

  it.each([
    ['actor.id', 'eq', 'user:1', true],
    ['actor.meta.role', 'ne', 'admin', false],
    ['actor.meta.nested.team', 'eq', 'core', true],
    ['actor.meta.clearance', 'gte', 3, true],
    ['actor.meta.clearance', 'lt', 3n, false],
    ['actor.meta.clearance', 'gt', 2n, true],
    ['actor.meta.clearance', 'lte', '3', true],
    ['action', 'in', ['read', 'list'], true],
    ['action', 'nin', ['read', 'list'], false],
    ['resource', 'contains', 'oc:', true],
    ['resource', 'ncontains', 'oc:', false],
    ['resource', 'matches', '^doc:[0-9]+$', true],
    ['actor.id', 'nmatches', '^system:', true],
    ['meta.owner', 'exists', true, false],
    ['meta.owner', 'exists', false, true],
    ['meta.owner', 'nexists', true, true],
    ['meta.owner', 'eq', 'x', false],
    ['meta.owner', 'ne', 'x', false],
    ['meta.constructor', 'exists', true, false],
    ['meta.tags', 'contains', 'b', true],
  ])('condition %s %s %s: %s', (field, operator, value, expected) => {
    expect(decide(field, operator, value, { tags: ['a', 'b'] })).toBe(expected);
  });

  it('compares two fields', () => {
    const policy = new DeclarativePolicy('a:p', {
      actions: ['read', 'write'],
      resources: '*',
      effect: 'deny',
      conditions: [{ field: 'meta.owner', operator: 'eq', value_from: 'actor.id' }],
    });
    expect(policy.evaluate(actor, 'read', 'x', { owner: 'user:1' })).toBe('deny');
    expect(policy.evaluate(actor, 'read', 'x', { owner: 'user:2' })).toBe('undefined');
    expect(policy.evaluate(actor, 'delete', 'x', { owner: 'user:1' })).toBe('undefined');
  });

  it('refuses what it cannot evaluate', () => {
    expect(() => decide('action', 'like', 'x')).toThrow('unsupported operator "like"');
    expect(() => decide('actor.name', 'eq', 'x')).toThrow('invalid field "actor.name"');
    expect(() => decide('action', 'matches', '(')).toThrow('invalid pattern "("');
  });
});

describe('createActor', () => {
  it('makes an actor that cannot be changed', () => {
    expect(Object.isFrozen(actor)).toBe(true);
    expect(Object.isFrozen(actor.meta)).toBe(true);
    expect(() => createActor('')).toThrow('actor id must not be empty');
  });
});
