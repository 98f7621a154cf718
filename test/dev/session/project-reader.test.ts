import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProjectReview, reviewProject } from '../../../src/boot/check-project.ts';
import { ProjectReader } from '../../../src/dev/session/project-reader.ts';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import { atLeast } from '../../../src/project/validate/select.ts';
import { validateProject } from '../../../src/project/validate/validate-project.ts';
import { LOCK } from '../../project/helpers.ts';
import { cases, withCase } from '../../support/cases.ts';

describe('the developer session', () => {
  const check = createProjectReview();

  it.each(cases)('finds in $name what validate finds', (item) =>
    withCase(item, async (directory) => {
      const reader = new ProjectReader({ directory, load: item.options, check });
      const validation = await validateProject(directory, item.options, reviewProject);
      const shown = atLeast(validation.diagnostics, 'warning');
      expect((await reader.read()).diagnostics).toEqual(shown);
      expect((await reader.read()).diagnostics).toEqual(shown);
    }),
  );
});

describe('a reader of a project', () => {
  it('knows from its first reading which files have changed since', async () => {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-reader-')));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    await mkdir(join(directory, 'src'));
    const index = join(directory, 'src/_index.yaml');
    const hello = join(directory, 'src/hello.lua');
    await writeFile(join(directory, 'wippy.lock'), LOCK);
    await writeFile(
      index,
      'version: "1.0"\nnamespace: app\nentries:\n  - {name: hello, kind: function.lua, source: file://hello.lua, method: main}\n',
    );
    await writeFile(hello, 'return { main = function() end }\n');
    // A minute later: what is written within milliseconds of a look may not be told apart.
    const clock = { ...systemClock, now: () => Date.now() + 60_000 };
    const reader = new ProjectReader({ directory, load: { environment: {} }, check: createProjectReview(), clock });
    await reader.read();
    expect([...(await reader.newer([index, hello]))]).toEqual([]);
    await writeFile(hello, 'return { main = function() return 1 end }\n');
    expect([...(await reader.newer([index, hello]))]).toEqual([hello]);
    expect([...(await reader.newer([join(directory, 'src/other.lua')]))]).toHaveLength(1);
  });
});
