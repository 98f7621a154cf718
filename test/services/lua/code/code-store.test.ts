import { describe, expect, it } from 'vitest';
import { CodeStore } from '../../../../src/services/lua/code/code-store.ts';

const store = () => new CodeStore([], {});
const code = (source: string) => ({ source, modules: [], imports: {} });

describe('CodeStore', () => {
  it('refuses a source with syntax errors when it is added, and names all of them', () => {
    const codes = store();
    expect(() => codes.set('app:a', code('local = 1\nreturn )'))).toThrow(/app:a:1:7: .*\napp:a:2:8: /);
    expect(() => codes.program('app:a')).toThrow(/no Lua entry/);
  });

  it('refuses a goto without its label when the entry is added, not when it runs', () => {
    expect(() => store().set('app:a', code('goto nowhere'))).toThrow(/app:a:1:1: .*nowhere/);
  });
});
