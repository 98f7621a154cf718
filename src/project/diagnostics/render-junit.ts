/** Diagnostics as a JUnit report: a suite for each file, a case for each finding. Only errors are failures. */
import type { Diagnostic } from './diagnostic.ts';
import { reportedPath } from './render-json.ts';

/** Findings without a file are a suite of their own. A report without findings has one case that passed. */
export function renderJunit(diagnostics: readonly Diagnostic[], directory: string): string {
  const suites = new Map<string, Diagnostic[]>();
  for (const item of diagnostics) {
    const name = item.file === undefined ? 'project' : reportedPath(item.file, directory);
    const known = suites.get(name);
    if (known === undefined) suites.set(name, [item]);
    else known.push(item);
  }
  const body =
    suites.size === 0
      ? '  <testsuite name="project" tests="1" failures="0">\n    <testcase name="no problems" classname="project"/>\n  </testsuite>\n'
      : [...suites].map(([name, items]) => suite(name, items)).join('');
  const failures = failuresIn(diagnostics);
  const tests = Math.max(1, diagnostics.length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="wippy validate" tests="${tests}" failures="${failures}">\n${body}</testsuites>\n`;
}

function suite(name: string, items: readonly Diagnostic[]): string {
  const cases = items.map((item) => testCase(name, item)).join('');
  return `  <testsuite name="${escape(name)}" tests="${items.length}" failures="${failuresIn(items)}">\n${cases}  </testsuite>\n`;
}

function testCase(file: string, { code, severity, message, range, entry, hint }: Diagnostic): string {
  const place = range === undefined ? '' : ` at ${range.start.line}:${range.start.column}`;
  const text = [
    `${file}${range === undefined ? '' : `:${range.start.line}:${range.start.column}`}: ${severity} ${code} ${message}`,
    ...(entry === undefined ? [] : [`entry ${entry}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n');
  const content =
    severity === 'error'
      ? `<failure type="${code}" message="${escape(message)}">${escape(text)}</failure>`
      : `<system-out>${escape(text)}</system-out>`;
  return `    <testcase name="${escape(`${code}${place}`)}" classname="${escape(file)}">\n      ${content}\n    </testcase>\n`;
}

function failuresIn(items: readonly Diagnostic[]): number {
  return items.filter((item) => item.severity === 'error').length;
}

/** XML 1.0 has no way to write most control characters. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
