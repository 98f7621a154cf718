/** Module `ctx`: the values that callers have put into the call. Reference: lua/core/ctx of the Wippy documentation. */

import { WippyError } from '../infrastructure/errors.ts';
import { checkString } from '../lua/runtime/arguments.ts';
import { rawSet } from '../lua/runtime/table.ts';
import { LuaTable } from '../lua/runtime/values.ts';
import { failure } from '../services/lua/convert/errors.ts';
import { toLua } from '../services/lua/convert/host.ts';
import { fromLuaString, toLuaString } from '../services/lua/convert/text.ts';
import { currentProcess, defineModule } from '../services/lua/module.ts';

export const ctxModule = defineModule({
  name: 'ctx',
  description: 'Context values of the running call.',
  classes: ['nondeterministic', 'workflow'],
  types: `
    type ctx = {
      get: (key: string) -> (any, error?),
      all: () -> ({[string]: any}?, error?),
    }`,
  members: () => ({
    get: (...args) => {
      const key = checkString(args, 1, 'get');
      if (key === '') return failure(new WippyError('empty key', { kind: 'Invalid', retryable: false }));
      const { values } = currentProcess().context;
      const name = fromLuaString(key);
      if (values === null || !values.has(name)) {
        return failure(new WippyError(`key not found: ${name}`, { kind: 'NotFound', retryable: false }));
      }
      return toLua(values.get(name));
    },
    all: () => {
      const table = new LuaTable();
      const { values } = currentProcess().context;
      if (values !== null) for (const [key, value] of values.all()) rawSet(table, toLuaString(key), toLua(value));
      return table;
    },
  }),
});
