/** Metrics in memory: counters, gauges and histograms with labels, read by whoever exports them. */

import { contextKey } from '../../infrastructure/app-context.ts';

export type Labels = Readonly<Record<string, string>>;

/** Upper bounds of a histogram's buckets, in the unit of what is observed; Prometheus' defaults. */
export const BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Sample {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: Labels;
  /** The value, or the sum of a histogram. */
  readonly value: number;
  /** Observations of a histogram; 0 otherwise. */
  readonly count: number;
  /** Observations of a histogram at or below each bound of `BUCKETS`. */
  readonly buckets: readonly number[];
}

interface Series {
  readonly name: string;
  readonly type: Sample['type'];
  readonly labels: Labels;
  value: number;
  count: number;
  readonly buckets: number[];
}

/** Distinct combinations of name and labels; further ones are dropped, so that labels cannot fill the memory. */
const MAX_SERIES = 10_000;

export class Metrics {
  private readonly series = new Map<string, Series>();
  /** Observations that found no room. */
  dropped = 0;

  add(name: string, value: number, labels: Labels): void {
    const series = this.find('counter', name, labels);
    if (series !== null) series.value += value;
  }

  set(name: string, value: number, labels: Labels): void {
    const series = this.find('gauge', name, labels);
    if (series !== null) series.value = value;
  }

  shift(name: string, by: number, labels: Labels): void {
    const series = this.find('gauge', name, labels);
    if (series !== null) series.value += by;
  }

  observe(name: string, value: number, labels: Labels): void {
    const series = this.find('histogram', name, labels);
    if (series === null) return;
    series.value += value;
    series.count++;
    BUCKETS.forEach((bound, index) => {
      if (value <= bound) (series.buckets[index] as number)++;
    });
  }

  /** All series as they are now, by name. */
  snapshot(): Sample[] {
    return [...this.series.values()]
      .map((series) => ({ ...series, buckets: [...series.buckets] }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  private find(type: Sample['type'], name: string, labels: Labels): Series | null {
    const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([type, name, sorted]);
    let series = this.series.get(key);
    if (series === undefined) {
      if (this.series.size >= MAX_SERIES) {
        this.dropped++;
        return null;
      }
      const buckets = type === 'histogram' ? BUCKETS.map(() => 0) : [];
      series = { name, type, labels: Object.fromEntries(sorted), value: 0, count: 0, buckets };
      this.series.set(key, series);
    }
    return series;
  }
}

export const metricsKey = contextKey<Metrics>('metrics');
