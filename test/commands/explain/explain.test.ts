import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DIAGNOSTIC_CODES } from '../../../src/project/diagnostics/codes.ts';
import { wippy } from '../helpers.ts';

const explain = (...argv: string[]) => wippy(['explain', ...argv], tmpdir());
const page = (code: string) =>
  readFileSync(join(import.meta.dirname, '../../../docs/diagnostics', `${code}.md`), 'utf8').trimEnd();

describe('wippy explain', () => {
  it('prints the page of a code, in any case of its letters', async () => {
    expect(await explain('P0701')).toEqual({ exitCode: 0, stdout: page('P0701'), stderr: '' });
    expect(await explain('w0003')).toEqual({ exitCode: 0, stdout: page('W0003'), stderr: '' });
  });

  it('lists all codes without one', async () => {
    const { exitCode, stdout, stderr } = await explain();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = Object.entries(DIAGNOSTIC_CODES).map(
      ([code, { severity, title }]) => `${code}  ${severity.padEnd(7)}  ${title}`,
    );
    expect(stdout.split('\n')).toEqual(lines);
  });

  it('ends with 2 for a text that is no code', async () => {
    expect(await explain('P7001')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('unknown code "P7001"'),
    });
    expect(await explain('P0701', 'P0702')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
