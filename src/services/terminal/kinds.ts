/** `terminal.host`. Reference: system/terminal of the Wippy documentation. */

import { z } from 'zod';
import { defineKind, type KindHandler } from '../../core/kinds/index.ts';
import { lifecycleSchema, type Service, simpleService } from '../../core/supervisor/index.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { logManagerKey, schedulerOptionsKey, shutdownKey, supervisorKey } from '../../system/context-keys.ts';
import { TerminalHost } from './host.ts';
import { terminalsKey } from './terminal.ts';

function schema() {
  return z.object({
    hide_logs: z.boolean().default(false),
    lifecycle: lifecycleSchema(),
  });
}

interface Held {
  config: z.output<ReturnType<typeof schema>>;
  readonly host: TerminalHost;
  readonly service: Service;
}

function handler(context: AppContext): KindHandler<z.output<ReturnType<typeof schema>>> {
  const hosts = new Map<string, Held>();
  return {
    name: 'terminal hosts',
    add: ({ id }, config) => {
      const host = new TerminalHost(
        id,
        { hideLogs: config.hide_logs },
        {
          scheduler: context.require(schedulerOptionsKey),
          terminals: context.require(terminalsKey),
          shutdown: context.require(shutdownKey),
          logs: context.require(logManagerKey),
        },
      );
      const service = simpleService(
        async () => host.start(),
        () => host.stop(held.config.lifecycle.stopTimeout),
      );
      const held: Held = { config, host, service };
      hosts.set(id, held);
      void context.require(supervisorKey).register(id, service, config.lifecycle);
    },
    update: ({ entry, config }) => {
      const held = hosts.get(entry.id) as Held;
      held.config = config;
      held.host.hideLogs = config.hide_logs;
      void context.require(supervisorKey).register(entry.id, held.service, config.lifecycle);
    },
    remove: ({ id }) => {
      hosts.delete(id);
      void context.require(supervisorKey).remove(id);
    },
  };
}

/** `terminal.host`. */
export function terminalKinds() {
  return [
    defineKind({
      kind: 'terminal.host',
      description: 'Runs one process that is bound to standard input and output; its end is the end of the program.',
      schema,
      handler,
    }),
  ];
}
