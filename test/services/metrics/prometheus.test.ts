import { describe, expect, it } from 'vitest';
import { Metrics } from '../../../src/services/metrics/metrics.ts';
import { prometheusName, renderPrometheus } from '../../../src/services/metrics/prometheus.ts';

describe('renderPrometheus', () => {
  it('writes counters and gauges with their labels', () => {
    const metrics = new Metrics();
    metrics.add('orders.total', 2, { shop: 'a "b"\n\\' });
    metrics.add('orders.total', 1, { shop: 'c' });
    metrics.set('load', 0.5, {});
    expect(renderPrometheus(metrics.snapshot())).toBe(
      '# TYPE load gauge\nload 0.5\n' +
        '# TYPE orders_total counter\norders_total{shop="a \\"b\\"\\n\\\\"} 2\norders_total{shop="c"} 1\n',
    );
  });

  it('writes the buckets, sum and count of histograms', () => {
    const metrics = new Metrics();
    metrics.observe('seconds', 0.3, { route: '/' });
    metrics.observe('seconds', 20, { route: '/' });
    const lines = renderPrometheus(metrics.snapshot()).split('\n');
    expect(lines).toContain('seconds_bucket{route="/",le="0.25"} 0');
    expect(lines).toContain('seconds_bucket{route="/",le="0.5"} 1');
    expect(lines).toContain('seconds_bucket{route="/",le="+Inf"} 2');
    expect(lines).toContain('seconds_sum{route="/"} 20.3');
    expect(lines).toContain('seconds_count{route="/"} 2');
  });

  it('gives a name one type', () => {
    const metrics = new Metrics();
    metrics.add('a.b', 1, {});
    metrics.set('a_b', 5, {});
    expect(renderPrometheus(metrics.snapshot())).toBe('# TYPE a_b counter\na_b 1\n');
  });

  it.each([
    ['http.requests-total', 'http_requests_total'],
    ['2xx', '_2xx'],
    ['', '_'],
    ['größe', 'gr__e'],
  ])('turns the name %j into %j', (name, expected) => {
    expect(prometheusName(name)).toBe(expected);
  });

  it('is empty without metrics', () => {
    expect(renderPrometheus([])).toBe('');
  });
});
