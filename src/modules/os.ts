/** The global `os`: time, dates and the name of the platform. Reference: lua/system/ostime of the Wippy documentation. */

import type { LuaTable } from '../lua/runtime/values.ts';
import { createOs } from '../lua/stdlib/os.ts';
import type { LuaModule } from '../services/lua/module.ts';

let built: LuaTable | undefined;

export const osModule: LuaModule = Object.freeze({
  name: 'os',
  description: 'Time and dates.',
  classes: ['time', 'workflow'] as const,
  global: true,
  types: `
    type DateSpec = {
      year?: number, month?: number, day?: number, hour?: number, min?: number, sec?: number, isdst?: boolean,
    }
    type DateTable = {
      year: number, month: number, day: number, hour: number, min: number, sec: number,
      wday: number, yday: number, isdst: boolean,
    }
    type os = {
      time: (spec: DateSpec?) -> number,
      date: (format: string?, timestamp: number?) -> any,
      clock: () -> number,
      difftime: (later: number, earlier: number) -> number,
      platform: string,
    }`,
  build: () => {
    built ??= createOs({ lenient: true, platform: 'wippy' });
    return built;
  },
});
