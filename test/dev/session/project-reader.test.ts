import { describe, expect, it } from 'vitest';
import { createProjectReview, reviewProject } from '../../../src/boot/check-project.ts';
import { ProjectReader } from '../../../src/dev/session/project-reader.ts';
import { atLeast } from '../../../src/project/validate/select.ts';
import { validateProject } from '../../../src/project/validate/validate-project.ts';
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
