import { afterEach, describe, expect, it } from 'vitest';
import type { AppliedEvent, NoopEvent } from '../../../src/dev/session/events.ts';
import { settings } from '../../../src/project/config/settings.ts';
import { SessionUnderTest } from './support.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: note, kind: registry.entry, text: one}
  - {name: other, kind: registry.entry, text: one}
`;

let under: SessionUnderTest | undefined;
afterEach(async () => {
  await under?.close();
  under = undefined;
});

/** Another value than the default, as a file would hold it. */
function otherValue({ form, fallback }: (typeof settings)[keyof typeof settings]): unknown {
  const { enum: choices, type, pattern } = form as { enum?: unknown[]; type?: string; pattern?: string };
  if (choices !== undefined) return choices.find((choice) => choice !== fallback);
  if (type === 'boolean') return fallback !== true;
  if (type === 'integer') return (fallback as number) + 1;
  return pattern === undefined ? 'something' : '7s';
}

function config(key: string, value: unknown): string {
  const [section = '', ...rest] = key.split('.');
  return `version: "1.0"\n${section}:\n  ${rest.join('.')}: ${JSON.stringify(value)}\n`;
}

describe('a change of the configuration', () => {
  it('of any setting takes effect or is said to need a start', async () => {
    under = await SessionUnderTest.start({ 'src/_index.yaml': INDEX, '.wippy.yaml': 'version: "1.0"\n' });
    for (const setting of Object.values(settings)) {
      const verdict = (await under.save({ '.wippy.yaml': config(setting.key, otherValue(setting)) })) as NoopEvent;
      const live = setting.key.startsWith('dev.');
      expect(verdict, setting.key).toMatchObject({ event: 'noop', ...(live ? {} : { needsRestart: [setting.key] }) });
    }
  });

  it.each([
    ['override', 'override:\n  "app:note:text": two\n', { updated: ['app:note'] }],
    ['disable', 'disable:\n  entries: ["app:note"]\n', { deleted: ['app:note'] }],
    ['vars', 'vars: {text: two}\noverride:\n  "app:note:text": ${text}\n', { updated: ['app:note'] }],
  ])('of the section %s takes effect at once', async (_section, text, entries) => {
    under = await SessionUnderTest.start({ 'src/_index.yaml': INDEX, '.wippy.yaml': 'version: "1.0"\n' });
    const verdict = (await under.save({ '.wippy.yaml': `version: "1.0"\n${text}` })) as AppliedEvent;
    expect(verdict).toMatchObject({ event: 'applied', entries });
    expect(verdict.needsRestart).toBeUndefined();
  });

  it('that means nothing is a finding of the verdict', async () => {
    under = await SessionUnderTest.start({ 'src/_index.yaml': INDEX, '.wippy.yaml': 'version: "1.0"\n' });
    expect(await under.save({ '.wippy.yaml': 'version: "1.0"\nshutdwn:\n  timeout: 5s\n' })).toMatchObject({
      diagnostics: [{ code: 'P0404' }],
    });
    expect(await under.save({ '.wippy.yaml': 'version: "1.0"\nshutdown:\n  timout: 5s\n' })).toMatchObject({
      diagnostics: [{ code: 'P0407' }],
    });
  });
});
