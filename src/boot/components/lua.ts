/** The Lua engine as a component: modules, code, and what all Lua processes share. */

import { setIntegralFloatSuffix } from '../../lua/runtime/numbers.ts';
import { CodeStore } from '../../services/lua/code/code-store.ts';
import { announceChangedCode } from '../../services/lua/code/outdated.ts';
import { installErrorTranslation } from '../../services/lua/convert/errors.ts';
import { registerLuaConversions } from '../../services/lua/convert/payloads.ts';
import { codeStoreKey, luaRuntimeKey } from '../../services/lua/kinds.ts';
import { luaTraceback } from '../../services/lua/traceback.ts';
import {
  dispatcherKey,
  eventBusKey,
  kindsKey,
  loggerKey,
  logManagerKey,
  registryKey,
  transcoderKey,
  upgradableKey,
} from '../../system/context-keys.ts';
import { codePlace } from '../code-places.ts';
import type { Component } from '../component.ts';
import { applicationGlobals, applicationModules } from '../modules.ts';

export function luaEngine(): Component {
  const end = new AbortController();
  return {
    name: 'lua.engine',
    dependsOn: ['functions'],
    load(context) {
      // Applications build texts and keys from numbers: 10 / 2 is "5" here, as in the Go runtime.
      setIntegralFloatSuffix(false);
      installErrorTranslation();
      const transcoder = context.require(transcoderKey);
      registerLuaConversions(transcoder);
      const code = new CodeStore(applicationModules(), applicationGlobals());
      context.require(logManagerKey).describeTrace = (error) =>
        luaTraceback(error, (id, line) => {
          const entry = context.require(registryKey).get(id);
          return entry === undefined ? undefined : codePlace(entry, line, process.cwd());
        });
      announceChangedCode(
        context.require(eventBusKey),
        code,
        context.require(upgradableKey),
        context.require(kindsKey),
        end.signal,
      );
      context.set(codeStoreKey, code).set(luaRuntimeKey, {
        dispatcher: context.require(dispatcherKey),
        transcoder,
        logger: context.require(loggerKey).named('lua'),
        context,
      });
    },
    stop: () => end.abort(),
  };
}
