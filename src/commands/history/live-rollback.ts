/** Going back to a version in an application that runs. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { request } from '../../dev/control/control-client.ts';
import { controlSocketPath } from '../../dev/control/socket-path.ts';
import { plainText } from '../../dev/report/plain-report.ts';
import type { AppliedEvent } from '../../dev/session/events.ts';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { requireDirectory } from '../open-project.ts';
import { print } from '../output.ts';

/**
 * Asks the developer session of the project, if there is one, and prints what it did; false if there is none. Throws what
 * the session answers.
 */
export async function rolledBackLive(project: { directory: string; json: boolean }, version: number): Promise<boolean> {
  const path = resolve(project.directory);
  requireDirectory(path);
  const directory = realpathSync(path);
  const socket = controlSocketPath(directory);
  const other = await request(socket, 'hello', {}).catch(() => undefined);
  if ((other as { mode?: string } | undefined)?.mode !== 'dev') return false;
  const event = (await request(socket, 'rollback', { version })) as AppliedEvent;
  const paint = paintFor(process.stdout, process.env);
  print(
    project.json
      ? `${JSON.stringify(event, null, 2)}\n`
      : plainText(event, { directory, paint, readText: () => undefined }),
  );
  return true;
}
