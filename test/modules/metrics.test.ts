import { describe, expect, it } from 'vitest';
import { parse } from '../../src/lua/syntax/index.ts';
import { metricsModule } from '../../src/modules/metrics.ts';
import { registerMetricsCommands } from '../../src/services/metrics/commands.ts';
import { Metrics } from '../../src/services/metrics/metrics.ts';
import { runLua } from '../support/lua-harness.ts';

async function run(body: string) {
  const metrics = new Metrics();
  const { value, error } = await runLua(`return function() ${body} end`, {
    modules: [metricsModule],
    register: (dispatcher) => registerMetricsCommands(dispatcher, metrics),
  });
  return { value, error, samples: metrics.snapshot() };
}

describe('module metrics', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(metricsModule.types).problems).toEqual([]);
  });

  it('records counters, gauges and histograms', async () => {
    const { value, samples } = await run(`
      return {
        metrics.counter_inc("c", {method = "GET"}), metrics.counter_add("c", 2.5, {method = "GET"}),
        metrics.gauge_set("g", 10), metrics.gauge_inc("g"), metrics.gauge_inc("g"), metrics.gauge_dec("g"),
        metrics.histogram("h", 0.2),
      }`);
    expect(value).toEqual([true, true, true, true, true, true, true]);
    expect(samples.map(({ name, value, count }) => [name, value, count])).toEqual([
      ['c', 3.5, 0],
      ['g', 11, 0],
      ['h', 0.2, 1],
    ]);
    expect(samples[0]?.labels).toEqual({ method: 'GET' });
  });

  it('takes texts, numbers and booleans as labels', async () => {
    const { samples } = await run('metrics.counter_inc("c", {a = "ż", b = 2, c = true})');
    expect(samples[0]?.labels).toEqual({ a: 'ż', b: '2', c: 'true' });
  });

  it('raises for wrong arguments', async () => {
    expect((await run('metrics.counter_add("c")')).error?.message).toContain("bad argument #2 to 'counter_add'");
    expect((await run('metrics.counter_inc()')).error?.message).toContain("bad argument #1 to 'counter_inc'");
  });
});
