import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK, withFiles } from '../../project/helpers.ts';
import { wippy } from '../helpers.ts';

const HEAD = 'version: "1.0"\nnamespace: app\nentries:\n';
const GATEWAY = '  - {name: gateway, kind: http.service, addr: ":8080"}\n';

function validate(files: Readonly<Record<string, string>>, ...argv: string[]) {
  return withFiles({ 'wippy.lock': LOCK, ...files }, (directory) => wippy(['validate', ...argv], directory));
}

describe('wippy validate', () => {
  it('ends with 0 and one line where nothing is wrong', async () => {
    expect(await validate({ 'src/_index.yaml': HEAD + GATEWAY })).toEqual({
      exitCode: 0,
      stdout: 'no problems in 1 file, 1 entry',
      stderr: '',
    });
  });

  it('prints one JSON object and ends with 1 after an error', async () => {
    const broken = `${HEAD}  - {name: gateway, kind: http.servise, addr: ":8080"}\n`;
    const { exitCode, stdout, stderr } = await validate({ 'src/_index.yaml': broken }, '--format', 'json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      summary: { errors: 1, warnings: 0, hints: 0, files: 1, entries: 1 },
      diagnostics: [
        {
          code: 'P0601',
          severity: 'error',
          message: 'unknown kind "http.servise"',
          file: 'src/_index.yaml',
          range: { start: { line: 4, column: 27 }, end: { line: 4, column: 39 } },
          entry: 'app:gateway',
          hint: 'Did you mean "http.service"?',
        },
      ],
    });
  });

  it('ends with 1 after more warnings than allowed, shown or not', async () => {
    const files = { 'src/_index.yaml': `${HEAD}  - {name: gateway, kind: http.service, addr: ":8080", colour: red}\n` };
    expect((await validate(files)).exitCode).toBe(0);
    expect((await validate(files, '--max-warnings', '1')).exitCode).toBe(0);
    expect((await validate(files, '--max-warnings', '0')).exitCode).toBe(1);
    expect((await validate(files, '--max-warnings', '0', '--level', 'error')).exitCode).toBe(1);
  });

  it('corrects with --fix, says what, and reports what is left', () => {
    const broken = `${HEAD}  - {name: gateway, kind: http.servic, addr: ":8080"} # it\n  - {name: a, kind: b}\n`;
    return withFiles({ 'wippy.lock': LOCK, 'src/_index.yaml': broken }, async (directory) => {
      const file = join(directory, 'src/_index.yaml');
      expect(await wippy(['validate', '--fix', '--dry-run'], directory)).toEqual({
        exitCode: 1,
        stderr: 'would fix src/_index.yaml:4:27: P0601 wrote "http.service"',
        stdout: `===================================================================
--- a/src/_index.yaml
+++ b/src/_index.yaml
@@ -1,5 +1,5 @@
 version: "1.0"
 namespace: app
 entries:
-  - {name: gateway, kind: http.servic, addr: ":8080"} # it
+  - {name: gateway, kind: http.service, addr: ":8080"} # it
   - {name: a, kind: b}`,
      });
      expect(readFileSync(file, 'utf8')).toBe(broken);
      expect(await wippy(['validate', '--fix', '--code', 'P0701'], directory)).toMatchObject({
        exitCode: 0,
        stderr: '',
      });
      const { exitCode, stdout, stderr } = await wippy(['validate', '--fix', '--format', 'json'], directory);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: 'fixed src/_index.yaml:4:27: P0601 wrote "http.service"',
      });
      expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: 'P0601', entry: 'app:a' }] });
      expect(readFileSync(file, 'utf8')).toBe(broken.replace('http.servic', 'http.service'));
      expect(await wippy(['validate', '--fix', '--watch'], directory)).toMatchObject({ exitCode: 2, stdout: '' });
      expect(await wippy(['validate', '--dry-run'], directory)).toMatchObject({ exitCode: 2, stdout: '' });
    });
  });

  it('ends with 2 where the check cannot be made', async () => {
    const app = { 'src/_index.yaml': HEAD + GATEWAY };
    expect(await validate(app, 'nowhere')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('Error: project directory not found'),
    });
    expect(await validate(app, '--colour')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await validate(app, '--code', 'P07001')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await validate(app, '--format', 'xml')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await validate(app, '-o', 'app:gateway')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
