import { describe, expect, it } from 'vitest';
import { ChangeBatches } from '../../../src/dev/watch/change-batches.ts';
import { ManualClock } from '../../infrastructure/manual-clock.ts';

function batches() {
  const clock = new ManualClock();
  const seen: string[][] = [];
  const gathered = new ChangeBatches({ clock, quiet: 50, limit: 1000, onBatch: (paths) => seen.push([...paths]) });
  return { clock, seen, gathered };
}

describe('changes of files', () => {
  it('are one batch until nothing has changed for the quiet time', async () => {
    const { clock, seen, gathered } = batches();
    gathered.add('/a');
    await clock.advance(40);
    gathered.add('/b');
    gathered.add('/a');
    await clock.advance(49);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toEqual([['/a', '/b']]);
  });

  it('of many files are one batch, although the tool that makes them pauses', async () => {
    const { clock, seen, gathered } = batches();
    for (let file = 0; file < 11; file += 1) gathered.add(`/${file}`);
    await clock.advance(150);
    gathered.add('/last');
    await clock.advance(199);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen.map((paths) => paths.length)).toEqual([12]);
  });

  it('that never pause are a batch at the limit', async () => {
    const { clock, seen, gathered } = batches();
    for (let time = 0; time < 2000; time += 20) {
      gathered.add(`/${time}`);
      await clock.advance(20);
    }
    expect(seen.map((paths) => paths.length)).toEqual([50, 50]);
  });

  it('are forgotten when nobody wants them any more', async () => {
    const { clock, seen, gathered } = batches();
    gathered.add('/a');
    gathered.close();
    await clock.advance(5000);
    expect(seen).toEqual([]);
  });
});
