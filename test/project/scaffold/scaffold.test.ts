import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plainPaint } from '../../../src/project/diagnostics/paint.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { initReport } from '../../../src/project/scaffold/report.ts';
import { hasDefinitions, type ScaffoldOptions, scaffoldProject } from '../../../src/project/scaffold/scaffold.ts';
import { TEMPLATES } from '../../../src/project/scaffold/templates.ts';
import { withFiles } from '../helpers.ts';

const templatesDirectory = fileURLToPath(new URL('../../../templates', import.meta.url));
const scaffold = (directory: string, options: Partial<ScaffoldOptions> = {}) =>
  scaffoldProject({ directory, templatesDirectory, ...options });

describe('templates', () => {
  it.each(TEMPLATES.map((template) => template.name))(
    '%s gives a project that loads without any problem',
    async (template) => {
      await withFiles({}, async (directory) => {
        const { written, kept } = await scaffold(directory, { template });
        expect(written).toContain('wippy.lock');
        expect(written).toContain('.gitignore');
        expect(written).toContain('README.md');
        expect(kept).toEqual([]);
        const project = await loadProject(directory, { environment: {} });
        expect(project.diagnostics).toEqual([]);
        expect(project.entries.length).toBeGreaterThan(1);
      });
    },
  );

  it('are refused with a suggestion when they do not exist', async () => {
    await withFiles({}, async (directory) => {
      await expect(scaffold(directory, { template: 'minimall' })).rejects.toMatchObject({
        hint: 'Did you mean "minimal"?',
      });
    });
  });
});

describe('scaffoldProject', () => {
  it('writes the lock file alone without a template', async () => {
    await withFiles({}, async (directory) => {
      const { written } = await scaffold(join(directory, 'new'), {
        sourceDirectory: './code',
        modulesDirectory: 'deps',
      });
      expect(written).toEqual(['wippy.lock']);
      expect(await readFile(join(directory, 'new/wippy.lock'), 'utf8')).toBe(
        'directories:\n  modules: deps\n  src: ./code\n',
      );
    });
  });

  it('puts sources of a template into the source directory', async () => {
    await withFiles({}, async (directory) => {
      const { written } = await scaffold(directory, { template: 'minimal', sourceDirectory: './code' });
      expect(written).toContain(join('code', 'hello.lua'));
      expect((await loadProject(directory)).entries).toHaveLength(2);
    });
  });

  it('keeps files that exist, and overwrites them when forced', async () => {
    await withFiles({ 'README.md': 'mine' }, async (directory) => {
      const first = await scaffold(directory, { template: 'minimal' });
      expect(first.kept).toEqual(['README.md']);
      expect(await readFile(join(directory, 'README.md'), 'utf8')).toBe('mine');
      const second = await scaffold(directory, { template: 'minimal' });
      expect(second.written).toEqual([]);
      const forced = await scaffold(directory, { template: 'minimal', force: true });
      expect(forced.kept).toEqual([]);
      expect(await readFile(join(directory, 'README.md'), 'utf8')).not.toBe('mine');
    });
  });

  it('says what stands in the way when it cannot write', async () => {
    await withFiles({ file: 'x' }, async (directory) => {
      await expect(scaffold(join(directory, 'file/inside'))).rejects.toThrow('cannot write the project: ');
    });
  });
});

describe('hasDefinitions', () => {
  it('finds definition files at any depth', async () => {
    await withFiles({ 'src/deep/x.yml': '', 'empty/a.lua': '' }, async (directory) => {
      expect(await hasDefinitions(join(directory, 'src'))).toBe(true);
      expect(await hasDefinitions(join(directory, 'empty'))).toBe(false);
      expect(await hasDefinitions(join(directory, 'gone'))).toBe(false);
    });
  });
});

describe('initReport', () => {
  it('tells the files and the next command', () => {
    const result = { template: TEMPLATES[0], written: ['wippy.lock'], kept: ['README.md'] };
    const report = (directory: string, program = 'wippy') =>
      initReport(result, { directory, from: '/a', paint: plainPaint, program });
    expect(report('/a/app')).toBe(
      'wrote  wippy.lock\nkept   README.md\n\nFiles that exist were kept; --force overwrites them.\n\nNext:\n  cd app\n  wippy run hello\n',
    );
    expect(report('/a')).not.toContain('cd ');
    expect(report('/b', 'npx wippy')).toContain('  cd /b\n  npx wippy run hello\n');
    expect(report("/a/it's mine")).toContain("  cd 'it'\\''s mine'\n");
  });
});
