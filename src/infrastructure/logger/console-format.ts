/** Log records as lines for people. */
import { harmlessText } from '../harmless-text.ts';
import { type ErrorReports, plainFields } from './log-fields.ts';
import type { LogRecord, RecordLevel } from './logger.ts';

const levelTexts: Readonly<Record<RecordLevel, string>> = {
  debug: 'DEBUG',
  info: 'INFO ',
  warn: 'WARN ',
  error: 'ERROR',
};
const levelColors: Readonly<Record<RecordLevel, string>> = { debug: '35', info: '34', warn: '33', error: '31' };

function paint(color: string, text: string, colors: boolean): string {
  return colors ? `\u001b[${color}m${text}\u001b[0m` : text;
}

function clockTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const fraction = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${fraction}`;
}

function fieldText(value: unknown): string {
  if (typeof value === 'string') return value === '' || /[\s"=]/.test(value) ? JSON.stringify(value) : value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** Takes the parts of an error that have several lines out of it. */
function takeLongParts(value: unknown, lines: string[]): unknown {
  if (typeof value !== 'object' || value === null || !('message' in value)) return value;
  const { trace, stack, ...rest } = value as { trace?: unknown; stack?: unknown };
  for (const text of [trace, stack]) {
    if (typeof text === 'string')
      lines.push(...text.split('\n').map((line) => `    ${harmlessText(line.replaceAll('\t', '  '))}`));
  }
  return rest;
}

/**
 * One record as text with a final newline: time, level, logger, message, then `key=value` fields; traces of errors follow
 * on lines of their own.
 */
export function formatConsoleRecord(record: LogRecord, colors: boolean, reports?: ErrorReports): string {
  const lines: string[] = [];
  const parts = [
    paint('90', clockTime(record.time), colors),
    paint(levelColors[record.level], levelTexts[record.level], colors),
  ];
  if (record.logger !== '') parts.push(paint('36', harmlessText(record.logger), colors));
  parts.push(harmlessText(record.message));
  for (const [key, value] of Object.entries(plainFields(record.fields, reports))) {
    const text = harmlessText(fieldText(takeLongParts(value, lines)));
    parts.push(paint('90', `${harmlessText(key)}=`, colors) + text);
  }
  return `${[parts.join(' '), ...lines].join('\n')}\n`;
}
