/** Services of the families: the handlers of their commands. */

import { registerClockCommands } from '../../services/clock/commands.ts';
import { dispatcherKey } from '../../system/context-keys.ts';
import type { Component } from '../component.ts';

export const clockService: Component = {
  name: 'dispatcher.clock',
  dependsOn: ['dispatcher'],
  load(context) {
    registerClockCommands(context.require(dispatcherKey));
  },
};
