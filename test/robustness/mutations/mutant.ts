/** From a number to a broken application, the same one on every run. */
import { generator, mutate } from '../../lua/syntax/corpus/mutate.ts';
import { mutateLines, mutateText } from '../../project/yaml/mutate.ts';
import { SEED } from './seed.ts';

/** The files of the mutant with this number: one or two files of the seed changed. */
export function mutant(number: number): Record<string, string> {
  const random = generator(number * 2_654_435_761 + 1);
  for (let count = 0; count < 8; count += 1) random(2);
  const files: Record<string, string> = { ...SEED };
  const names = Object.keys(files);
  for (let count = random(4) === 0 ? 2 : 1; count > 0; count -= 1) {
    // The definition files and the main program are where most mistakes are made.
    const name = [...names, 'src/_index.yaml', 'src/_index.yaml', 'src/main.lua', 'src/main.lua'][
      random(names.length + 4)
    ] as string;
    files[name] = changed(name, files[name] ?? '', random);
  }
  return files;
}

function changed(name: string, text: string, random: (limit: number) => number): string {
  const how = random(6);
  if (how === 0) return mutateText(text, random);
  if (!name.endsWith('.lua') || how === 1) return mutateLines(text, random);
  // The tokens of the program in another order give syntax errors, other tokens of the same sort errors at run time.
  return how === 2 ? mutate(random, [text]) : otherTokens(text, random);
}

const WORDS = [
  'nil',
  'true',
  '"text"',
  '{}',
  '-1',
  '1e308',
  '0x7fffffffffffffff',
  '2.5',
  'main',
  'process',
  'coroutine',
  'string.rep',
  'setmetatable',
];
const OPERATORS = ['+', '//', '%', '..', '<', '==', '<<', '|', 'and', 'or'];
const KEYWORDS = /^(?:and|do|else|elseif|end|for|function|if|in|local|not|or|repeat|return|then|type|until|while)$/;

/** A program with one or two of its names, literals or operators replaced by others, so that it still parses. */
function otherTokens(text: string, random: (limit: number) => number): string {
  const tokens = text.split(/(\w+|"[^"\n]*"|[-+*/%<>]|\.\.|\W)/).filter((token) => token !== '');
  const names = tokens.filter((token) => /^\w/.test(token) && !KEYWORDS.test(token));
  const places = tokens.flatMap((token, index) => (/^[\w"+*/%<]/.test(token) && !KEYWORDS.test(token) ? [index] : []));
  for (let count = random(2); count >= 0; count -= 1) {
    const at = places[random(places.length)] ?? 0;
    const others = /^[+*/%<]/.test(tokens[at] ?? '') ? OPERATORS : random(2) === 0 ? WORDS : names;
    tokens[at] = ` ${others[random(others.length)]} `;
  }
  return tokens.join('');
}
