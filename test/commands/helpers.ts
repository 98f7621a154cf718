/** Runs the built program as users do. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** The built command line. */
export const wippyProgram = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface ProgramResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What programs of tests keep between runs stays away from what those of the user keep. */
const apart = { XDG_CACHE_HOME: join(tmpdir(), `wippy-test-cache-${process.pid}`) };

export async function wippy(argv: readonly string[], cwd: string, input = ''): Promise<ProgramResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [wippyProgram, ...argv], {
    cwd,
    input,
    reject: false,
    env: { ...apart, NO_COLOR: '1', FORCE_COLOR: undefined, SKIP_TEST_DIRS: '' },
    timeout: 30_000,
  });
  return { exitCode, stdout, stderr };
}
