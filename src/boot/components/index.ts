/** The components of the runtime; the loader sorts them by what they depend on. */

import type { Component } from '../component.ts';
import { dispatcher, finder, pidGenerator, registry, supervisor } from './core.ts';
import { luaEngine } from './lua.ts';
import { operationsComponents } from './operations.ts';
import { serviceComponents } from './services.ts';
import { factory, functions, lifecycle, security, topology } from './system.ts';

export function runtimeComponents(): Component[] {
  return [
    pidGenerator,
    dispatcher,
    registry,
    finder,
    supervisor,
    security,
    topology,
    lifecycle,
    factory,
    functions,
    luaEngine(),
    ...serviceComponents(),
    ...operationsComponents(),
  ];
}
