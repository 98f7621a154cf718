/** What `init` tells: the files and the next command. */
import { relative } from 'node:path';
import type { Paint } from '../diagnostics/paint.ts';
import { quoted } from './program-name.ts';
import type { ScaffoldResult } from './scaffold.ts';

export interface ReportOptions {
  readonly directory: string;
  /** The directory the user is in. */
  readonly from: string;
  readonly paint: Paint;
  /** How the program is started: `wippy`, `npx wippy`. */
  readonly program: string;
}

export function initReport(result: ScaffoldResult, { directory, from, paint, program }: ReportOptions): string {
  const lines = [
    ...result.written.map((path) => `${paint('success', 'wrote')}  ${path}`),
    ...result.kept.map((path) => `${paint('dim', 'kept')}   ${path}`),
  ];
  if (result.kept.length > 0) lines.push('', 'Files that exist were kept; --force overwrites them.');
  const short = relative(from, directory);
  const where = short.startsWith('..') ? directory : short;
  const next = result.template?.next ?? 'run';
  lines.push('', 'Next:', ...(where === '' ? [] : [`  cd ${quoted(where)}`]), `  ${program} ${next}`);
  return `${lines.join('\n')}\n`;
}
