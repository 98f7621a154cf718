/** `terminal.host`. Reference: system/terminal of the Wippy documentation. */

import { z } from 'zod';
import { defineKind, type KindHandler } from '../../core/kinds/index.ts';
import { lifecycleSchema, simpleService } from '../../core/supervisor/index.ts';
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

function handler(context: AppContext): KindHandler<z.output<ReturnType<typeof schema>>> {
  return {
    name: 'terminal hosts',
    add: (entry, { hide_logs, lifecycle }) => {
      const host = new TerminalHost(
        entry.id,
        { hideLogs: hide_logs },
        {
          scheduler: context.require(schedulerOptionsKey),
          terminals: context.require(terminalsKey),
          shutdown: context.require(shutdownKey),
          logs: context.require(logManagerKey),
        },
      );
      const service = simpleService(
        async () => host.start(),
        () => host.stop(lifecycle.stopTimeout),
      );
      void context.require(supervisorKey).register(entry.id, service, lifecycle);
    },
    remove: (entry) => {
      void context.require(supervisorKey).remove(entry.id);
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
