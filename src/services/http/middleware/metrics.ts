/** Middleware `metrics`: counts requests and measures how long they take. Rule: http/middleware of the documentation. */

import type { HttpExchange } from '../exchange.ts';
import type { ResponseHook } from '../response-writer.ts';
import type { Middleware } from './middleware.ts';

export type MetricLabels = Readonly<Record<string, string>>;

/** Where the numbers go. */
export interface RequestMetrics {
  add(name: string, value: number, labels: MetricLabels): void;
  shift(name: string, value: number, labels: MetricLabels): void;
  observe(name: string, value: number, labels: MetricLabels): void;
}

const TOTAL = 'wippy_http_requests_total';
const DURATION = 'wippy_http_request_duration_seconds';
const IN_FLIGHT = 'wippy_http_requests_in_flight';

export function createMetrics(metrics: RequestMetrics): Middleware {
  return {
    name: 'metrics',
    handle: (exchange) => {
      exchange.response.addHook(new Measurement(metrics, exchange));
      return true;
    },
  };
}

class Measurement implements ResponseHook {
  private readonly metrics: RequestMetrics;
  private readonly labels: MetricLabels;
  private readonly start = performance.now();

  constructor(metrics: RequestMetrics, exchange: HttpExchange) {
    this.metrics = metrics;
    this.labels = { method: exchange.method, route: exchange.route?.func ?? 'unmatched' };
    metrics.shift(IN_FLIGHT, 1, this.labels);
  }

  ended({ response }: HttpExchange): void {
    const { metrics, labels } = this;
    const finished = { ...labels, status: String(response.status) };
    metrics.shift(IN_FLIGHT, -1, labels);
    metrics.add(TOTAL, 1, finished);
    metrics.observe(DURATION, (performance.now() - this.start) / 1000, finished);
  }
}
