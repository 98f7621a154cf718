/** The command of the metrics range: one observation. */

import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { Labels, Metrics } from './metrics.ts';

export const MetricsCommand = { Record: commandId('metrics', 0) } as const;

/** Result: null. */
export interface RecordCommand extends Command {
  readonly operation: 'add' | 'set' | 'shift' | 'observe';
  readonly name: string;
  readonly value: number;
  readonly labels: Labels;
}

export function registerMetricsCommands(dispatcher: Dispatcher, metrics: Metrics): void {
  dispatcher.registerImmediate<RecordCommand>(MetricsCommand.Record, ({ operation, name, value, labels }) => {
    metrics[operation](name, value, labels);
    return null;
  });
}
