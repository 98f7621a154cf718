/** Services of the families: what they share, and the handlers of their commands. */

import { registerClockCommands } from '../../services/clock/commands.ts';
import { registerEventCommands } from '../../services/events/commands.ts';
import { registerHttpServerCommands } from '../../services/http/commands.ts';
import { registerTerminalCommands } from '../../services/terminal/commands.ts';
import { Terminals, terminalsKey } from '../../services/terminal/terminal.ts';
import { accessKey, dispatcherKey, eventBusKey, routerKey } from '../../system/context-keys.ts';
import type { Component } from '../component.ts';

const clock: Component = {
  name: 'dispatcher.clock',
  dependsOn: ['dispatcher'],
  load(context) {
    registerClockCommands(context.require(dispatcherKey));
  },
};

const events: Component = {
  name: 'dispatcher.events',
  dependsOn: ['dispatcher', 'security'],
  load(context) {
    registerEventCommands(context.require(dispatcherKey), {
      bus: context.require(eventBusKey),
      router: context.require(routerKey),
      access: context.require(accessKey),
    });
  },
};

const terminal: Component = {
  name: 'terminal',
  dependsOn: ['factory'],
  load(context) {
    const terminals = new Terminals();
    context.set(terminalsKey, terminals);
    registerTerminalCommands(context.require(dispatcherKey), terminals);
  },
};

const http: Component = {
  name: 'dispatcher.http',
  dependsOn: ['functions'],
  load(context) {
    registerHttpServerCommands(context.require(dispatcherKey));
  },
};

/** The service components. */
export function serviceComponents(): Component[] {
  return [clock, events, terminal, http];
}
