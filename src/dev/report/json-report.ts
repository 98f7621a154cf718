/** Events as lines of JSON, one object each. */
import { jsonDiagnostic } from '../../project/diagnostics/render-json.ts';
import type { DevEvent } from '../session/events.ts';

/** @param directory absolute path of the project; files are named relative to it. */
export function jsonLine(event: DevEvent, directory: string): string {
  const value =
    'diagnostics' in event && event.diagnostics !== undefined
      ? { ...event, diagnostics: event.diagnostics.map((item) => jsonDiagnostic(item, directory)) }
      : event;
  return `${JSON.stringify(value)}\n`;
}
