/** The components of the runtime; the loader sorts them by what they depend on. */

import { supervisorKey } from '../../system/context-keys.ts';
import type { Component } from '../component.ts';
import { dispatcher, finder, pidGenerator, registry, supervisor } from './core.ts';
import { luaEngine } from './lua.ts';
import { operationsComponents } from './operations.ts';
import { serviceComponents } from './services.ts';
import { factory, functions, lifecycle, security, topology } from './system.ts';

export function runtimeComponents(): Component[] {
  const parts = [
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
  return [...parts, servicesEnd(parts)];
}

/** The last to be loaded and the first to be stopped: services end before anything that they use. */
function servicesEnd(parts: readonly Component[]): Component {
  return {
    name: 'services',
    dependsOn: parts.map(({ name }) => name),
    load: () => undefined,
    stop: (context) => context.require(supervisorKey).shutdown(),
  };
}
