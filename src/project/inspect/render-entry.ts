/** Entries as text: table, JSON, YAML. */
import { stringify } from 'yaml';
import type { Entry } from '../../core/registry/entry.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';

const MAX_ID_WIDTH = 50;
const MAX_KIND_WIDTH = 30;

/** `[{ id, kind, meta? }]`, the form of `registry list`. */
export function summarizeEntries(entries: readonly Entry[]): Record<string, unknown>[] {
  return entries.map(({ id, kind, meta }) => ({ id, kind, ...(Object.keys(meta).length === 0 ? {} : { meta }) }));
}

/** `{ id, kind, meta, data }`, the form of `registry show`. */
export function describeEntry(entry: Entry): Record<string, unknown> {
  return { id: entry.id, kind: entry.kind, meta: entry.meta, data: withoutBytes(entry.data) };
}

export function toJson(value: unknown): string {
  return `${JSON.stringify(withoutBytes(value), null, 2)}\n`;
}

export function toYaml(value: unknown): string {
  return stringify(withoutBytes(value), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** A table of ids and kinds with the number of entries below it. */
export function entryTable(entries: readonly Entry[]): string {
  if (entries.length === 0) return 'No entries found\n';
  const idWidth = Math.min(MAX_ID_WIDTH, Math.max(2, ...entries.map((entry) => entry.id.length)));
  const kindWidth = Math.min(MAX_KIND_WIDTH, Math.max(4, ...entries.map((entry) => entry.kind.length)));
  const row = (id: string, kind: string) => `${clip(id, idWidth).padEnd(idWidth)}  ${clip(kind, kindWidth)}`.trimEnd();
  const lines = [
    row('ID', 'KIND'),
    `${'-'.repeat(idWidth)}  ${'-'.repeat(kindWidth)}`,
    ...entries.map((entry) => row(entry.id, entry.kind)),
  ];
  return `${lines.join('\n')}\n\nTotal: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}\n`;
}

/** One entry for people: id, kind, source file, metadata and data. */
export function entryText(entry: Entry): string {
  const lines = [`ID:    ${entry.id}`, `Kind:  ${entry.kind}`];
  if (entry.source !== undefined) lines.push(`File:  ${entry.source.file}`);
  const parts = [lines.join('\n')];
  if (Object.keys(entry.meta).length > 0) parts.push(`Meta:\n${indent(toYaml(entry.meta))}`);
  parts.push(`Data:\n${indent(toYaml(entry.data))}`);
  return `${parts.join('\n\n')}\n`;
}

/** A field for people and scripts: texts as they are, everything else as YAML. */
export function fieldText(value: unknown): string {
  if (typeof value === 'string') return value.endsWith('\n') ? value : `${value}\n`;
  return toYaml(value);
}

/** Bytes have no JSON or YAML form that people can read. */
function withoutBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBytes(item)]));
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
