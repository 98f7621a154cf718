/** Records of the log as one line, and times. */
import type { ShownRecord } from '../dev/control/log-ring.ts';

export function logText({ time, level, logger, message, fields }: ShownRecord): string {
  let text = `${clock(time)} ${level.toUpperCase().padEnd(5)} ${logger === '' ? '' : `${logger} `}${message}`;
  for (const [name, value] of Object.entries(fields)) {
    text += ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
  }
  return text;
}

/** Time of day, `14:03:59`. */
export function clock(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
