import { describe, expect, it } from 'vitest';
import { PID } from '../../../src/core/pid/pid.ts';
import { NameScope, Names } from '../../../src/system/topology/names.ts';

const one = new PID('', 'a:host', '0x00001');
const two = new PID('', 'a:host', '0x00002');

describe('Names', () => {
  it('finds a process by its names until it is removed', () => {
    const names = new Names();
    names.register('first', one);
    names.register('second', one);
    names.register('first', one);
    expect(names.lookup('first')).toBe(one);
    expect(names.namesOf(one).sort()).toEqual(['first', 'second']);
    names.remove(one);
    expect([names.lookup('first'), names.lookup('second')]).toEqual([null, null]);
    names.register('first', two);
    expect(names.lookup('first')).toBe(two);
  });

  it('refuses a name that another process holds, in any scope', () => {
    const names = new Names();
    names.register('leader', one, NameScope.Strong);
    for (const scope of Object.values(NameScope)) {
      expect(() => names.register('leader', two, scope)).toThrow(
        expect.objectContaining({
          message: 'name already registered',
          kind: 'AlreadyExists',
          details: { name: 'leader', existing_pid: one.text },
        }),
      );
    }
  });

  it('lets only the owner give up a name of the strict scopes', () => {
    const names = new Names();
    names.register('leader', one, NameScope.Consistent);
    names.register('local', one);
    expect(names.unregister('leader', NameScope.Consistent, two)).toBe(false);
    expect(names.unregister('leader', NameScope.Consistent, one)).toBe(true);
    expect(names.unregister('local', NameScope.Local, two)).toBe(true);
    expect(names.unregister('local')).toBe(false);
  });

  it('keeps the scopes apart when a name is given up', () => {
    const names = new Names();
    names.register('x', one, NameScope.Eventual);
    expect(names.unregister('x', NameScope.Local)).toBe(false);
    expect(names.lookup('x')).toBe(one);
  });

  it('refuses a scope that does not exist', () => {
    expect(() => new Names().register('x', one, 7)).toThrow('unknown name scope 7');
  });
});
