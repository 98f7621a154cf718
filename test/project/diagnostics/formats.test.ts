import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../src/project/diagnostics/diagnostic.ts';
import { renderGithub } from '../../../src/project/diagnostics/render-github.ts';
import { renderJunit } from '../../../src/project/diagnostics/render-junit.ts';
import { renderSarif } from '../../../src/project/diagnostics/render-sarif.ts';
import { sarifSchema } from './sarif-schema.ts';

const range = { start: { line: 7, column: 13 }, end: { line: 7, column: 18 } };
const findings = [
  diagnostic('P0409', 'no profile "a"', { hint: 'Declare it.' }),
  diagnostic('P0701', 'no entry "app:<x> & 100%"', {
    file: '/p/src/_index.yaml',
    range,
    entry: 'app:a,b',
    hint: 'Did you mean "app:y"?\nOr not.',
    related: [{ message: 'defined here', file: '/p/src/b c.yaml', range }],
  }),
  diagnostic('P0805', 'undefined global "x"', {
    file: '/p/src/_index.yaml',
    range: { start: { line: 9, column: 1 }, end: { line: 10, column: 2 } },
  }),
  diagnostic('P0804', 'not used', { file: '/elsewhere/lib.yaml' }),
];

describe('the report for GitHub Actions', () => {
  it('has a workflow command for each finding', () => {
    expect(renderGithub(findings, '/p')).toBe(
      `::error title=P0409::no profile "a"%0ADeclare it.
::error file=src/_index.yaml,line=7,endLine=7,col=13,endColumn=18,title=P0701 app%3Aa%2Cb::no entry "app:<x> & 100%25"%0ADid you mean "app:y"?%0AOr not.
::warning file=src/_index.yaml,line=9,endLine=10,col=1,title=P0805::undefined global "x"
::notice file=../elsewhere/lib.yaml,title=P0804::not used
2 errors, 1 warning, 1 hint
`,
    );
    expect(renderGithub([], '/p')).toBe('no problems\n');
  });
});

describe('the JUnit report', () => {
  it('has a suite for each file and a case for each finding', () => {
    expect(renderJunit(findings.slice(0, 3), '/p')).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="wippy validate" tests="3" failures="2">
  <testsuite name="project" tests="1" failures="1">
    <testcase name="P0409" classname="project">
      <failure type="P0409" message="no profile &quot;a&quot;">project: error P0409 no profile &quot;a&quot;
hint: Declare it.</failure>
    </testcase>
  </testsuite>
  <testsuite name="src/_index.yaml" tests="2" failures="1">
    <testcase name="P0701 at 7:13" classname="src/_index.yaml">
      <failure type="P0701" message="no entry &quot;app:&lt;x&gt; &amp; 100%&quot;">src/_index.yaml:7:13: error P0701 no entry &quot;app:&lt;x&gt; &amp; 100%&quot;
entry app:a,b
hint: Did you mean &quot;app:y&quot;?
Or not.</failure>
    </testcase>
    <testcase name="P0805 at 9:1" classname="src/_index.yaml">
      <system-out>src/_index.yaml:9:1: warning P0805 undefined global &quot;x&quot;</system-out>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it('has a case that passed where nothing was found', () => {
    expect(renderJunit([], '/p')).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="wippy validate" tests="1" failures="0">
  <testsuite name="project" tests="1" failures="0">
    <testcase name="no problems" classname="project"/>
  </testsuite>
</testsuites>
`,
    );
  });

  it('holds no character that XML does not allow', () => {
    expect(renderJunit([diagnostic('P0001', 'a\u0007b\u0000')], '/p')).not.toMatch(/[\u0000-\u0008]/);
  });
});

describe('the SARIF report', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(sarifSchema);
  const log = (list: typeof findings) => JSON.parse(renderSarif(list, { directory: '/p', version: '1.2.3' }));

  it('has the form that the specification of SARIF 2.1.0 asks for', () => {
    validate(log(findings));
    expect(validate.errors).toBe(null);
    validate(log([]));
    expect(validate.errors).toBe(null);
  });

  it('says where each finding stands', () => {
    const { results, tool, originalUriBaseIds } = log(findings).runs[0];
    expect(originalUriBaseIds.PROJECTROOT.uri).toBe('file:///p/');
    expect(tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(['P0409', 'P0701', 'P0804', 'P0805']);
    expect(results[0].locations).toBeUndefined();
    expect(results[1]).toEqual({
      ruleId: 'P0701',
      ruleIndex: 1,
      level: 'error',
      message: { text: 'no entry "app:<x> & 100%"\nDid you mean "app:y"?\nOr not.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/_index.yaml', uriBaseId: 'PROJECTROOT' },
            region: { startLine: 7, startColumn: 13, endLine: 7, endColumn: 18 },
          },
          logicalLocations: [{ fullyQualifiedName: 'app:a,b', kind: 'member' }],
        },
      ],
      relatedLocations: [
        {
          id: 0,
          message: { text: 'defined here' },
          physicalLocation: {
            artifactLocation: { uri: 'src/b%20c.yaml', uriBaseId: 'PROJECTROOT' },
            region: { startLine: 7, startColumn: 13, endLine: 7, endColumn: 18 },
          },
        },
      ],
    });
    expect(results[3].level).toBe('note');
    expect(results[3].locations[0].physicalLocation.artifactLocation).toEqual({ uri: 'file:///elsewhere/lib.yaml' });
  });
});
