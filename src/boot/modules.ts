/** Every Lua module that applications can use. */

import { base64Module } from '../modules/base64.ts';
import { ctxModule } from '../modules/ctx.ts';
import type { LuaModule } from '../services/lua/module.ts';

export function applicationModules(): LuaModule[] {
  return [base64Module, ctxModule];
}
