import { describe, expect, it } from 'vitest';
import { BUCKETS, Metrics } from '../../../src/services/metrics/metrics.ts';

describe('metrics', () => {
  it('are apart by name and labels, whatever the order of the labels', () => {
    const metrics = new Metrics();
    metrics.add('requests', 1, { method: 'GET', code: '200' });
    metrics.add('requests', 2, { code: '200', method: 'GET' });
    metrics.add('requests', 1, {});
    expect(metrics.snapshot().map(({ name, labels, value }) => ({ name, labels, value }))).toEqual([
      { name: 'requests', labels: { code: '200', method: 'GET' }, value: 3 },
      { name: 'requests', labels: {}, value: 1 },
    ]);
  });

  it('have gauges that are set and moved', () => {
    const metrics = new Metrics();
    metrics.shift('depth', -1, {});
    metrics.shift('depth', 3, {});
    metrics.set('heat', 1.5, { room: 'a' });
    expect(metrics.snapshot().map(({ value }) => value)).toEqual([2, 1.5]);
  });

  it('count the observations of a histogram up to each bound', () => {
    const metrics = new Metrics();
    for (const value of [0.005, 0.3, 100]) metrics.observe('seconds', value, {});
    const [sample] = metrics.snapshot();
    expect(sample).toMatchObject({ type: 'histogram', count: 3, value: 100.305 });
    expect(sample?.buckets[BUCKETS.indexOf(0.005)]).toBe(1);
    expect(sample?.buckets[BUCKETS.indexOf(0.25)]).toBe(1);
    expect(sample?.buckets[BUCKETS.indexOf(0.5)]).toBe(2);
    expect(sample?.buckets.at(-1)).toBe(2);
  });

  it('drop what would exceed the number of series, and count what they drop', () => {
    const metrics = new Metrics();
    for (let index = 0; index < 10_001; index++) metrics.add('c', 1, { id: String(index) });
    metrics.add('c', 1, { id: '0' });
    expect(metrics.snapshot().length).toBe(10_000);
    expect(metrics.dropped).toBe(1);
    expect(metrics.snapshot().find(({ labels }) => labels.id === '0')?.value).toBe(2);
  });
});
