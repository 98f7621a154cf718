/** `history show` for people: the head of the page. */
import type { Version } from '../../core/registry/index.ts';
import { harmlessText } from '../../infrastructure/harmless-text.ts';
import type { Paint } from '../diagnostics/paint.ts';
import { causeText, countsText, timeText } from './describe-version.ts';

export function showText(version: Version, head: boolean, paint: Paint): string {
  const { id, parent, time, cause, git, outcome, duration, operations, error, fingerprint } = version;
  const files = cause.files ?? [];
  const fields: [string, string][] = [
    ['Parent', String(parent ?? '-')],
    ['Time', timeText(time)],
    ['Cause', causeText(cause)],
    ...(files.length > 1 ? [['Files', files.join(', ')] as [string, string]] : []),
    ...(git === null ? [] : [['Commit', `${git.commit}${git.dirty ? ' with changes' : ''}`] as [string, string]]),
    ['Outcome', error === undefined ? outcome : `${outcome}: ${error}`],
    ['Duration', `${Math.round(duration * 10) / 10}ms`],
    ['Operations', countsText(operations) || 'none'],
    ...(fingerprint === null ? [] : [['Entries', fingerprint] as [string, string]]),
  ];
  const title = paint('accent', `Version ${id}${head ? ' (head)' : ''}`);
  return `${[title, ...fields.map(([name, text]) => `${`${name}:`.padEnd(12)}${harmlessText(text)}`)].join('\n')}\n`;
}
