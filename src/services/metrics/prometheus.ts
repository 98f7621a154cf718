/** Metrics in the text format of Prometheus. Rule: https://prometheus.io/docs/instrumenting/exposition_formats. */

import { BUCKETS, type Labels, type Sample } from './metrics.ts';

export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Characters that a name may not have become underscores; a digit at the start gets one before it. */
export function prometheusName(name: string): string {
  const allowed = name.replace(/[^a-zA-Z0-9_:]/g, '_');
  return /^[a-zA-Z_:]/.test(allowed) ? allowed : `_${allowed}`;
}

/** All samples, series of one name together. */
export function renderPrometheus(samples: readonly Sample[]): string {
  const families = new Map<string, { type: Sample['type']; lines: string[] }>();
  for (const sample of samples) {
    const name = prometheusName(sample.name);
    let family = families.get(name);
    // A name has one type; series of another type under the same name would make the whole page invalid.
    if (family !== undefined && family.type !== sample.type) continue;
    if (family === undefined) {
      family = { type: sample.type, lines: [`# TYPE ${name} ${sample.type}`] };
      families.set(name, family);
    }
    family.lines.push(...seriesLines(name, sample));
  }
  return [...families.values()].flatMap(({ lines }) => lines.map((line) => `${line}\n`)).join('');
}

function seriesLines(name: string, { type, labels, value, count, buckets }: Sample): string[] {
  if (type !== 'histogram') return [`${name}${labelText(labels)} ${numberText(value)}`];
  const lines = BUCKETS.map(
    (bound, index) => `${name}_bucket${labelText(labels, { le: numberText(bound) })} ${buckets[index]}`,
  );
  lines.push(`${name}_bucket${labelText(labels, { le: '+Inf' })} ${count}`);
  lines.push(`${name}_sum${labelText(labels)} ${numberText(value)}`, `${name}_count${labelText(labels)} ${count}`);
  return lines;
}

function labelText(labels: Labels, own: Labels = {}): string {
  const parts = Object.entries({ ...labels, ...own }).map(([key, value]) => {
    const escaped = value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
    return `${prometheusName(key).replaceAll(':', '_')}="${escaped}"`;
  });
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
