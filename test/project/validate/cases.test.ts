import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reviewProject, reviewStyle } from '../../../src/boot/check-project.ts';
import { DIAGNOSTIC_CODES } from '../../../src/project/diagnostics/codes.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { compileProject } from '../../../src/project/pack/compile-project.ts';
import { validateProject } from '../../../src/project/validate/validate-project.ts';
import { SessionUnderTest } from '../../dev/session/support.ts';
import { cases, filesOfCase, linesOf, withCase } from '../../support/cases.ts';

describe('a project with mistakes', () => {
  it.each(cases)('$name', (item) =>
    withCase(item, async (directory) => {
      const found = await validateProject(directory, item.options, reviewProject);
      expect(linesOf(found.diagnostics, directory)).toEqual(linesOf(item.diagnostics));
      item.diagnostics.forEach(({ message }, index) => {
        if (message !== undefined) expect(found.diagnostics[index].message).toBe(message);
      });
    }),
  );

  it('is there for each code', () => {
    const seen = new Set(
      cases.flatMap((item) =>
        [item, item.compile, item.dev, item.lint].flatMap((part) => part?.diagnostics.map(({ code }) => code) ?? []),
      ),
    );
    expect(Object.keys(DIAGNOSTIC_CODES).filter((code) => !seen.has(code))).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(120);
  });
});

describe('a mistake that only shows', () => {
  it.each(cases.filter(({ lint }) => lint !== undefined))('by the rules of lint: $name', (item) =>
    withCase(item, async (directory) => {
      const { diagnostics } = await validateProject(directory, item.options, reviewStyle);
      expect(linesOf(diagnostics, directory)).toEqual(linesOf(item.lint?.diagnostics ?? []));
    }),
  );

  it.each(cases.filter(({ compile }) => compile !== undefined))('when packing: $name', (item) =>
    withCase(item, async (directory) => {
      const { bytecode = [], embed = [], diagnostics = [] } = item.compile ?? {};
      const found = await compileProject(await loadProject(directory, item.options), {
        output: join(directory, 'never-written.wapp'),
        bytecode,
        embed,
        keepSource: false,
        version: '1.0.0',
        metadata: {},
      });
      expect(linesOf(found.diagnostics, directory)).toEqual(linesOf(diagnostics));
    }),
  );

  it.each(cases.filter(({ dev }) => dev !== undefined))('when running: $name', async (item) => {
    const empty = 'version: "1.0"\nnamespace: app\nentries:\n  - {name: before, kind: registry.entry}\n';
    const under = await SessionUnderTest.start({ 'src/_index.yaml': empty });
    try {
      const verdict = await under.save(filesOfCase(item));
      const found = verdict.event === 'rejected' ? verdict.diagnostics : [];
      expect(linesOf(found, under.directory)).toEqual(linesOf(item.dev?.diagnostics ?? []));
    } finally {
      await under.close();
    }
  });
});
