/** The script of the recorded session; its file explains the steps. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const step = z.strictObject({
  say: z.string(),
  run: z.string().optional(),
  press: z.array(z.string()).optional(),
  edit: z.strictObject({ file: z.string(), replace: z.string(), with: z.string() }).optional(),
  see: z.array(z.string()).default([]),
  take: z.record(z.string(), z.string()).default({}),
  load: z.string().optional(),
  answer: z.unknown().optional(),
  screen: z.boolean().default(false),
  end: z.boolean().default(false),
});

const script = z.strictObject({ template: z.string(), steps: z.array(step) });

export type SessionStep = z.infer<typeof step>;
export type SessionScript = z.infer<typeof script>;

export function readSession(path: string): SessionScript {
  return script.parse(parse(readFileSync(path, 'utf8')));
}

const KEYS: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\u001b',
  'ctrl-c': '\u0003',
  up: '\u001b[A',
  down: '\u001b[B',
};

/** What a terminal sends for a key. */
export function keyText(name: string): string {
  return KEYS[name] ?? name;
}

/** A text, or a pattern where it stands between slashes. */
export function expected(text: string): string | RegExp {
  const pattern = /^\/(.*)\/$/s.exec(text)?.[1];
  return pattern === undefined ? text : new RegExp(pattern);
}
