import { SEEDS } from './seeds.ts';

const TOKEN = /\s+|--[^\n]*|[A-Za-z_]\w*|\d[\w.]*|"[^"\n]*"|\.\.\.?|::|[=~<>]=|<<|>>|\/\/|[^\w\s]/g;

/** Numbers that are the same on every run: a linear congruential generator. */
export function generator(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * limit);
  };
}

/** A program with one to three tokens removed, doubled, exchanged, or taken from any of the programs. */
export function mutate(random: (limit: number) => number, programs: readonly string[] = SEEDS): string {
  const tokens = tokensOf(programs[random(programs.length)]);
  for (let count = 1 + random(3); count > 0; count--) {
    const at = random(tokens.length);
    const others = tokensOf(programs[random(programs.length)]);
    const other = others[random(others.length)] ?? ' ';
    switch (random(5)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, tokens[random(tokens.length)] ?? '', ' ');
        break;
      case 2:
        tokens.splice(at, 0, other);
        break;
      case 3:
        tokens[at] = other;
        break;
      default:
        tokens.length = Math.max(1, at);
    }
  }
  return tokens.join('');
}

function tokensOf(program: string): string[] {
  return program.match(TOKEN) ?? [];
}
