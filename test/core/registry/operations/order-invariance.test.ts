import { describe, expect, it } from 'vitest';
import {
  buildDelta,
  type Entry,
  EntryState,
  invert,
  type Operation,
  OperationKind,
  replay,
  sortOperations,
  squash,
} from '../../../../src/core/registry/index.ts';
import { pick, seededRandom, shuffled } from '../../../infrastructure/random.ts';
import { entry } from '../entries.ts';

const ids = Array.from({ length: 24 }, (_, index) => `${pick(['a', 'b.c', 'z'], seededRandom(index + 1))}:${index}`);
const extract = (item: Entry): string[] => (item.meta['depends_on'] as string[] | undefined) ?? [];
const sort = (operations: readonly Operation[]): Operation[] => sortOperations(operations, extract);
const shuffles = 1000;

function randomState(random: () => number): Entry[] {
  return ids.flatMap((id, index) => {
    if (random() < 0.3) return [];
    const dependsOn = ids.slice(0, index).filter(() => random() < 0.15);
    return [entry(id, dependsOn, { v: Math.floor(random() * 3) }, random() < 0.9 ? 'test.kind' : 'test.other')];
  });
}

const shown = (operations: readonly Operation[]): string[] =>
  operations.map(({ kind, entry: item }) => `${kind} ${item.id} ${JSON.stringify(item.data)}`);

describe(`change sets over ${shuffles} shuffles`, () => {
  it('are built and sorted the same whatever the order of the entries', () => {
    const random = seededRandom(51);
    for (let round = 0; round < shuffles; round++) {
      const [from, to] = [randomState(random), randomState(random)];
      const expected = shown(sort(buildDelta(from, to)));
      expect(shown(sort(buildDelta(shuffled(from, random), shuffled(to, random))))).toEqual(expected);
    }
  });

  it('are inverted the same whatever their order, and undo what they do', () => {
    const random = seededRandom(52);
    for (let round = 0; round < shuffles; round++) {
      const [from, to] = [EntryState.from(randomState(random)), EntryState.from(randomState(random))];
      const delta = sort(buildDelta(from.entries(), to.entries()));
      const inverse = sort(invert(delta));
      expect(shown(sort(invert(shuffled(delta, random))))).toEqual(shown(inverse));
      expect(replay(to, inverse).entries()).toEqual(from.entries());
    }
  });

  it('are squashed the same whatever the order inside each step, and have the effect of all steps', () => {
    const random = seededRandom(53);
    for (let round = 0; round < shuffles; round++) {
      const states = [randomState(random), randomState(random), randomState(random)].map((item) =>
        EntryState.from(item),
      );
      const steps = [0, 1].map((index) => sort(buildDelta(states[index].entries(), states[index + 1].entries())));
      const squashed = sort(squash(steps.flat()));
      // What is deleted and made again keeps its order: it is one change of one id.
      const mixed = steps.flatMap((step) => {
        const remade = new Set(
          step.filter(({ kind }) => kind === OperationKind.Delete).map(({ entry: item }) => item.id),
        );
        const second = step.filter(({ kind, entry: item }) => kind === OperationKind.Create && remade.has(item.id));
        return [
          ...shuffled(
            step.filter((operation) => !second.includes(operation)),
            random,
          ),
          ...second,
        ];
      });
      expect(shown(sort(squash(mixed)))).toEqual(shown(squashed));
      expect(replay(states[0], squashed).entries()).toEqual(states[2].entries());
    }
  });
});
