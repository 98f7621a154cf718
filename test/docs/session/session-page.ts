/** The page of the recorded session: what was said, typed and shown. */
import type { SessionStep } from './session-script.ts';

export interface PlayedStep {
  readonly step: SessionStep;
  /** What the terminal showed after it. */
  readonly screen: string;
}

const HEAD = `# A session with wippy dev

The program of this page is written by \`wippy init --template http-api\`. [session.yaml](session.yaml) is its script; a test plays it on terminals of
80x24 and 160x50, checks each answer, and compares the smaller screens with those below. No connection is closed by a save, nothing is left
of the program in the end, and the terminal is as it was before.
`;

export function sessionPage(played: readonly PlayedStep[]): string {
  return [HEAD, ...played.map(section)].join('\n');
}

function section({ step, screen }: PlayedStep): string {
  const done = [
    ...(step.run === undefined ? [] : [block('sh', step.run)]),
    ...(step.press === undefined ? [] : [`Keys: ${step.press.map((key) => `\`${key}\``).join(' ')}\n`]),
    ...(step.edit === undefined ? [] : [`\`${step.edit.file}\`:\n\n${change(step.edit)}`]),
    ...(step.load === undefined ? [] : [`Requests: \`GET ${step.load}\`\n`]),
    ...(step.screen ? [block('text', screen)] : []),
    ...(step.answer === undefined ? [] : [`Answer: \`${JSON.stringify(step.answer)}\`\n`]),
  ];
  return [`${step.say.trim()}\n`, ...done].join('\n');
}

function change({ replace, with: text }: NonNullable<SessionStep['edit']>): string {
  return block('diff', `-${replace}\n+${text}`);
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\`\n`;
}

/** A page without what is different each time: times, sizes, and the spaces that fill them up. */
export function comparable(page: string): string {
  return page
    .replaceAll(/\d+m\d+s\b|\b\d+s\b/g, 'TIME')
    .replaceAll(/\d+/g, 'N')
    .replaceAll(/ +/g, ' ');
}
