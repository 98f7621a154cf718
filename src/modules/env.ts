/** Module `env`: environment variables. Reference: lua/system/env of the Wippy documentation. */

import { checkString } from '../lua/runtime/arguments.ts';
import { EnvCommand, type GetVariableCommand, type SetVariableCommand } from '../services/env/commands.ts';
import { invalid } from '../services/lua/convert/errors.ts';
import { toLua } from '../services/lua/convert/host.ts';
import { fromLuaString, toLuaString } from '../services/lua/convert/text.ts';
import { attempt, defineModule } from '../services/lua/module.ts';

export const envModule = defineModule({
  name: 'env',
  description: 'Environment variables.',
  classes: ['process', 'nondeterministic'],
  types: `
    type env = {
      get: (key: string) -> (string?, error?),
      set: (key: string, value: string) -> (boolean?, error?),
      get_all: () -> ({[string]: string}?, error?),
    }`,
  members: () => ({
    get: (...args) => {
      const name = fromLuaString(checkString(args, 1, 'get'));
      if (name === '') return invalid('empty key');
      return attempt({ id: EnvCommand.Get, name } as GetVariableCommand, (value) => toLuaString(value as string));
    },
    set: (...args) => {
      const name = fromLuaString(checkString(args, 1, 'set'));
      if (name === '') return invalid('empty key');
      const value = fromLuaString(checkString(args, 2, 'set'));
      return attempt({ id: EnvCommand.Set, name, value } as SetVariableCommand, () => true);
    },
    get_all: () => attempt({ id: EnvCommand.All }, (all) => toLua(all)),
  }),
});
