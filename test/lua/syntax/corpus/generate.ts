/**
 * Writes accept-reject.json: mutated programs, each with what PUC Lua 5.3 says of it ("ok", or its message without the
 * chunk's name). Needs `lua5.3` on the path; run from the root of the project after a change of the seeds:
 *
 *     npx esbuild test/lua/syntax/corpus/generate.ts --bundle --platform=node --format=esm --outfile=generate.tmp.mjs
 *     node generate.tmp.mjs
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { generator, mutate } from './mutate.ts';
import { SEEDS } from './seeds.ts';

const COUNT = 1500;

/** What a compiler checks, not a parser. */
const BEYOND_SYNTAX = /label|inside a loop|jumps into|too many/;

const random = generator(53);
const sources = [...new Set([...SEEDS, ...Array.from({ length: COUNT }, () => mutate(random))])].filter(
  (source) => !source.startsWith('#'),
);
const script = `
  for source in io.read("a"):gmatch("([^\\0]*)\\0") do
    local chunk, message = load(source, "=x")
    io.write(chunk and "ok" or message:gsub("^x:", ""), "\\0")
  end`;
const { stdout } = spawnSync('lua5.3', ['-e', script], {
  input: sources.map((source) => `${source}\0`).join(''),
  encoding: 'utf8',
});
const answers = stdout.split('\0');
const corpus = sources
  .map((source, index) => [source, answers[index]])
  .filter(([, answer]) => !BEYOND_SYNTAX.test(answer));
writeFileSync(
  'test/lua/syntax/corpus/accept-reject.json',
  `[\n${corpus.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`,
);
