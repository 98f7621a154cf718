import { describe, expect, it } from 'vitest';
import { directoryRoots } from '../../../src/project/lock/directory-roots.ts';

describe('roots of relative directories', () => {
  const roots = directoryRoots('/project', [
    { path: '/project/src', kind: 'directory' },
    { path: '/modules/files/src', module: 'acme/files', moduleRoot: '/modules/files', kind: 'directory' },
    { path: '/vendor/a.wapp', module: 'acme/pack', moduleRoot: '/vendor/a.wapp', kind: 'pack' },
  ]);

  it('are the project, and for a module the parent of its sources', () => {
    expect(roots.project).toBe('/project');
    expect(roots.module('acme/files')).toBe('/modules/files');
  });

  it('are not there for packs and for modules that are not read', () => {
    expect(roots.module('acme/pack')).toBeUndefined();
    expect(roots.module('acme/other')).toBeUndefined();
  });
});
