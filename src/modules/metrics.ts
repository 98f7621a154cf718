/** Module `metrics`. Reference: lua/system/metrics of the Wippy documentation. */

import { checkDouble, checkString, checkTable } from '../lua/runtime/arguments.ts';
import { Traversal } from '../lua/runtime/table.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../lua/runtime/values.ts';
import { plainText } from '../lua/stdlib/tostring.ts';
import { fromLuaString } from '../services/lua/convert/text.ts';
import { attempt, defineModule } from '../services/lua/module.ts';
import { MetricsCommand, type RecordCommand } from '../services/metrics/commands.ts';

function labelsOf(args: LuaValue[], position: number, name: string): Record<string, string> {
  const labels: Record<string, string> = {};
  if (args[position - 1] === undefined) return labels;
  const traversal = new Traversal(checkTable(args, position, name));
  while (traversal.advance())
    labels[fromLuaString(plainText(traversal.key))] = fromLuaString(plainText(traversal.value));
  return labels;
}

const done = (): LuaResult => [true, undefined];

/** A function with a value of its own (`counter_inc`) or one that takes it as its second argument. */
function recorder(name: string, operation: RecordCommand['operation'], fixed: number | null): LuaFunction {
  return (...args) => {
    const metric = fromLuaString(checkString(args, 1, name));
    const value = fixed ?? checkDouble(args, 2, name);
    const labels = labelsOf(args, fixed === null ? 3 : 2, name);
    const command: RecordCommand = { id: MetricsCommand.Record, operation, name: metric, value, labels };
    return attempt(command, done);
  };
}

export const metricsModule = defineModule({
  name: 'metrics',
  description: 'Counters, gauges and histograms.',
  classes: ['io', 'nondeterministic'],
  types: `
    type Labels = {[string]: string}
    type metrics = {
      counter_inc: (name: string, labels?: Labels) -> (boolean?, error?),
      counter_add: (name: string, value: number, labels?: Labels) -> (boolean?, error?),
      gauge_set: (name: string, value: number, labels?: Labels) -> (boolean?, error?),
      gauge_inc: (name: string, labels?: Labels) -> (boolean?, error?),
      gauge_dec: (name: string, labels?: Labels) -> (boolean?, error?),
      histogram: (name: string, value: number, labels?: Labels) -> (boolean?, error?),
    }`,
  members: () => ({
    counter_inc: recorder('counter_inc', 'add', 1),
    counter_add: recorder('counter_add', 'add', null),
    gauge_set: recorder('gauge_set', 'set', null),
    gauge_inc: recorder('gauge_inc', 'shift', 1),
    gauge_dec: recorder('gauge_dec', 'shift', -1),
    histogram: recorder('histogram', 'observe', null),
  }),
});
