/** Which template `init` uses: the one that was named, the answer of a person, or the default. */
import { createInterface } from 'node:readline/promises';
import { hasDefinitions } from '../project/scaffold/scaffold.ts';
import { DEFAULT_TEMPLATE, findTemplate, TEMPLATES } from '../project/scaffold/templates.ts';

export interface TemplateChoice {
  /** The name given with --template; `none` for no template. */
  readonly wanted: string | undefined;
  readonly sourceDirectory: string;
  /** Whether a person can be asked. */
  readonly ask: boolean;
}

/** The name of a template, or undefined to write the lock file alone, as for a project that has sources. */
export async function chooseTemplate({ wanted, sourceDirectory, ask }: TemplateChoice): Promise<string | undefined> {
  if (wanted === 'none') return undefined;
  if (wanted !== undefined) return findTemplate(wanted).name;
  if (await hasDefinitions(sourceDirectory)) return undefined;
  return ask ? await question() : DEFAULT_TEMPLATE;
}

async function question(): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const list = TEMPLATES.map(({ name, description }) => `  ${name.padEnd(10)} ${description}`).join('\n');
    const answer = await terminal.question(
      `Templates:\n${list}\n  none       the lock file alone\n\nTemplate [${DEFAULT_TEMPLATE}]: `,
    );
    const name = answer.trim();
    if (name === 'none') return undefined;
    return findTemplate(name === '' ? DEFAULT_TEMPLATE : name).name;
  } finally {
    terminal.close();
  }
}
